package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.EulerAncestral;
import org.scorefield.sampling.solver.Heun;

class JointSearchTest {
  private static final StrongMixture STRONG = StrongMixture.of(16, 8, 150);

  private static JointSearch search(Solver solver, int evaluations) {
    return new JointSearch(
        _ -> solver, evaluations, 80, 0.002, Start.Teleport.Mode.ODE, ProxyTuning.OFF, 64);
  }

  @Test
  void levelsFallFromSigmaMaxToTheScaleOfTheData() {
    List<Double> levels = search(new Heun(), 5).levels(STRONG.gaussian());
    assertThat(levels.getFirst()).isEqualTo(80);
    assertThat(levels.get(2)).isCloseTo(40, within(1e-9));
    double scale = STRONG.gaussian().scale();
    assertThat(levels.getLast()).isBetween(scale, scale * Math.sqrt(2));
  }

  /// With few evaluations the error of the run is what there is to save on, with many the error of
  /// the jump.
  @Test
  void fewerEvaluationsJumpLower() {
    double few = onGaussian(5);
    double many = onGaussian(29);
    assertThat(few).isLessThan(many);
    assertThat(many).isLessThanOrEqualTo(80);
  }

  private static double onGaussian(int evaluations) {
    JointDesign design =
        search(new Heun(), evaluations)
            .on(STRONG.gaussian(), sigma -> sigma == 80 ? 0 : 0.5 / sigma, () -> false)
            .orElseThrow();
    assertThat(design.design().grid().first()).isEqualTo(design.sigmaSkip());
    double least =
        design.trials().stream().mapToDouble(JointDesign.Trial::error).min().orElseThrow();
    assertThat(design.trials())
        .filteredOn(trial -> trial.sigma() == design.sigmaSkip())
        .singleElement()
        .satisfies(trial -> assertThat(trial.error()).isEqualTo(least));
    return design.sigmaSkip();
  }

  @Test
  void onAMixtureAJumpSavesMoreWithFewEvaluationsThanWithMany() {
    JointDesign few = onMixture(5);
    JointDesign many = onMixture(29);
    assertThat(few.sigmaSkip()).isLessThan(many.sigmaSkip());
    assertThat(few.trials().getFirst().error())
        .as("without a jump, against with the best")
        .isGreaterThan(1.5 * smallest(few));
    assertThat(many.trials().getLast().error())
        .as("at the lowest level the jump's own error is left")
        .isGreaterThan(5 * smallest(many));
  }

  private static JointDesign onMixture(int evaluations) {
    return search(new Heun(), evaluations)
        .on(STRONG.gaussian(), STRONG.law(), NoiseKey.of(2), () -> false)
        .orElseThrow();
  }

  private static double smallest(JointDesign design) {
    return design.trials().stream().mapToDouble(JointDesign.Trial::error).min().orElseThrow();
  }

  @Test
  void aCancelledSearchSaysSoAndNoiseIsRefused() {
    assertThat(search(new Heun(), 5).on(STRONG.gaussian(), _ -> 0, () -> true))
        .isInstanceOf(Outcome.Cancelled.class);
    assertThat(
            search(new Heun(), 5).on(STRONG.gaussian(), STRONG.law(), NoiseKey.of(2), () -> true))
        .isInstanceOf(Outcome.Cancelled.class);
    assertThatThrownBy(() ->
            search(new EulerAncestral(), 5)
                .on(STRONG.gaussian(), STRONG.law(), NoiseKey.of(2), () -> false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("draws noise");
  }
}
