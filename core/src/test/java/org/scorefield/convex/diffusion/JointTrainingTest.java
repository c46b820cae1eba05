package org.scorefield.convex.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.convex.diffusion.ConvexPlan.Placement;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

class JointTrainingTest {
  @Test
  void theLevelRunsOverUnitVariance() {
    double top = JointDenoiser.coordinate(8, 8, 0.5);
    assertThat(top).isCloseTo(Math.sqrt(3), within(1e-14));
    assertThat(JointDenoiser.coordinate(0.5, 8, 0.5)).isCloseTo(-top, within(1e-14));
    assertThat(JointDenoiser.coordinate(2, 8, 0.5)).isCloseTo(0, within(1e-14));
  }

  @Test
  void aFunctionOfTheWrongSizeIsRefused() {
    TwoLayerScore square = TwoLayerScore.affine(Matrix.adopt(1, 1, new double[1]), Vector.of(0));
    assertThatThrownBy(() -> new JointDenoiser(Vector.of(0), new Preconditioning(1), 2, 1, square))
        .hasMessageContaining("from d + 1 to d");
  }

  /// Without the level a network could only know the mean over levels.
  @ParameterizedTest
  @EnumSource
  void oneProgramLearnsTheScoreOfAllLevels(Placement placement) {
    FourModes data = FourModes.of(9);
    JointDiffusion fit =
        JointTraining.fit(
            data.rows().slice(0, 600),
            data.heldOut(),
            4,
            0.1,
            FourModes.plan(60, placement),
            data.key(),
            DiffusionWatch.NONE);

    assertThat(fit.best().loss()).isLessThan(0.95 * fit.linearLoss());
    assertThat(fit.best().certificate().relativeGap()).isLessThan(0.01);
    for (double sigma : new double[] {1, 0.5}) {
      assertThat(data.error(fit.model(), sigma)).isLessThan(0.7 * data.error(data.linear(), sigma));
    }
  }

  @Test
  void aSampleDoesNotDependOnItsBatchAndBeyondTheEndsTheFunctionStays() {
    FourModes data = FourModes.of(9);
    JointDenoiser model =
        JointTraining.fit(
                data.rows().slice(0, 300),
                data.heldOut(),
                4,
                0.1,
                FourModes.plan(30, Placement.THROUGH_DATA),
                data.key(),
                DiffusionWatch.NONE)
            .model();
    Batch x = Noise.of(1, 50).normal(Shape.vector(2)).times(2);

    assertThat(model.denoise(x, 0.3).slice(17, 3)).isEqualTo(model.denoise(x.slice(17, 3), 0.3));
    assertThat(model.nearest(9)).isEqualTo(4);
    assertThat(model.nearest(0.01)).isEqualTo(0.1);
    assertThat(model.denoise(x, 0.01).firstNonFinite()).isEmpty();
  }
}
