package org.scorefield.convex.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.convex.diffusion.ConvexPlan.Placement;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class LevelDenoiserTest {
  static final List<Solver> SOLVERS = Solvers.ALL;
  private static final int BUDGET = 20;
  private static LevelDenoiser trained;

  /// F = 2z + 1 at level 4, F = 5z at level 1.
  private static final LevelDenoiser TWO =
      new LevelDenoiser(
          Vector.of(3),
          new Preconditioning(2),
          Vector.of(4, 1),
          List.of(affine(2, 1), affine(5, 0)));

  private static TwoLayerScore affine(double slope, double offset) {
    return TwoLayerScore.affine(Matrix.adopt(1, 1, new double[] {slope}), Vector.of(offset));
  }

  @BeforeAll
  static void train() {
    FourModes data = FourModes.of(4);
    trained = data.fit(FourModes.plan(20, Placement.CUMULANT)).model();
  }

  private static double at(double x, double sigma) {
    return TWO.denoise(Batch.ofRows(Shape.vector(1), new double[] {x}), sigma).get(0, 0);
  }

  private static double expected(double x, double sigma, double slope, double offset) {
    double s2 = sigma * sigma;
    double z = (x - 3) / Math.sqrt(s2 + 4);
    return 3 + 4 / (s2 + 4) * (x - 3) + 2 * sigma / Math.sqrt(s2 + 4) * (slope * z + offset);
  }

  @Test
  void atALevelItIsThatLevelsFunctionAndBeyondTheEndsTheirs() {
    assertThat(at(0.5, 4)).isCloseTo(expected(0.5, 4, 2, 1), within(1e-14));
    assertThat(at(0.5, 9)).isCloseTo(expected(0.5, 9, 2, 1), within(1e-14));
    assertThat(at(0.5, 1)).isCloseTo(expected(0.5, 1, 5, 0), within(1e-14));
    assertThat(at(0.5, 0.1)).isCloseTo(expected(0.5, 0.1, 5, 0), within(1e-14));
  }

  /// Half way in ln sigma, the mean of both.
  @Test
  void betweenLevelsTheFunctionIsLinearInTheLogarithm() {
    assertThat(at(0.5, 2)).isCloseTo(expected(0.5, 2, 3.5, 0.5), within(1e-14));
  }

  @Test
  void itIsContinuousInSigmaAtAndBetweenLevels() {
    Batch x = Noise.of(1, 200).normal(Shape.vector(2)).times(2);
    for (double sigma : new double[] {trained.levels().get(5), trained.levels().get(9), 0.5}) {
      double[] below = trained.denoise(x, sigma * (1 - 1e-9)).shared();
      double[] above = trained.denoise(x, sigma * (1 + 1e-9)).shared();
      int jumps = 0;
      for (int k = 0; k < below.length; k++) {
        jumps += Math.abs(below[k] - above[k]) > 1e-6 ? 1 : 0;
      }
      // Rows whose preconditioned input happens to stand on a gate; none of these does.
      assertThat(jumps).isZero();
    }
  }

  @Test
  void itKnowsItsLevels() {
    assertThat(TWO.sigmaMax()).isEqualTo(4);
    assertThat(TWO.sigmaMin()).isEqualTo(1);
    assertThat(TWO.nearest(2)).isEqualTo(2);
    assertThat(TWO.nearest(20)).isEqualTo(4);
  }

  @Test
  void aSampleDoesNotDependOnItsBatch() {
    Batch x = Noise.of(1, 50).normal(Shape.vector(2)).times(2);
    assertThat(trained.denoise(x, 0.3).slice(17, 3))
        .isEqualTo(trained.denoise(x.slice(17, 3), 0.3));
  }

  @ParameterizedTest
  @FieldSource("SOLVERS")
  void everySolverSamplesIt(Solver solver) {
    int steps = BUDGET;
    while (steps > 1 && solver.evaluations(grid(steps)).orElse(0) > BUDGET) {
      steps--;
    }
    Batch samples =
        new Sampler(grid(steps), solver, new Start.Prior())
            .sample(trained, Noise.of(6, 50))
            .orElseThrow();

    assertThat(samples.firstNonFinite()).isEmpty();
    assertThat(Arrays.stream(samples.shared()).map(Math::abs).max().orElseThrow()).isLessThan(20);
  }

  private static TimeGrid grid(int steps) {
    return new RhoGrid(7).toZero(steps, trained.sigmaMax(), trained.sigmaMin());
  }

  @Test
  void levelsAndFunctionsMustFit() {
    Preconditioning c = new Preconditioning(1);
    Vector mean = Vector.of(0, 0);
    assertThatThrownBy(() -> new LevelDenoiser(mean, c, Vector.of(1), List.of(affine(1, 0))))
        .hasMessageContaining("a mean of 2 components");
    assertThatThrownBy(
            () -> new LevelDenoiser(Vector.of(0), c, Vector.of(1, 2), List.of(affine(1, 0))))
        .hasMessageContaining("a function for each");
    assertThatThrownBy(() ->
            new LevelDenoiser(
                Vector.of(0), c, Vector.of(1, 2), List.of(affine(1, 0), affine(1, 0))))
        .hasMessageContaining("levels must fall");
  }
}
