package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.Overshooting;
import org.scorefield.SymmetricPair;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.TimeGrid;

class LangevinTest {
  private static final Shape ONE = Shape.vector(1);

  /// With noise 0.2 the law moved in has variance 1.7.
  private static final Gaussian DATA = Gaussian.isotropic(ONE, Vector.of(0.3), 1.66);

  /// From two states and the same numbers the factor of a move follows, from one the noise; their
  /// fixed point is the stationary law.
  @Test
  void unadjustedMovesHaveTheirKnownStationaryVarianceExactly() {
    Noise noise = Noise.of(1, 1);
    double a = 0.5;
    double low = moved(0.3, a, noise);
    double factor = moved(1.3, a, noise) - low;
    double z = noise.child("move").normal(ONE).get(0, 0);
    double deviation = (low - 0.3) / z;
    assertThat(deviation * deviation / (1 - factor * factor))
        .isCloseTo(1.7 / (1 - a / (4 * 1.7)), within(1e-12))
        .isCloseTo(1.834921, within(1e-6));
  }

  private static double moved(double from, double size, Noise noise) {
    Batch x = Batch.copyOf(ONE, new double[] {from});
    return new Ula().move(DATA, x, 0.2, size, noise).state().get(0, 0);
  }

  @Test
  void unadjustedChainSettlesAtTheBiasedVariance() {
    int n = 50_000;
    LangevinChain chain = new LangevinChain(new Ula(), 60, 0.5);
    Batch end = chain.run(DATA, Batch.zeros(ONE, n), 0.2, Noise.of(2, n)).state();
    double expected = 1.7 / (1 - 0.5 / (4 * 1.7));
    Estimated measured = Estimated.of(end, 0);
    assertThat(measured.mean()).isCloseTo(0.3, within(4 * Math.sqrt(expected / n)));
    assertThat(measured.variance()).isCloseTo(expected, within(4 * expected * Math.sqrt(2.0 / n)));
    assertThat(expected - 1.7).as("the bias can be seen").isGreaterThan(0.1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5})
  void adjustedChainHasTheRightLawEvenWithAWrongScore(double eps) {
    int n = 40_000;
    Denoiser model = new Overshooting(0.3, 1.66, eps);
    LangevinChain chain = new LangevinChain(new Mala(DATA), 60, 1.5);
    LangevinChain.Result result = chain.run(model, Batch.zeros(ONE, n), 0.2, Noise.of(3, n));
    Estimated measured = Estimated.of(result.state(), 0);
    assertThat(measured.mean()).isCloseTo(0.3, within(4 * Math.sqrt(1.7 / n)));
    assertThat(measured.variance()).isCloseTo(1.7, within(4 * 1.7 * Math.sqrt(2.0 / n)));
    assertThat(result.acceptance().sum() / n).isStrictlyBetween(0.3, 0.99);
  }

  @Test
  void adjustedMovesStayWhereTheProposalIsRefused() {
    int n = 500;
    Batch x = DATA.noisy(Noise.of(4, n).normal(ONE), 0.2);
    LangevinKernel.Move move = Mala.of(DATA).move(DATA, x, 0.2, 4, Noise.of(5, n));
    double taken = move.accepted().sum();
    assertThat(taken).isStrictlyBetween(0.0, (double) n);
    for (int i = 0; i < n; i++) {
      boolean stayed = move.state().get(i, 0) == x.get(i, 0);
      assertThat(stayed).isEqualTo(move.accepted().get(i) == 0);
    }
    assertThat(Mala.of(DATA).move(DATA, x, 0.2, 1e-6, Noise.of(5, n)).accepted().sum())
        .as("tiny moves are all but always taken")
        .isGreaterThanOrEqualTo(n - 1);
  }

  @Test
  void annealingReachesBothModesWithTheRightSpread() {
    int n = 8000;
    SymmetricPair pair = new SymmetricPair(ONE, 0.04);
    TimeGrid grid = new LogUniformGrid().toMin(12, 10, 0.15);
    Batch end =
        new Sampler(grid, new AnnealedLangevin(Mala.of(pair), 40, 0.5), new Start.Prior())
            .sample(pair, Noise.of(6, n))
            .orElseThrow();
    Estimated law = Estimated.of(end, 0);
    assertThat(law.mean()).isCloseTo(0, within(4 / Math.sqrt(n)));
    Estimated spread = Estimated.of(end.map(x -> x - Math.signum(x)), 0);
    double within = 0.04 + 0.15 * 0.15;
    assertThat(spread.variance()).isCloseTo(within, within(4 * within * Math.sqrt(2.0 / n)));
  }

  /// On a Gaussian the whole of annealed ULA is one affine recursion.
  @Test
  void annealedUnadjustedMovesFollowTheirRecursion() {
    int n = 40_000;
    TimeGrid grid = new LogUniformGrid().toZero(10, 20, 0.1);
    AnnealedLangevin solver = new AnnealedLangevin();
    Batch end =
        new Sampler(grid, solver, new Start.Prior()).sample(DATA, Noise.of(7, n)).orElseThrow();
    double v = 400;
    for (int k = 1; k < 10; k++) {
      double s = grid.sigma(k) * grid.sigma(k);
      double factor = 1 - 0.2 * s / (2 * (1.66 + s));
      for (int j = 0; j < 20; j++) {
        v = factor * factor * v + 0.2 * s;
      }
    }
    double denoise = 1.66 / (1.66 + 0.01);
    v *= denoise * denoise;
    assertThat(Estimated.of(end, 0).variance())
        .isCloseTo(v, Percentage.withPercentage(400 * Math.sqrt(2.0 / n)));
  }

  @Test
  void misuseIsRefusedWithTheCure() {
    assertThatThrownBy(() -> Mala.of(new Overshooting(0, 1, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use Ula");
    assertThatThrownBy(() -> new AnnealedLangevin(new Ula(), 5, 4))
        .hasMessageContaining("unstable");
    assertThatThrownBy(() -> new AnnealedLangevin(new Ula(), 0, 1)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> new LangevinChain(new Ula(), 1, 0)).hasMessageContaining("got 0");
  }
}
