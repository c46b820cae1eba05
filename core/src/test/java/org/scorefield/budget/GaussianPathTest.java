package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.budget.GaussianCases.FOUR;
import static org.scorefield.budget.GaussianCases.IDEAL;
import static org.scorefield.budget.GaussianCases.TWELVE;
import static org.scorefield.budget.GaussianCases.one;
import static org.scorefield.budget.GaussianCases.part;
import static org.scorefield.budget.GaussianCases.white;
import static org.scorefield.budget.GaussianCases.wrong;

import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Vector;
import org.scorefield.linear.Spectrum;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class GaussianPathTest {

  /// An independent program (numpy); the bound of the start is that of 2406.12839, lemma 10.
  @ParameterizedTest
  @ValueSource(doubles = {.1, -.1})
  void thePartsOfTwelveStepsAreAsComputedElsewhere(double relative) {
    ErrorBudget budget =
        GaussianPath.budget(Scheme.plain("", TWELVE), wrong(one(.5, 1.5), relative));
    assertThat(part(budget, "start")).isCloseTo(.0112562292, within(6e-11)).isLessThan(.01375);
    assertThat(part(budget, "discretisation")).isCloseTo(.6510020207, within(6e-11));
    assertThat(part(budget, "score")).isCloseTo(.0199815666, within(6e-11));
  }

  @Test
  void thePartsOfFourStepsAreAsByHand() {
    ErrorBudget budget =
        GaussianPath.budget(Scheme.plain("", FOUR), GaussianModel.exact(one(1, 1)));
    assertThat(part(budget, "start")).isCloseTo((.02 - Math.log(1.01)) / 2, within(1e-16));
    assertThat(part(budget, "discretisation")).isCloseTo(1.18204054, within(1e-8));
    assertThat(part(budget, "score")).isZero();
  }

  /// An independent program: direct sums of the divergences of the transitions.
  @ParameterizedTest
  @CsvSource({
    ".1, .6709835873, 1.7986096820, .0362921749",
    "-.2, .7309282872, 1.9302965517, .1433491435",
    "0, .6510020207, NaN, 0"
  })
  void theChainDivergenceForEachStepNoiseIsAsComputedElsewhere(
      double relative, double plain, double ddpm, double best) {
    GaussianModel model = wrong(one(.5, 0), relative);
    double[] expected = {plain, ddpm, best};
    Scheme[] schemes = {
      Scheme.plain("plain", TWELVE),
      new Scheme("ddpm", TWELVE, new StepNoise.FrozenDenoiser()),
      Scheme.best("best", TWELVE, model)
    };
    double drop = model.entropyDrop(10, .05);
    for (int i = 0; i < 3; i++) {
      double parts = GaussianPath.budget(schemes[i], model, IDEAL).sum().value();
      assertThat(parts).isCloseTo(drop + PathCost.of(schemes[i], model), within(1e-12));
      assertThat(parts).isCloseTo(ChainDivergence.of(schemes[i], model, IDEAL), within(1e-12));
      if (!Double.isNaN(expected[i])) {
        assertThat(parts).isCloseTo(expected[i], within(1e-9));
      }
    }
  }

  /// The chain as one Gaussian of N + 1 dimensions, its divergence by dense algebra: no step of the
  /// derivation of the parts is in it.
  @Test
  void thePartsAddUpToTheDivergenceOfTheJointLaws() {
    double lambda = .5;
    double mean = 1.5;
    GaussianModel model =
        new GaussianModel(
            one(lambda, mean),
            new LinearScoreError.Varying(s -> .2 * Math.sin(s), s -> .3 * Math.cos(s)));
    TimeGrid grid = new RhoGrid(3).toMin(6, 4, .3);
    Scheme scheme = new Scheme("", grid, new StepNoise.Isotropic(.2));
    int size = grid.steps() + 1;
    DMatrixRMaj exact = new DMatrixRMaj(size, size);
    DMatrixRMaj run = new DMatrixRMaj(size, size);
    DMatrixRMaj off = new DMatrixRMaj(size, 1);
    run.set(0, 0, 16);
    off.set(0, 0, -mean);
    for (int j = 0; j < size; j++) {
      for (int k = 0; k < size; k++) {
        double level = grid.sigma(Math.max(j, k));
        exact.set(j, k, lambda + level * level);
      }
    }
    for (int k = 0; k + 1 < size; k++) {
      double sigma = grid.sigma(k);
      double strength = (1 + .2 * Math.sin(sigma)) / (lambda + sigma * sigma);
      double a = 1 - scheme.drop(k) * strength;
      off.set(k + 1, 0, a * off.get(k, 0) + (1 - a) * .3 * Math.cos(sigma));
      for (int j = 0; j <= k; j++) {
        run.set(k + 1, j, a * run.get(k, j));
        run.set(j, k + 1, a * run.get(k, j));
      }
      run.set(k + 1, k + 1, a * a * run.get(k, k) + scheme.variances().get(k));
    }
    DMatrixRMaj inverse = new DMatrixRMaj(size, size);
    assertThat(CommonOps_DDRM.invert(run, inverse)).isTrue();
    DMatrixRMaj product = new DMatrixRMaj(size, size);
    CommonOps_DDRM.mult(inverse, exact, product);
    DMatrixRMaj solved = new DMatrixRMaj(size, 1);
    CommonOps_DDRM.mult(inverse, off, solved);
    double joint =
        (CommonOps_DDRM.trace(product)
                - size
                - Math.log(CommonOps_DDRM.det(exact) / CommonOps_DDRM.det(run))
                + CommonOps_DDRM.dot(off, solved))
            / 2;
    assertThat(GaussianPath.budget(scheme, model).sum().value())
        .isCloseTo(joint, Percentage.withPercentage(1e-9));
  }

  @Test
  void directionsAddUpAndEqualOnesMayBeCountedTogether() {
    LinearScoreError error = new LinearScoreError.Constant(-.15, .1);
    Scheme scheme = Scheme.plain("", TWELVE);
    Spectrum together = new Spectrum(Vector.of(2, .3), Vector.of(1, 4), Vector.of(.25, 9));
    Spectrum apart =
        new Spectrum(
            Vector.of(.3, .3, 2, .3, .3),
            Vector.generate(5, _ -> 1),
            Vector.of(2.25, 2.25, .25, 2.25, 2.25));
    ErrorBudget a = GaussianPath.budget(scheme, new GaussianModel(together, error));
    ErrorBudget b = GaussianPath.budget(scheme, new GaussianModel(apart, error));
    for (int i = 0; i < 3; i++) {
      assertThat(a.parts().get(i).value().value())
          .isCloseTo(b.parts().get(i).value().value(), within(1e-13));
    }
  }

  /// The noise made for isotropic data leaves no discretisation, whatever the grid.
  @Test
  void isotropicDataAreReachedExactlyWithTheNoiseMadeForThem() {
    Scheme scheme = new Scheme("", TWELVE, new StepNoise.Isotropic(.5));
    GaussianModel model = GaussianModel.exact(one(.5, 1.5));
    assertThat(part(GaussianPath.budget(scheme, model, IDEAL), "discretisation")).isLessThan(1e-28);
    assertThat(GaussianOutput.of(scheme, model, IDEAL).divergence(.05)).isLessThan(1e-28);
  }

  /// With lambda + v geometric every step costs the same, and no other grid is better: the second
  /// differences of the cost are positive, `tau - 1 + exp(-tau)` being convex.
  @Test
  void levelsGeometricInLambdaPlusVarianceAreBest() {
    double lambda = .25;
    GaussianModel model = GaussianModel.exact(one(lambda, 0));
    double top = Math.log(lambda + 6400);
    double bottom = Math.log(lambda + 4e-6);
    TimeGrid best =
        new TimeGrid(
            Vector.generate(
                19,
                k ->
                    k == 0
                        ? 80
                        : k == 18
                            ? .002
                            : Math.sqrt(Math.exp(top + (bottom - top) * k / 18) - lambda)));
    double least = discretisation(best, model);
    assertThat(least).isCloseTo(1.19600797, within(6e-9));
    double tau = (top - bottom) / 18;
    assertThat(least).isCloseTo(9 * (tau - 1 + Math.exp(-tau)), within(1e-9));
    assertThat(discretisation(new RhoGrid(7).toMin(18, 80, .002), model))
        .isCloseTo(1.5359017, within(6e-8));
    assertThat(discretisation(new LogUniformGrid().toMin(18, 80, .002), model))
        .isCloseTo(1.91969, within(6e-6));
    IntStream.range(1, 18)
        .forEach(k -> {
          double[] moved = best.sigmas().toArray();
          for (double factor : new double[] {.97, 1.03}) {
            moved[k] = factor * best.sigma(k);
            assertThat(discretisation(TimeGrid.of(moved), model)).isGreaterThan(least);
          }
        });
  }

  private static double discretisation(TimeGrid grid, GaussianModel model) {
    return part(GaussianPath.budget(Scheme.plain("", grid), model), "discretisation");
  }

  /// Small steps: the parts keep their digits where `-ln(1 - y) - y` would have lost them.
  @Test
  void shortStepsKeepTheirDigits() {
    int steps = 20_000;
    TimeGrid grid = new LogUniformGrid().toMin(steps, 80, .002);
    double tau = 2 * Math.log(4e4) / steps;
    double limit = steps / 2.0 * (tau * tau / 2 - tau * tau * tau / 6);
    double wide = discretisation(grid, GaussianModel.exact(one(1e-14, 0)));
    assertThat(wide).isCloseTo(limit, Percentage.withPercentage(1e-4));
    assertThat(
            GaussianPath.budget(Scheme.plain("", grid), GaussianModel.exact(one(1, 1)), white(grid))
                .sum()
                .value())
        .isLessThan(wide + 1);
  }

  @Test
  void theSummandKeepsItsDigitsOnBothSidesOfItsSeries() {
    for (double x :
        new double[] {1e-8, -1e-8, 1e-3, -1e-3, .00999, -.00999, .0101, -.0101, 3, -.99}) {
      java.math.BigDecimal sum = java.math.BigDecimal.ZERO;
      assertThat(LogExcess.of(x)).isPositive();
      if (Math.abs(x) < .05) {
        java.math.BigDecimal power = new java.math.BigDecimal(x);
        for (int n = 2; n < 30; n++) {
          power = power.multiply(new java.math.BigDecimal(-x), java.math.MathContext.DECIMAL128);
          sum =
              sum.subtract(
                  power.divide(new java.math.BigDecimal(n), java.math.MathContext.DECIMAL128));
        }
        assertThat(LogExcess.of(x)).isCloseTo(sum.doubleValue(), Percentage.withPercentage(1e-9));
      } else {
        assertThat(LogExcess.of(x)).isCloseTo(x - Math.log1p(x), Percentage.withPercentage(1e-10));
      }
    }
  }
}
