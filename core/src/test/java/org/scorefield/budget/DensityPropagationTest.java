package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class DensityPropagationTest {
  private static final TimeGrid RHO = new RhoGrid(7).toMin(12, 10, .05);

  /// `a_k = 1 - (1 + eps) D_k/(lambda + v_k)` applied to mean and variance, in closed form; numbers
  /// of an independent program.
  @ParameterizedTest
  @CsvSource({
    "0, -.00750000, .78311883, .042712854",
    ".1, -.00349967, .63451470, .012613972",
    "-.1, -.01509522, 1.01562425, .099328523"
  })
  void aNormalLawStaysNormalAndHasTheMomentsOfTheRecursion(
      double eps, double offMean, double variance, double divergence) {
    GaussianMixture law = Lines.normal(1.5, .5);
    OutputLaw out =
        DensityPropagation.of(law).run(Scheme.plain("rho 7", RHO), Perturbed.scaled(law, eps));
    assertThat(out.mass()).isCloseTo(1, offset(1e-10));
    assertThat(out.mean() - 1.5).isCloseTo(offMean, offset(1e-8));
    assertThat(out.variance()).isCloseTo(variance, offset(1e-8));
    assertThat(out.klToTarget()).isCloseTo(divergence, offset(1e-8));
    double w2 = Math.hypot(offMean, Math.sqrt(variance) - Math.sqrt(.5025));
    assertThat(out.w2()).isCloseTo(w2, offset(1e-6));
  }

  /// Numbers of an independent program.
  @ParameterizedTest
  @CsvSource({"rho, .09676, .08095, .07281, .03013", "exponential, .09074, .06828, .06377, .02774"})
  void theDivergencesOfTheLumpsAreThoseOfAnIndependentProgram(
      String rule, double plain, double ddpm, double isotropic, double best) {
    GaussianMixture law = Lines.lumps();
    TimeGrid grid =
        rule.equals("rho")
            ? new RhoGrid(7).toMin(10, 5, .02)
            : new LogUniformGrid().toMin(10, 5, .02);
    DensityPropagation run = DensityPropagation.of(law);
    assertThat(run.run(Scheme.plain(rule, grid)).klToTarget())
        .isCloseTo(plain, offset(.02 * plain));
    assertThat(run.run(new Scheme(rule, grid, new StepNoise.FrozenDenoiser())).klToTarget())
        .isCloseTo(ddpm, offset(.02 * ddpm));
    assertThat(run.run(new Scheme(rule, grid, new StepNoise.Isotropic(.5686))).klToTarget())
        .isCloseTo(isotropic, offset(.02 * isotropic));
    assertThat(run.run(Scheme.best(rule, grid, LineMixture.of(law))).klToTarget())
        .isCloseTo(best, offset(.02 * best));
  }
}
