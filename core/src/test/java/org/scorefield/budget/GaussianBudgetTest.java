package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.budget.GaussianCases.TWELVE;
import static org.scorefield.budget.GaussianCases.one;
import static org.scorefield.budget.GaussianCases.part;
import static org.scorefield.budget.GaussianCases.white;
import static org.scorefield.budget.GaussianCases.wrong;

import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.HeunChurn;

class GaussianBudgetTest {
  private static final Scheme PLAIN = Scheme.plain("rho 7", TWELVE);

  /// An independent program (numpy).
  @Test
  void eachCauseAloneCostsWhatAnIndependentProgramFound() {
    GaussianBudget strong = GaussianBudget.of(PLAIN, wrong(one(.5, 1.5), .1));
    GaussianBudget weak = GaussianBudget.of(PLAIN, wrong(one(.5, 1.5), -.1));
    assertThat(strong.marginal().start()).isCloseTo(5.59717e-5, within(6e-11));
    assertThat(strong.marginal().discretisation()).isCloseTo(.04267980, within(6e-9));
    assertThat(strong.marginal().score()).isCloseTo(.0088046064, within(6e-11));
    assertThat(weak.marginal().score()).isCloseTo(.0112844901, within(6e-11));
    assertThat(strong.divergence()).isCloseTo(.012613972, within(6e-10));
    assertThat(weak.divergence()).isCloseTo(.099328523, within(6e-10));
    assertThat(strong.stoppedDivergence()).isCloseTo(6.208566e-6, within(1e-12));
    assertThat(strong.stoppedWasserstein()).isCloseTo(.00176556, within(1e-8));
  }

  /// Steps that are too long leave too much variance; a score that is too strong takes some of it
  /// away. The path divergence has both as costs.
  @Test
  void aScoreThatIsTooStrongCancelsPartOfTheDiscretisation() {
    GaussianBudget strong = GaussianBudget.of(PLAIN, wrong(one(.5, 1.5), .1));
    assertThat(part(strong.marginal().telescoped(), "score")).isNegative();
    assertThat(part(strong.marginal().shapley(), "score")).isNegative();
    assertThat(strong.divergence()).isLessThan(strong.marginal().discretisation());
    ErrorBudget path = strong.path().orElseThrow();
    assertThat(part(path, "score")).isPositive();
    assertThat(path.sum().value()).isGreaterThan(strong.divergence());
  }

  @Test
  void anExactScoreOrStartHasNoPart() {
    GaussianBudget budget =
        GaussianBudget.of(PLAIN, GaussianModel.exact(one(.5, 1.5)), new StartLaw.Exact());
    for (ErrorBudget shared :
        new ErrorBudget[] {budget.marginal().telescoped(), budget.marginal().shapley()}) {
      assertThat(Math.abs(part(shared, "score"))).isLessThan(1e-14);
      assertThat(Math.abs(part(shared, "start"))).isLessThan(1e-14);
      assertThat(part(shared, "discretisation"))
          .isCloseTo(budget.divergence(), Percentage.withPercentage(1e-8));
      assertThat(shared.parts()).hasSize(3);
    }
  }

  @Test
  void whatRealRunsPutOutIsTheBudgetsTotal() {
    Spectrum data = new Spectrum(Vector.of(2, .3), Vector.of(1, 1), Vector.of(1, .3));
    GaussianModel model = new GaussianModel(data, new LinearScoreError.Constant(-.2, .1));
    GaussianBudget budget = GaussianBudget.of(new Heun(), TWELVE, model, white(TWELVE));
    assertThat(budget.path()).isEmpty();
    Estimate measured =
        SampledOutput.of(new Heun(), TWELVE, model, white(TWELVE), Noise.of(2, 40_000))
            .divergence(.05);
    assertThat(measuredBeside(budget, measured).holds(.02, 3)).isTrue();
    GaussianBudget other =
        GaussianBudget.of(new Heun(), TWELVE, GaussianModel.exact(data), white(TWELVE));
    assertThat(measuredBeside(other, measured).holds(.02, 3)).isFalse();
    assertThat(budget.wasserstein()).isCloseTo(budget.output().wasserstein(.05), within(0.0));
  }

  private static ErrorBudget measuredBeside(GaussianBudget budget, Estimate measured) {
    ErrorBudget parts = budget.marginal().telescoped();
    return new ErrorBudget(parts.measure(), parts.rule(), parts.parts(), Optional.of(measured));
  }

  /// The noise that churning renews depends on the steps; the reader says what to compare with.
  @Test
  void aSolverWithoutAProcessCanBeGivenOne() {
    GaussianModel model = wrong(one(.5, 1.5), .1);
    HeunChurn churn = new HeunChurn(3, 0, 100, 1);
    GaussianBudget budget =
        GaussianBudget.of(churn, TWELVE, ReverseProcess.FLOW, model, white(TWELVE));
    assertThat(budget.marginal().shapley().sum().value())
        .isCloseTo(budget.divergence(), Percentage.withPercentage(1e-9));
    assertThat(budget.divergence())
        .isCloseTo(
            GaussianOutput.of(churn, TWELVE, model, white(TWELVE)).divergence(.05), within(1e-15));
  }
}
