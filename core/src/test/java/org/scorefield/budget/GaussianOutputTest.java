package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.budget.GaussianCases.FOUR;
import static org.scorefield.budget.GaussianCases.IDEAL;
import static org.scorefield.budget.GaussianCases.TWELVE;
import static org.scorefield.budget.GaussianCases.one;
import static org.scorefield.budget.GaussianCases.white;
import static org.scorefield.budget.GaussianCases.wrong;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linear.AffineRun;
import org.scorefield.linear.Spectrum;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.DormandPrince;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.TimeGrid;

class GaussianOutputTest {
  private static final LinearScoreError VARYING =
      new LinearScoreError.Varying(
          s -> 0.2 * Math.sin(Math.log(s)), s -> 0.3 / (1 + s) - 0.1 * Math.cos(Math.log(s)));

  private static final Spectrum SEVERAL =
      new Spectrum(Vector.of(4, 0.5, 0.03, 0), Vector.of(1, 2, 1, 3), Vector.of(1, 8, 0, 0.3));

  static final List<Solver> FIXED =
      Stream.of(Solvers.DETERMINISTIC, Solvers.STOCHASTIC).flatMap(List::stream).toList();

  /// An independent program (numpy), with its printed digits.
  @ParameterizedTest
  @CsvSource({
    "frozen-score, 0, -.00750000, .78311883, .042712854",
    "frozen-score, .1, -.00349967, .63451470, .012613972",
    "frozen-score, -.1, -.01509522, 1.01562425, .099328523",
    "euler, 0, -.09475517, .39904630, .02561709",
    "heun, 0, -.10867209, .52487210, .011717533"
  })
  void twelveStepsEndWhereAnIndependentProgramSays(
      String solver, double relative, double offset, double variance, double divergence) {
    GaussianOutput end =
        GaussianOutput.of(
            Solvers.parse(solver), TWELVE, wrong(one(.5, 1.5), relative), white(TWELVE));
    assertThat(end.offsets().get(0)).isCloseTo(offset, within(6e-9));
    assertThat(end.variances().get(0)).isCloseTo(variance, within(6e-9));
    assertThat(end.divergence(.05)).isCloseTo(divergence, within(6e-10 + 1e-8 * divergence));
  }

  @Test
  void theDistanceOfTwelveStepsAndOfGeometricLevelsIsAsComputedElsewhere() {
    GaussianModel model = GaussianModel.exact(one(.5, 1.5));
    GaussianOutput end = GaussianOutput.of(Scheme.plain("", TWELVE), model, white(TWELVE));
    assertThat(end.wasserstein(.05)).isCloseTo(.17622734, within(6e-9));
    TimeGrid geometric = new LogUniformGrid().toMin(12, 10, .05);
    GaussianOutput other = GaussianOutput.of(Scheme.plain("", geometric), model, white(geometric));
    assertThat(other.offsets().get(0)).isCloseTo(-.0075, within(1e-14));
    assertThat(other.variances().get(0)).isCloseTo(.80501948, within(6e-9));
    assertThat(other.divergence(.05)).isCloseTo(.047774603, within(6e-10));
  }

  /// Closed form: the mean of the exact score shrinks by (lambda + v_N)/(lambda + v_0), and the
  /// variance by `1/E = (lambda + v_N)(v_0/(lambda + v_0)^2 + sum D_k/(lambda + v_{k+1})^2)`.
  @Test
  void theClosedFormOfTheWholeRunHolds() {
    Scheme scheme = Scheme.plain("", TWELVE);
    double inverse = 100 / (100.5 * 100.5);
    for (int k = 0; k < 12; k++) {
      double next = TWELVE.sigma(k + 1);
      inverse += scheme.drop(k) / Math.pow(.5 + next * next, 2);
    }
    inverse *= .5025;
    assertThat(inverse).isCloseTo(1.5584454352, within(1e-9));
    GaussianOutput end =
        GaussianOutput.of(scheme, GaussianModel.exact(one(.5, 1.5)), white(TWELVE));
    assertThat(end.variances().get(0)).isCloseTo(.5025 * inverse, within(1e-14));
    assertThat(end.offsets().get(0)).isCloseTo(-1.5 * .5025 / 100.5, within(1e-15));
    GaussianOutput centred =
        GaussianOutput.of(scheme, GaussianModel.exact(one(.5, 0)), white(TWELVE));
    assertThat(centred.divergence(.05)).isCloseTo(.0426769395, within(6e-11));
    assertThat(end.divergence(.05) - centred.divergence(.05)).isCloseTo(3.59141e-5, within(1e-10));
  }

  /// By hand, to ten digits.
  @ParameterizedTest
  @CsvSource({
    "frozen-score, -.01, 3.912729132, .306221096",
    "euler, -.0754340110, .5690290010, .1055896308",
    "heun, -.1222097524, 1.493522358, .0387203420"
  })
  void fourStepsComeOutAsByHand(String solver, double offset, double variance, double divergence) {
    GaussianOutput end =
        GaussianOutput.of(Solvers.parse(solver), FOUR, GaussianModel.exact(one(1, 1)), white(FOUR));
    assertThat(end.offsets().get(0)).isCloseTo(offset, within(1e-10));
    assertThat(end.variances().get(0)).isCloseTo(variance, within(1e-9));
    assertThat(end.divergence(.1)).isCloseTo(divergence, within(1e-9));
  }

  @Test
  void theRecursionOfASchemeIsWhatItsSolverDoes() {
    GaussianModel model = new GaussianModel(SEVERAL, VARYING);
    for (StepNoise noise :
        List.of(
            new StepNoise.FrozenScore(),
            new StepNoise.FrozenDenoiser(),
            new StepNoise.Isotropic(.7))) {
      Scheme scheme = new Scheme("", TWELVE, noise);
      GaussianOutput recursion = GaussianOutput.of(scheme, model, white(TWELVE));
      GaussianOutput run = GaussianOutput.of(scheme.solver(), TWELVE, model, white(TWELVE));
      for (int i = 0; i < SEVERAL.size(); i++) {
        assertThat(recursion.offsets().get(i)).isCloseTo(run.offsets().get(i), within(1e-11));
        assertThat(recursion.variances().get(i))
            .isCloseTo(run.variances().get(i), Percentage.withPercentage(1e-9));
      }
    }
  }

  /// The runs are made about the mean of the data. That loses nothing only if solvers carry a mean
  /// along, which each is asked here: it is run on data that have one.
  @ParameterizedTest
  @FieldSource("FIXED")
  void solversCarryTheMeanAlong(Solver solver) {
    GaussianModel model = new GaussianModel(SEVERAL, VARYING);
    Vector means = Vector.generate(SEVERAL.size(), model::mean);
    Shape shape = Shape.vector(means.size());
    Batch mean = Batch.adopt(shape, means.toArray());
    Noise noise = Noise.of(3, 1);
    Batch start = noise.child("x").normal(shape).times(10);
    Denoiser modes = model.modes();
    Denoiser away =
        new Denoiser() {
          @Override
          public Shape shape() {
            return shape;
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return modes.denoise(x.minus(mean), sigma).plus(mean);
          }
        };
    Batch about =
        new Sampler(TWELVE, solver, new Start.Given(start)).sample(modes, noise).orElseThrow();
    Batch end =
        new Sampler(TWELVE, solver, new Start.Given(start.plus(mean)))
            .sample(away, noise)
            .orElseThrow();
    for (int i = 0; i < means.size(); i++) {
      assertThat(end.get(0, i) - mean.get(0, i)).isCloseTo(about.get(0, i), within(1e-10));
    }
  }

  /// Of each solver, from 20,000 runs of it.
  @ParameterizedTest
  @FieldSource("FIXED")
  void theLawIsThatOfTheSamples(Solver solver) {
    Spectrum data = new Spectrum(Vector.of(2, .05), Vector.of(1, 1), Vector.of(1, .04));
    GaussianModel model = new GaussianModel(data, VARYING);
    TimeGrid grid = new LogUniformGrid().toMin(8, 6, .1);
    GaussianOutput law = GaussianOutput.of(solver, grid, model, IDEAL);
    SampledOutput sampled = SampledOutput.of(solver, grid, model, IDEAL, Noise.of(11, 20_000));
    for (int i = 0; i < 2; i++) {
      double variance = law.variances().get(i);
      assertThat(sampled.mean(i))
          .isCloseTo(law.offsets().get(i), within(4.5 * Math.sqrt(variance / 20_000)));
      assertThat(sampled.variance(i))
          .isCloseTo(variance, within(4.5 * variance * Math.sqrt(2 / 20_000.0)));
    }
  }

  @Test
  void aLastDenoisingShrinksTowardsWhatTheModelTakesForTheMean() {
    GaussianModel model = new GaussianModel(one(.5, 1.5), new LinearScoreError.Constant(.1, .2));
    GaussianOutput noisy = GaussianOutput.of(Scheme.plain("", TWELVE), model, white(TWELVE));
    GaussianOutput clean = noisy.denoised(model, .05);
    double keep = 1 - 1.1 * .0025 / .5025;
    assertThat(clean.variances().get(0))
        .isCloseTo(keep * keep * noisy.variances().get(0), within(1e-14));
    assertThat(clean.offsets().get(0))
        .isCloseTo(keep * noisy.offsets().get(0) + (1 - keep) * .2, within(1e-14));
    GaussianModel exact = GaussianModel.exact(one(.5, 1.5));
    double ratio = .5 / .5025;
    assertThat(GaussianOutput.exact(exact.data(), .05).denoised(exact, .05).variances().get(0))
        .isCloseTo(.5025 * ratio * ratio, within(1e-14));
  }

  /// A grid that ends at 0 ends with that very step.
  @Test
  void aLastStepToZeroIsThatDenoising() {
    GaussianModel model = new GaussianModel(SEVERAL, new LinearScoreError.Constant(.1, .2));
    double[] levels = new double[14];
    System.arraycopy(TWELVE.sigmas().toArray(), 0, levels, 0, 13);
    TimeGrid toZero = TimeGrid.of(levels);
    Solver euler = Solvers.parse("euler");
    GaussianOutput stopped = GaussianOutput.of(euler, TWELVE, model, white(TWELVE));
    GaussianOutput whole = GaussianOutput.of(euler, toZero, model, white(TWELVE));
    GaussianOutput denoised = stopped.denoised(model, .05);
    for (int i = 0; i < SEVERAL.size(); i++) {
      assertThat(whole.variances().get(i)).isCloseTo(denoised.variances().get(i), within(1e-13));
      assertThat(whole.offsets().get(i)).isCloseTo(denoised.offsets().get(i), within(1e-13));
    }
  }

  @Test
  void stoppingEarlyCostsWhatItIsKnownToCost() {
    GaussianOutput stopped = GaussianOutput.exact(one(.5, 1.5), .05);
    assertThat(stopped.divergence(.05)).isZero();
    assertThat(stopped.divergence(0)).isCloseTo(6.208566e-6, within(1e-12));
    assertThat(stopped.wasserstein(0)).isCloseTo(.00176556, within(1e-8));
    assertThat(stopped.wasserstein(0)).isCloseTo(Math.sqrt(.5025) - Math.sqrt(.5), within(1e-15));
  }

  @Test
  void withoutADensityOnlyTheDistanceMeansSomething() {
    GaussianOutput stopped = GaussianOutput.exact(SEVERAL, .05);
    assertThat(stopped.divergence(0)).isInfinite();
    assertThat(stopped.wasserstein(0)).isBetween(Math.sqrt(3) * .05, Math.sqrt(7) * .05);
    GaussianModel model = GaussianModel.exact(SEVERAL);
    TimeGrid toZero = new LogUniformGrid().toZero(6, 10, .05);
    GaussianOutput clean = GaussianOutput.of(Solvers.parse("heun"), toZero, model, IDEAL);
    assertThat(clean.divergence(0)).isFinite();
    assertThat(clean.divergence(.05)).isInfinite();
  }

  @Test
  void aSolverThatChoosesItsOwnStepsIsRefused() {
    org.assertj.core.api.Assertions.assertThatThrownBy(() ->
            GaussianOutput.of(
                new DormandPrince(), TWELVE, new GaussianModel(SEVERAL, VARYING), IDEAL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'dormand-prince' does not act linearly");
    org.assertj.core.api.Assertions.assertThatThrownBy(() ->
            GaussianOutput.exact(SEVERAL, 1)
                .after(new AffineRun(Vector.of(1), Vector.of(0, 0), Vector.of(0))))
        .hasMessageContaining("as many offsets");
  }
}
