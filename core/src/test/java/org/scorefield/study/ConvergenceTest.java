package org.scorefield.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;

class ConvergenceTest {
  private static final double[] STEPS = IntStream.range(0, 60).mapToDouble(i -> 20.0 * i).toArray();

  private static Trace exact(DoubleUnaryOperator loss) {
    return Trace.of(STEPS, Arrays.stream(STEPS).map(loss).toArray());
  }

  /// Values with independent normal errors of a known size.
  private static Trace noisy(DoubleUnaryOperator loss, double error, long seed) {
    double[] z = Noise.of(seed, 1).normal(Shape.vector(STEPS.length)).shared();
    List<Estimate> values =
        IntStream.range(0, STEPS.length)
            .mapToObj(i -> new Estimate(loss.applyAsDouble(STEPS[i]) + error * z[i], error, 100))
            .toList();
    return new Trace(Vector.of(STEPS), values);
  }

  @ParameterizedTest
  @CsvSource({"0.001, 0.3, 2", "0.01, 0.3, 2", "0.1, 5, 0.01", "0.01, 0, 1"})
  void anExponentialIsFoundExactly(double rate, double floor, double amplitude) {
    Convergence found = Convergence.of(exact(k -> floor + amplitude * Math.exp(-rate * k)));
    DecayFit fit = found.exponential();
    assertThat(fit.rate().value()).isCloseTo(rate, within(1e-5 * rate));
    assertThat(fit.floor().value()).isCloseTo(floor, within(1e-6 * (floor + amplitude)));
    assertThat(fit.amplitude().value()).isCloseTo(amplitude, within(1e-5 * amplitude));
    assertThat(fit.rSquared()).isGreaterThan(1 - 1e-9);
    assertThat(found.isExponential()).isTrue();
    assertThat(found.sentence()).startsWith("the loss falls exponentially");
  }

  @Test
  void aStretchedDecayIsFoundAndIsNotCalledExponential() {
    Convergence found = Convergence.of(exact(k -> 0.2 + 3 * Math.exp(-Math.pow(0.01 * k, 0.5))));
    assertThat(found.isExponential()).isFalse();
    assertThat(found.best().decay()).isEqualTo(Decay.STRETCHED);
    assertThat(found.stretched().exponent().value()).isCloseTo(0.5, within(1e-3));
    assertThat(found.stretched().rate().value()).isCloseTo(0.01, within(1e-4));
    assertThat(found.stretched().floor().value()).isCloseTo(0.2, within(1e-3));
    assertThat(found.sentence()).startsWith("the decay is not a single exponential: exp(-(k/100");
  }

  @Test
  void aPowerIsFoundAndIsNotCalledExponential() {
    Convergence found = Convergence.of(exact(k -> 0.2 + 3 * Math.pow(1 + 0.05 * k, -0.7)));
    assertThat(found.isExponential()).isFalse();
    assertThat(found.best().decay()).isEqualTo(Decay.POWER);
    assertThat(found.power().exponent().value()).isCloseTo(0.7, within(2e-2));
    assertThat(found.power().rate().value()).isCloseTo(0.05, within(2e-3));
    assertThat(found.best().at(600)).isCloseTo(0.2 + 3 * Math.pow(31, -0.7), within(1e-4));
  }

  /// Two modes of gradient descent, rates 1 : 30.
  @Test
  void aSumOfTwoExponentialsIsNotASingleOne() {
    Convergence found =
        Convergence.of(noisy(k -> Math.exp(-0.03 * k) + Math.exp(-0.001 * k), 0.005, 1));
    assertThat(found.isExponential()).isFalse();
    assertThat(found.exponential().rSquared()).isLessThan(found.best().rSquared());
  }

  /// Over 200 noise draws: the fitted rate is unbiased, and lies within two of its standard errors
  /// 95 % of the time (binomial standard error 1.5 %); a true exponential is hardly ever denied.
  @Test
  void standardErrorsAreThoseOfRepetition() {
    int inside = 0;
    int exponential = 0;
    double[] rates = new double[200];
    for (int seed = 0; seed < 200; seed++) {
      Convergence found = Convergence.of(noisy(k -> 0.5 + Math.exp(-0.005 * k), 0.02, seed));
      Estimate rate = found.exponential().rate();
      rates[seed] = rate.value();
      inside += Math.abs(rate.value() - 0.005) < 2 * rate.standardError() ? 1 : 0;
      exponential += found.isExponential() ? 1 : 0;
    }
    Estimate mean = Estimate.mean(rates);
    assertThat(mean.value()).isCloseTo(0.005, within(4 * mean.standardError()));
    assertThat(mean.standardError()).isLessThan(0.01 * 0.005);
    assertThat(inside).isBetween(180, 199);
    assertThat(exponential).isGreaterThanOrEqualTo(198);
  }

  @Test
  void errorsThatAreNotKnownAreTakenFromTheMisfit() {
    DoubleUnaryOperator loss = k -> 0.5 + Math.exp(-0.005 * k);
    Trace known = noisy(loss, 0.02, 3);
    Trace unknown = Trace.of(STEPS, known.values().stream().mapToDouble(Estimate::value).toArray());
    double with = Convergence.of(known).exponential().rate().standardError();
    double without = Convergence.of(unknown).exponential().rate().standardError();
    assertThat(without / with).isBetween(0.7, 1.4);
  }

  @Test
  void aFloorBelowZeroIsHeldAtZero() {
    Convergence found = Convergence.of(exact(k -> Math.exp(-0.001 * k) - 0.1));
    assertThat(found.exponential().floor().value()).isZero();
    assertThat(found.exponential().floor().standardError()).isZero();
    assertThat(found.exponential().rate().value()).isGreaterThan(0.001);
  }

  @Test
  void aFlatTraceDeterminesNoRate() {
    DecayFit fit = Convergence.of(noisy(_ -> 1, 0.01, 5)).exponential();
    assertThat(fit.rate().standardError()).isGreaterThan(0.5 * fit.rate().value());
    assertThat(Convergence.of(exact(_ -> 1)).exponential().rSquared()).isZero();
  }

  /// Golden: recorded training loss of full gradient descent, which its author says is not a single
  /// exponential.
  @Test
  void theSmokeTestOfTheSpecificationIsNotASingleExponential() {
    Trace trace =
        Trace.of(
            new double[] {0, 1, 10, 50, 100, 200, 400, 800, 1200},
            new double[] {43.33, 33.73, 15.17, 10.06, 8.51, 7.13, 5.90, 4.86, 4.39});
    Convergence found = Convergence.of(trace);
    assertThat(found.isExponential()).isFalse();
    assertThat(found.best().rSquared()).isGreaterThan(0.99);
    assertThat(found.exponential().rSquared()).isLessThan(0.99);
  }

  @Test
  void shortAndDisorderedTracesAreRefused() {
    assertThatThrownBy(
            () -> Convergence.of(Trace.of(new double[] {0, 1, 2}, new double[] {3, 2, 1})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 6 values, got 3");
    assertThatThrownBy(() -> Trace.of(new double[] {0, 2, 2}, new double[] {3, 2, 1}))
        .hasMessageContaining("rising steps");
    assertThatThrownBy(() -> Trace.of(new double[] {-1, 2, 3}, new double[] {3, 2, 1}))
        .hasMessageContaining("rising steps");
    assertThatThrownBy(() -> Trace.of(new double[] {0, 2}, new double[] {3, Double.NaN}))
        .hasMessageContaining("the value at step 2.0 is NaN");
  }
}
