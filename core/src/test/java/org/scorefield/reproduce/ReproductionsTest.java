package org.scorefield.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Tag;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.design.StageWatch;
import org.scorefield.random.NoiseKey;

class ReproductionsTest {
  private static Reproduced run(String name) {
    return Reproductions.parse(name).run(Optional.empty(), NoiseKey.of(1), StageWatch.NONE);
  }

  private static List<Check> missed(Reproduced found) {
    return found.checks().stream().filter(check -> !check.met()).toList();
  }

  @Test
  void theSolverErrorTablesComeOutAsExpected() {
    Reproduced found = run("solver-error");
    assertThat(missed(found)).isEmpty();
    assertThat(found.claimed()).isGreaterThan(60);
  }

  @Test
  void theLinearityTablesComeOutAsExpectedWithAnotherSeed() {
    Reproduced found = run("linearity");
    assertThat(missed(found)).isEmpty();
    assertThat(found.claimed()).isGreaterThan(70);
  }

  @Tag("slow")
  @Test
  void theBudgetOfTheMixtureComesOutAsExpectedWithAnotherSeed() {
    Reproduced found = run("mixture-budget");
    assertThat(missed(found)).isEmpty();
    assertThat(found.claimed()).isGreaterThan(60);
  }

  @Test
  void thePublishedTheoryComesOutAsExpected() {
    Reproduced found = run("published-theory");
    assertThat(missed(found)).isEmpty();
    assertThat(found.claimed()).isGreaterThan(60);
    assertThat(found.figures()).hasSize(3);
  }

  @Test
  void theGaussianBudgetsComeOutAsExpected() {
    Reproduced found = run("gaussian-budget");
    assertThat(missed(found)).isEmpty();
    assertThat(found.claimed()).isGreaterThan(90);
  }

  @Test
  void theConvexScoresComeOutAsExpected() {
    Reproduced found = run("convex-scores");
    assertThat(missed(found)).isEmpty();
    assertThat(found.claimed()).isGreaterThan(160);
    assertThat(found.figures()).hasSize(3);
  }

  @Tag("slow")
  @Test
  void theLearnedScoresComeOutAsExpectedWithAnotherSeed() {
    Reproduced found = run("learned-scores");
    assertThat(missed(found)).isEmpty();
    assertThat(found.claimed()).isGreaterThan(70);
    assertThat(found.figures()).hasSize(6);
  }

  @Test
  void aNumberThatIsOffIsCounted() {
    Reproduced found =
        new Reproduced(
            List.of(
                Check.exact("t", "good", 1, Expected.near(1, .1, "x")),
                Check.exact("t", "off", 2, Expected.near(1, .1, "x")),
                Check.exact("t", "shown", 2, new Expected.Nothing())),
            List.of(),
            "");
    assertThat(found.claimed()).isEqualTo(2);
    assertThat(found.missed()).isEqualTo(1);
  }

  @Tag("slow")
  @Test
  void theScheduleTablesComeOutAsExpected() {
    assertThat(missed(run("schedules"))).isEmpty();
  }

  @Tag("slow")
  @Test
  void theGaussianExponentialTableComesOutAsExpected() {
    assertThat(missed(run("gaussian-exponential"))).isEmpty();
  }

  @Tag("slow")
  @Test
  void theAutomaticSkipSavesAThirdAtNoLossWithAnotherSeed() {
    assertThat(missed(run("automatic-skip"))).isEmpty();
  }

  @Test
  void theTestLawHasTheSpectrumAndTheShareBetweenItsMeansThatItSays() {
    GaussianMixture law = PowerLawMixture.law();
    assertThat(law.totalVariance()).isCloseTo(PowerLawMixture.TRACE, within(1e-9));
    double inside =
        law.components().stream().mapToDouble(Gaussian::totalVariance).sum()
            / PowerLawMixture.COMPONENTS;
    assertThat(inside)
        .isCloseTo((1 - PowerLawMixture.BETWEEN) * PowerLawMixture.TRACE, within(1e-9));
    assertThat(law.mean().stream().map(Math::abs).max().orElseThrow()).isLessThan(1e-12);
  }
}
