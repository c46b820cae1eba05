package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.analytic.ErrorFunction;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
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

  /// Nearly points: a share of .1 must go from one lump to the other, nothing else moves.
  @Test
  void theDistanceOfTwoLawsOfLumpsIsTheWayOfTheShareThatMoves() {
    Vector means = Vector.of(-1, 1);
    Vector variances = Vector.of(1e-6, 1e-6);
    NormalSum target = NormalSum.of(Lines.mixture(Vector.of(.3, .7), means, variances), 0);
    NormalSum law = NormalSum.of(Lines.mixture(Vector.of(.4, .6), means, variances), 0);
    OutputLaw out = OutputLaw.of(law, law.mass(), law.mean(), law.variance(), target);
    assertThat(out.w2()).isCloseTo(2 * Math.sqrt(.1), offset(2e-3));
    assertThat(out.klToTarget())
        .isCloseTo(.3 * Math.log(.3 / .4) + .7 * Math.log(.7 / .6), offset(1e-8));
  }

  @Test
  void aLawThatMissesTheTargetAltogetherIsFarFromItButNotInfinitelySo() {
    NormalSum target = NormalSum.of(Lines.normal(0, 1), 0);
    NormalSum law = NormalSum.of(Lines.normal(60, 1), 0);
    OutputLaw out = OutputLaw.of(law, law.mass(), law.mean(), law.variance(), target);
    assertThat(out.klToTarget()).isCloseTo(1800, offset(1e-6));
    assertThat(out.w2()).isCloseTo(60, offset(1e-4));
  }

  @Test
  void samplesOfTheSchemeHaveTheMomentsAndTheSharesOfTheLaw() {
    GaussianMixture law = Lines.lumps();
    Perturbed model = new Perturbed(law, .1, .5, .5, 3);
    Scheme scheme = Scheme.plain("rho 7", new RhoGrid(7).toMin(8, 5, .05));
    OutputLaw out = DensityPropagation.of(law).run(scheme, model);
    int n = 200_000;
    double[] samples =
        new Sampler(scheme.grid(), scheme.solver(), new Start.Prior())
            .sample(model, Noise.of(8, n))
            .orElseThrow()
            .shared();
    Estimate mean = Estimate.mean(samples);
    assertThat(mean.value()).isCloseTo(out.mean(), offset(4 * mean.standardError()));
    Estimate square =
        Estimate.mean(
            Arrays.stream(samples).map(y -> (y - out.mean()) * (y - out.mean())).toArray());
    assertThat(square.value()).isCloseTo(out.variance(), offset(4 * square.standardError()));
    Estimate wave = Estimate.mean(Arrays.stream(samples).map(y -> Math.cos(5 * y)).toArray());
    double exact = 0;
    for (int i = 1; i < out.points().size(); i++) {
      double a = out.points().get(i - 1);
      double b = out.points().get(i);
      exact +=
          (b - a)
              * (Math.cos(5 * a) * out.density().get(i - 1)
                  + Math.cos(5 * b) * out.density().get(i))
              / 2;
    }
    assertThat(wave.value()).isCloseTo(exact, offset(4 * wave.standardError() + 1e-4));
  }

  @Test
  void aModelIsAskedForFewPoints() {
    GaussianMixture law = Lines.lumps();
    long[] asked = new long[2];
    Denoiser counting =
        new Denoiser() {
          @Override
          public Shape shape() {
            return law.shape();
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            asked[0]++;
            asked[1] += x.count();
            return law.denoise(x, sigma);
          }
        };
    DensityPropagation.of(law)
        .run(Scheme.plain("EDM", new RhoGrid(7).toMin(18, 80, .002)), counting);
    assertThat(asked[0]).isBetween(18L, 18 * 4L);
    assertThat(asked[1]).isLessThan(18 * 1000L);
  }

  @Test
  void aSteepModelIsResolved() {
    // pushes everything to one of two points: nearly a step at 0
    Denoiser steep =
        new Denoiser() {
          @Override
          public Shape shape() {
            return Lines.LINE;
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return x.map(y -> Math.tanh(1e4 * (y - .3)));
          }
        };
    Scheme scheme = new Scheme("ddpm", TimeGrid.of(1, .05), new StepNoise.FrozenDenoiser());
    OutputLaw out = DensityPropagation.of(Lines.normal(0, 1)).run(scheme, steep);
    double above = 1 - ErrorFunction.normalBelow(.3);
    // the state is kept to a share v'/v, of which the mean of |y| is on the side of the step
    double mean = (1 - .0025) * (2 * above - 1);
    assertThat(out.mean()).isCloseTo(mean, offset(1e-4));
  }

  @Test
  void whatCannotBeFollowedIsRefusedWithItsCure() {
    GaussianMixture law = Lines.lumps();
    TimeGrid grid = TimeGrid.of(5, 1, .5);
    Scheme fine = new Scheme("fine", grid, new StepNoise.Given(Vector.of(1e-12, .1)));
    assertThatThrownBy(() -> DensityPropagation.of(law).run(fine))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more noise");
    Denoiser broken =
        new Denoiser() {
          @Override
          public Shape shape() {
            return Lines.LINE;
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return x.map(_ -> Double.NaN);
          }
        };
    assertThatThrownBy(() -> DensityPropagation.of(law).run(Scheme.plain("rho", grid), broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not finite");
    assertThatThrownBy(() ->
            DensityPropagation.of(GaussianMixture.isotropic(Batch.zeros(Shape.vector(2), 1), 1)))
        .hasMessageContaining("on the line");
  }
}
