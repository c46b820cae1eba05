package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.schedule.RhoGrid;

/// On an isotropic Gaussian, where all parts are known in closed form.
class AdvisorTest {
  private static final int D = 2;
  private static final double LAMBDA = 0.25;
  private static final Gaussian LAW = gaussian(0, LAMBDA);
  private static final Measured MEASURED = new Measured(LAW, 20, 0.01, 3000, 1);
  private static final Advice EXACT = advise(LAW, List.of());

  private static Gaussian gaussian(double mean, double variance) {
    return Gaussian.isotropic(Shape.vector(D), Vector.of(mean, mean), variance);
  }

  private static Advice advise(Denoiser model, List<Advisor.Earlier> earlier) {
    return new Advisor(MEASURED.exactly(model), Schemes.EDM, NoiseChoice.FROZEN_SCORE, 12)
        .advise(earlier);
  }

  private static Estimate part(Advice advice, String name) {
    return advice.budget().parts().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static Optional<Counsel> counsel(Advice advice, Counsel.Change change) {
    return advice.counsels().stream().filter(c -> c.change() == change).findFirst();
  }

  /// Start `d/2 (r - ln(1 + r))`, `r = lambda/v`; steps `d/2 sum(-ln(1 - y) - y)`, `y = D/(lambda +
  /// v)`; no score error.
  @Test
  void partsOfTheExactModelAreTheClosedForms() {
    double r = LAMBDA / 400;
    assertThat(part(EXACT, Advice.START).value())
        .isCloseTo(D / 2.0 * (r - Math.log1p(r)), within(1e-12));
    double steps = 0;
    Scheme scheme = EXACT.scheme();
    for (int k = 0; k < scheme.steps(); k++) {
      double sigma = scheme.grid().sigma(k);
      double y = scheme.drop(k) / (LAMBDA + sigma * sigma);
      steps += D / 2.0 * (-Math.log1p(-y) - y);
    }
    Estimate measured = part(EXACT, Advice.DISCRETISATION);
    assertThat(measured.value()).isCloseTo(steps, within(4 * measured.standardError()));
    assertThat(part(EXACT, Advice.SCORE).value()).isCloseTo(0, within(1e-12));
    assertThat(EXACT.dominant()).isEqualTo(Advice.Dominant.DISCRETISATION);
    assertThat(EXACT.scoreShareAtMost()).isCloseTo(0, within(1e-12));
    assertThat(EXACT.budget().rule()).isEqualTo(ErrorBudget.Rule.BOUND);
  }

  /// With the best noise nothing is left of an isotropic Gaussian, so it takes off all that the
  /// steps cost.
  @Test
  void theBestSchemeTakesOffWhatTheStepsCost() {
    assertThat(EXACT.best().scheme().name()).endsWith(NoiseChoice.BEST.suffix());
    Counsel schedule = counsel(EXACT, Counsel.Change.SCHEDULE).orElseThrow();
    Estimate steps = part(EXACT, Advice.DISCRETISATION);
    assertThat(schedule.gain().value())
        .isCloseTo(
            steps.value(),
            within(4 * Math.hypot(steps.standardError(), schedule.gain().standardError())));
    assertThat(schedule.clear()).isTrue();
    assertThat(EXACT.counsels())
        .isSortedAccordingTo((a, b) -> Double.compare(b.gain().value(), a.gain().value()));
  }

  @Test
  void oneMoreStepIsTheDifferenceOfTwoBudgets() {
    double gain = counsel(EXACT, Counsel.Change.EVALUATION).orElseThrow().gain().value();
    Advice thirteen =
        new Advisor(MEASURED.exactly(LAW), Schemes.EDM, NoiseChoice.FROZEN_SCORE, 13)
            .advise(List.of());
    assertThat(gain)
        .isCloseTo(
            part(EXACT, Advice.DISCRETISATION).value()
                - part(thirteen, Advice.DISCRETISATION).value(),
            within(1e-9))
        .isPositive();
  }

  @Test
  void aModelThatIsFarOffIsToldToTrain() {
    Gaussian off = gaussian(0.9, LAMBDA);
    Gaussian further = gaussian(1.5, LAMBDA);
    Advice advice = advise(off, List.of(new Advisor.Earlier("earlier", MEASURED.curve(further))));
    assertThat(advice.dominant()).isEqualTo(Advice.Dominant.SCORE);
    double truth = score(0.9);
    assertThat(part(advice, Advice.SCORE).value()).isCloseTo(truth, within(0.01 * truth));
    double share = truth / (truth + part(advice, Advice.DISCRETISATION).value());
    assertThat(advice.scoreShareAtLeast()).isCloseTo(share, within(0.01)).isGreaterThan(0.5);
    assertThat(advice.scoreShareAtMost()).isEqualTo(advice.scoreShareAtLeast());
    Counsel training = counsel(advice, Counsel.Change.TRAINING).orElseThrow();
    assertThat(training.gain().value())
        .isCloseTo(score(1.5) - truth, within(4 * training.gain().standardError()));
    assertThat(training.words()).contains("since earlier");
    assertThat(counsel(advice, Counsel.Change.WEIGHTING)).isPresent();
    assertThat(advice.training()).hasSize(1);
    assertThat(counsel(EXACT, Counsel.Change.WEIGHTING)).isEmpty();
    assertThat(counsel(EXACT, Counsel.Change.TRAINING)).isEmpty();
  }

  /// `|gap|^2/2 [1/(lambda + v)]` between the ends.
  private static double score(double shift) {
    return D * shift * shift / 2 * (1 / (LAMBDA + 1e-4) - 1 / (LAMBDA + 400));
  }

  @Test
  void aRuleOfOnesOwnIsRankedToo() {
    Schemes.NamedRule own = Schemes.named(new RhoGrid(2));
    Advice advice = new Advisor(MEASURED.exactly(LAW), own, NoiseChoice.DDPM, 12).advise(List.of());
    assertThat(advice.ranking().stream().map(ranked -> ranked.scheme()))
        .contains(advice.scheme())
        .doesNotHaveDuplicates();
    assertThat(advice.scheme().name()).isEqualTo(own.name() + NoiseChoice.DDPM.suffix());
  }

  @Test
  void aBetterStartIsWorthItsWholePart() {
    Counsel start = counsel(EXACT, Counsel.Change.START).orElseThrow();
    assertThat(start.gain()).isEqualTo(part(EXACT, Advice.START));
  }
}
