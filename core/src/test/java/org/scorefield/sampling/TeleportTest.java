package org.scorefield.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Start.Teleport;
import org.scorefield.sampling.Start.Teleport.Mode;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// The closed-form jump over high noise: what it skips, what it keeps, what it changes.
class TeleportTest {
  private static final double TOP = 80;
  private static final double SKIP = 5;
  private static final Shape SHAPE = Shape.vector(4);

  /// Two tilted principal directions, the rest of variance 0.2, off the origin.
  private static final Gaussian TILTED =
      new Gaussian(
          SHAPE,
          Vector.of(3, -1, 0.5, 20),
          Factorizations.orthonormalBasis(Matrix.adopt(4, 2, normal(1, 4, 2).toArray())),
          Vector.of(9, 1.5),
          0.2);

  private static Batch normal(long seed, int n, int d) {
    return Noise.of(seed, n).normal(Shape.vector(d));
  }

  private static Batch jump(Mode mode, double skip, Noise noise) {
    return new Teleport(TILTED, TOP, mode).at(skip, SHAPE, noise);
  }

  private static Batch prior(Noise noise) {
    return new Start.Prior().at(TOP, SHAPE, noise);
  }

  private static double furthest(Batch a, Batch b) {
    Batch difference = a.minus(b);
    double furthest = 0;
    for (double v : difference.shared()) {
      furthest = Math.max(furthest, Math.abs(v));
    }
    return furthest;
  }

  /// The distance of a run of many steps to the jump falls as the solver's order says: the limit is
  /// the jump, from the same noise.
  @Test
  void theOdeJumpIsTheLimitOfTheLongRunFromTheSameNoise() {
    Noise noise = Noise.of(3, 20);
    Batch jumped = jump(Mode.ODE, SKIP, noise);
    double[] off = new double[2];
    for (int k = 0; k < 2; k++) {
      TimeGrid grid = new LogUniformGrid().toMin(500 << k, TOP, SKIP);
      Batch stepped =
          new Sampler(grid, new Heun(), new Start.Prior()).sample(TILTED, noise).orElseThrow();
      off[k] = furthest(stepped, jumped);
    }
    assertThat(off[1]).isLessThan(1e-5);
    assertThat(Math.log(off[0] / off[1]) / Math.log(2)).isCloseTo(2, within(0.05));
  }

  @Test
  void aRunThatSkipsItsStartEndsWhereTheWholeRunDoes() {
    TimeGrid whole = new LogUniformGrid().toZero(2000, TOP, 0.002);
    double skip = whole.sigma(600);
    Noise noise = Noise.of(4, 5);
    Batch all =
        new Sampler(whole, new Heun(), new Start.Prior()).sample(TILTED, noise).orElseThrow();
    Outcome<Batch> skipped =
        new Sampler(whole.from(skip), new Heun(), new Teleport(TILTED, TOP, Mode.ODE))
            .sample(TILTED, noise);
    assertThat(furthest(skipped.orElseThrow(), all)).isLessThan(2e-5);
    assertThat(skipped)
        .isInstanceOfSatisfying(
            Outcome.Completed.class, c -> assertThat(c.evaluations()).isEqualTo(2 * 1400 - 1));
  }

  /// The start's covariance, by hand: `A A^T TOP^2` for the ODE jump, whose matrix A is linear in
  /// the noise.
  @Test
  void theExactJumpHasTheLawOfTheNoisyGaussianAndTheOdeJumpTheBiasOfThePrior() {
    int n = 100_000;
    Noise noise = Noise.of(5, n);
    for (Mode mode : Mode.values()) {
      Moments found = Moments.of(Dataset.of("jumped", "none", jump(mode, SKIP, noise)));
      Matrix clean = TILTED.covariance();
      for (int i = 0; i < 4; i++) {
        double variance = clean.get(i, i) + SKIP * SKIP;
        double bias = mode == Mode.EXACT ? 0 : odeMeanBias(i);
        assertThat(found.mean().get(i))
            .isCloseTo(TILTED.mean().get(i) + bias, within(4.5 * Math.sqrt(variance / n)));
        for (int j = 0; j < 4; j++) {
          double expected = clean.get(i, j) + (i == j ? SKIP * SKIP : 0);
          assertThat(found.covariance().get(i, j))
              .isCloseTo(expected, within(4.5 * Math.sqrt(2.0 / n) * 34 + 0.005));
        }
      }
    }
    // The mean of the ODE jump is off by more than the tolerance above: the two are told apart.
    assertThat(Math.abs(odeMeanBias(3))).isGreaterThan(1);
  }

  /// `-psi (mu)` along each direction, `psi = sqrt((lambda + skip^2)/(lambda + top^2))`: the prior
  /// has mean 0 where the noisy law has mu.
  private static double odeMeanBias(int component) {
    Batch origin = Batch.zeros(SHAPE, 1);
    return TILTED.flow(origin, TOP, SKIP).get(0, component) - TILTED.mean().get(component);
  }

  /// Exact covariance, with no Monte Carlo: of the images of the unit vectors.
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-8, 0.3, SKIP, TOP, 1e8})
  void theExactJumpIsASquareRootOfTheNoisyCovariance(double sigma) {
    Batch unit = Batch.copyOf(SHAPE, Matrix.identity(4).shared());
    Batch images = TILTED.noisy(unit, sigma).minus(TILTED.noisy(unit.times(0), sigma));
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        double product = 0;
        for (int k = 0; k < 4; k++) {
          product += images.get(k, i) * images.get(k, j);
        }
        double expected = TILTED.covariance().get(i, j) + (i == j ? sigma * sigma : 0);
        assertThat(product).isCloseTo(expected, within(1e-13 * (10 + sigma * sigma)));
      }
    }
  }

  @Test
  void bothJumpsStartFromTheNoiseOfTheFullRunAndNearlyAgree() {
    Noise noise = Noise.of(6, 50);
    Gaussian centred = Gaussian.isotropic(SHAPE, Vector.of(0, 0, 0, 0), 1);
    Batch ode = new Teleport(centred, TOP, Mode.ODE).at(SKIP, SHAPE, noise);
    Batch exact = new Teleport(centred, TOP, Mode.EXACT).at(SKIP, SHAPE, noise);
    double ratio = Math.sqrt(TOP * TOP / (TOP * TOP + 1));
    assertThat(furthest(ode, exact.times(ratio))).isLessThan(1e-13);
  }

  @Test
  void aJumpOfNoLengthIsTheIdentity() {
    Noise noise = Noise.of(7, 30);
    assertThat(furthest(jump(Mode.ODE, TOP, noise), prior(noise))).isLessThan(1e-13 * TOP);
    Gaussian full = Gaussian.of(SHAPE, TILTED.mean(), TILTED.covariance());
    Batch unmoved = new Teleport(full, TOP, Mode.ODE).at(TOP, SHAPE, noise);
    assertThat(furthest(unmoved, prior(noise))).isLessThan(1e-12 * TOP);
  }

  @Test
  void aJumpToZeroIsThePredictedCleanSample() {
    Noise noise = Noise.of(8, 10);
    Batch predicted = jump(Mode.ODE, 0, noise);
    assertThat(furthest(predicted, TILTED.flow(prior(noise), TOP, 0))).isLessThan(1e-12);
    assertThat(furthest(jump(Mode.ODE, 1e-9, noise), predicted)).isLessThan(1e-12);
  }

  @Test
  void aJumpUpwardIsRefusedWithTheCure() {
    assertThatThrownBy(() -> jump(Mode.ODE, Math.nextUp(TOP), Noise.of(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above sigma_max = 80.0")
        .hasMessageContaining("choose it below");
    assertThatThrownBy(() -> jump(Mode.EXACT, 81, Noise.of(1, 1)))
        .hasMessageContaining("sigma_skip = 81.0");
    assertThatThrownBy(() -> new Teleport(TILTED, 0, Mode.ODE))
        .hasMessageContaining("sigma_max must be positive, got 0.0");
    TimeGrid grid = new RhoGrid(7).toZero(18, TOP, 0.002);
    assertThatThrownBy(() -> grid.from(90)).hasMessageContaining("sigma_skip = 90.0");
    assertThatThrownBy(() -> grid.from(0)).hasMessageContaining("not above the last noise level");
  }

  @Test
  void theTailOfTheGridKeepsItsLevels() {
    TimeGrid grid = new RhoGrid(7).toZero(18, TOP, 0.002);
    TimeGrid tail = grid.from(grid.sigma(4));
    TimeGrid fresh = new RhoGrid(7).toZero(14, grid.sigma(4), 0.002);
    assertThat(tail.steps()).isEqualTo(14);
    for (int i = 0; i <= 14; i++) {
      assertThat(tail.sigma(i)).isEqualTo(grid.sigma(i + 4));
      assertThat(fresh.sigma(i)).isCloseTo(tail.sigma(i), within(1e-12 * tail.sigma(i)));
    }
    assertThat(grid.from(TOP)).isEqualTo(grid);
    TimeGrid between = grid.from(20);
    assertThat(between.first()).isEqualTo(20);
    assertThat(between.sigma(1)).isEqualTo(grid.sigma(4));
  }

  @Test
  void aSampleDoesNotDependOnItsBatch() {
    Noise noise = Noise.of(9, 40);
    for (Mode mode : Mode.values()) {
      assertThat(jump(mode, SKIP, noise.slice(23, 1)))
          .isEqualTo(jump(mode, SKIP, noise).slice(23, 1));
    }
  }
}
