package org.scorefield.engine.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.engine.train.LossSettings;
import org.scorefield.engine.train.Parametrisation;
import org.scorefield.engine.train.TrainingSettings;
import org.scorefield.schedule.BalancedWeighting;
import org.scorefield.schedule.NoiseLevels;

class CandidateTest {

  @Test
  void weightingsDifferInLevelsAndWeightingOnly() {
    TrainingSettings settings =
        TrainingSettings.DEFAULTS
            .withSteps(77)
            .withLoss(LossSettings.DEFAULTS.withPrediction(Parametrisation.EDM).withLinear(true));
    List<Candidate> all = Candidate.weightings(settings, 0.01, 50);
    assertThat(all)
        .extracting(Candidate::name)
        .containsExactly("uniform", "EDM", "balanced levels", "balanced weights");
    for (Candidate candidate : all) {
      LossSettings loss = candidate.settings().loss();
      // Weighting first: adaptive levels are allowed beside a balanced one only.
      LossSettings back =
          loss.withLevels(settings.loss().levels()).withWeighting(settings.loss().weighting());
      assertThat(candidate.settings().withLoss(back)).isEqualTo(settings);
    }
    assertThat(all).extracting(Candidate::settings).doesNotHaveDuplicates();
  }

  /// Levels are over the deviation of the data, whichever it is.
  @Test
  void uniformLevelsHaveTheRangeOfTheBalancedOnes() {
    List<Candidate> all = Candidate.weightings(TrainingSettings.DEFAULTS, 0.01, 50);
    for (Candidate candidate : List.of(all.get(0), all.get(3))) {
      for (double deviation : new double[] {0.5, 1, 3}) {
        NoiseLevels levels = candidate.settings().loss().levels(deviation);
        assertThat(levels.sigma(1e-12) / deviation).isCloseTo(0.01, within(1e-9));
        assertThat(levels.sigma(1 - 1e-12) / deviation).isCloseTo(50, within(1e-6));
      }
    }
  }

  /// The same weights, once by how often levels are drawn and once by how much they count.
  @Test
  void bothBalancedOnesHaveTheSameWeighting() {
    List<Candidate> all = Candidate.weightings(TrainingSettings.DEFAULTS, 0.01, 50);
    LossSettings levels = all.get(2).settings().loss();
    LossSettings weights = all.get(3).settings().loss();
    assertThat(levels.adaptive()).isTrue();
    assertThat(weights.adaptive()).isFalse();
    assertThat(levels.startWeighting()).isEqualTo(weights.startWeighting());
    BalancedWeighting balanced = (BalancedWeighting) levels.startWeighting();
    assertThat(balanced.bins().sigmaMin()).isEqualTo(0.01);
    assertThat(balanced.bins().sigmaMax()).isEqualTo(50);
  }
}
