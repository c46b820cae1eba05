package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.budget.MeasuredModel;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.Schemes;
import org.scorefield.data.Dataset;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class BudgetEvidenceTest {
  private static final int D = 20;

  /// The exact denoiser is judged by few rows in many dimensions, where a Gaussian that had seen
  /// them would denoise them better than it does.
  @Test
  void noReferenceHasSeenTheRowsThatJudge() {
    Gaussian law = Gaussian.isotropic(Shape.vector(D), Vector.generate(D, _ -> 0), 0.25);
    Dataset rows = Dataset.of("drawn", "", law.sample(Noise.of(1, 160)));
    Model model =
        new Model(law, new ModelCard("exact", law.shape(), "", law.scale(), "drawn", "", 0, 0, ""));
    BudgetExperiment.Settings settings =
        new BudgetExperiment.Settings(
            Schemes.EDM,
            NoiseChoice.FROZEN_SCORE,
            18,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            12,
            OptionalDouble.empty(),
            OptionalInt.of(0),
            false);
    BudgetExperiment experiment =
        new BudgetExperiment(model, rows, Optional.empty(), List.of(), List.of(), settings, 0);
    BudgetPlan plan = BudgetPlan.of(experiment, law.scale());
    Gaussian ofAll = BudgetRun.gaussian(rows, NoiseKey.of(0));
    MeasuredModel measured =
        new BudgetEvidence(experiment, plan, ofAll, Progress.NONE).measure().model();
    Estimate least =
        measured.score().part(plan.range().sigmaMin(), plan.range().sigmaMax()).least();
    assertThat(least.value()).isZero();
    assertThat(measured.designing().draws().data())
        .as("rows that schemes are made from")
        .isNotEqualTo(measured.curve().draws().data());
    assertThat(measured.designing().rows()).isEqualTo(measured.curve().rows());
  }
}
