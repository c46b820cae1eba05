package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.budget.GaussianModel;
import org.scorefield.budget.GaussianOutput;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

class GaussianSdeTest {
  private static final Shape FOUR = Shape.vector(4);

  /// Two directions, across the axes, and one variance for the rest.
  private static final Gaussian LAW =
      new Gaussian(
          FOUR,
          Vector.of(1, -2, 0.5, 0),
          Factorizations.orthonormalBasis(
              Matrix.adopt(4, 2, Noise.of(9, 4).normal(Shape.vector(2)).toArray())),
          Vector.of(4, 0.5),
          0.01);

  @Test
  void aStepOfAnyLengthIsExactInLawForEveryGaussian() {
    Spectrum data =
        new Spectrum(Vector.of(9, 1, 1e-3, 0), Vector.of(1, 2, 3, 1), Vector.of(2, 0, 1, 0));
    for (TimeGrid grid :
        List.of(TimeGrid.of(80, 0.01), TimeGrid.of(80, 5, 0.1), TimeGrid.of(10, 9, 3, 0.5))) {
      GaussianOutput output =
          GaussianOutput.of(
              GaussianSde::new, grid, GaussianModel.exact(data), new StartLaw.Exact());
      assertThat(output.divergence(grid.last())).isCloseTo(0, within(1e-9));
      assertThat(output.wasserstein(grid.last())).isCloseTo(0, within(1e-6));
    }
  }

  @Test
  void frozenScoreIsNotExactThere() {
    Spectrum data = Spectrum.of(Vector.of(9, 1, 1e-3));
    GaussianOutput output =
        GaussianOutput.of(
            _ -> FrozenScoreSde.plain(),
            TimeGrid.of(80, 5, 0.1),
            GaussianModel.exact(data),
            new StartLaw.Exact());
    assertThat(output.divergence(0.1)).isGreaterThan(1);
  }

  /// Along directions that are no axes, and outside of their span.
  @Test
  void samplesHaveTheCovarianceOfTheDataAfterTwoSteps() {
    int n = 40_000;
    Batch samples =
        new Sampler(
                TimeGrid.of(200, 2, 0.05),
                new GaussianSde(LAW),
                new Start.Teleport(LAW, 200, Start.Teleport.Mode.EXACT))
            .sample(LAW, Noise.of(3, n))
            .orElseThrow();
    double[] expected = LAW.covariance().toArray();
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        double sum = 0;
        for (int s = 0; s < n; s++) {
          sum += (samples.get(s, i) - LAW.mean().get(i)) * (samples.get(s, j) - LAW.mean().get(j));
        }
        double target = expected[i * 4 + j] + (i == j ? 0.0025 : 0);
        // A product of two normals of variance up to 4: one standard error is at most .03.
        assertThat(sum / n).isCloseTo(target, within(0.1));
      }
    }
  }

  @Test
  void forDataThatVaryAlikeItIsTheIsotropicStepNoise() {
    Gaussian round = Gaussian.isotropic(FOUR, Vector.of(0, 0, 0, 0), 0.7);
    TimeGrid grid = TimeGrid.of(20, 3, 1, 0.2, 0);
    Batch shaped = sample(new GaussianSde(round), grid);
    Batch same = sample(new FrozenScoreSde(new StepNoise.Isotropic(0.7)), grid);
    for (int i = 0; i < 20; i++) {
      assertThat(shaped.shared()[i]).isCloseTo(same.shared()[i], within(1e-12));
    }
  }

  private static Batch sample(Solver solver, TimeGrid grid) {
    return new Sampler(grid, solver, new Start.Prior()).sample(LAW, Noise.of(5, 5)).orElseThrow();
  }

  @Test
  void aGaussianOfAnotherShapeIsRefused() {
    GaussianSde solver =
        new GaussianSde(Gaussian.isotropic(Shape.vector(3), Vector.of(0, 0, 0), 1));
    assertThatThrownBy(() -> sample(solver, TimeGrid.of(10, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fit it to the data of the model");
  }
}
