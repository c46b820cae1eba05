package org.scorefield.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Statistics whose jackknife is known in closed form (Efron and Stein 1981): each row a block.
class JackknifeTest {
  private static final double[] X = {3, -1, 4, 1, -5, 9, 2, -6};

  private static Jackknife of(double[] x, ToDoubleFunction<double[]> statistic) {
    double[] leftOut =
        IntStream.range(0, x.length)
            .mapToDouble(k ->
                statistic.applyAsDouble(
                    IntStream.range(0, x.length)
                        .filter(i -> i != k)
                        .mapToDouble(i -> x[i])
                        .toArray()))
            .toArray();
    return Jackknife.of(statistic.applyAsDouble(x), leftOut);
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).average().orElseThrow();
  }

  /// Divided by n.
  private static double spread(double[] x) {
    double mean = mean(x);
    return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }

  @Test
  void ofTheMeanItIsTheUsualStandardErrorWithoutBias() {
    Jackknife jackknife = of(X, JackknifeTest::mean);
    assertThat(jackknife.bias()).isCloseTo(0, within(1e-14));
    assertThat(jackknife.variance()).isCloseTo(spread(X) / (X.length - 1), within(1e-14));
    assertThat(jackknife.standardError())
        .isCloseTo(Math.sqrt(spread(X) / (X.length - 1)), within(1e-14));
  }

  /// `spread - bias` is the unbiased variance.
  @Test
  void ofTheVarianceItFindsTheBiasExactly() {
    double unbiased = spread(X) * X.length / (X.length - 1);
    assertThat(spread(X) - of(X, JackknifeTest::spread).bias()).isCloseTo(unbiased, within(1e-13));
  }

  @Test
  void independentSharesAdd() {
    Jackknife sum = new Jackknife(2, 0.5).plus(new Jackknife(7, -1));
    assertThat(sum).isEqualTo(new Jackknife(9, -0.5));
    assertThat(sum.standardError()).isEqualTo(3);
    assertThat(new Jackknife(2, 0.5).plus(Jackknife.UNKNOWN).standardError()).isNaN();
  }

  @Test
  void blocksLeaveAtLeastTwoRows() {
    assertThat(Jackknife.blocks(20, 1000)).isEqualTo(20);
    assertThat(Jackknife.blocks(20, 7)).isEqualTo(7);
    assertThat(Jackknife.blocks(20, 3)).isEqualTo(3);
    assertThat(Jackknife.blocks(20, 2)).isZero();
    assertThat(Jackknife.of(1, new double[1])).isEqualTo(Jackknife.UNKNOWN);
  }

  /// Two rows added to each side (Agresti and Coull): never 0, and the same for rows that pass and
  /// rows that fail.
  @Test
  void aShareHasABinomialVarianceThatDoesNotVanish() {
    assertThat(new Share(0, 16).variance()).isCloseTo(0.1 * 0.9 / 16, within(1e-15));
    for (int successes = 0; successes <= 8; successes++) {
      assertThat(new Share(successes, 16).variance())
          .isCloseTo(new Share(16 - successes, 16).variance(), within(1e-15));
    }
    assertThat(new Share(5000, 20_000).estimate(7).standardError())
        .isCloseTo(Math.sqrt(0.25 * 0.75 / 20_000), within(1e-6));
    assertThat(new Share(5000, 20_000).estimate(7).value()).isEqualTo(0.25);
  }
}
