package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class PathCostTest {
  private static final double LAMBDA = 0.25;
  private static final int D = 3;
  private static final Gaussian LAW =
      Gaussian.isotropic(Shape.vector(D), Vector.of(0, 0, 0), LAMBDA);
  private static final TimeGrid EDM = new RhoGrid(7).toMin(12, 20, 0.01);
  private static final TimeGrid SONG = new LogUniformGrid().toMin(12, 20, 0.01);

  private static final EpsilonLoss EXACT =
      new EpsilonLoss() {
        @Override
        public int dimension() {
          return D;
        }

        @Override
        public double at(double sigma) {
          return LAMBDA / (LAMBDA + sigma * sigma);
        }
      };

  private static final LossCurve MEASURED = measured(4000, 1);

  private static LossCurve measured(int rows, long seed) {
    NoiseKey key = NoiseKey.of(seed);
    Dataset data = Dataset.of("draws", "", LAW.sample(new Noise(key.child("rows"), 0, rows)));
    return HeldOut.of(data, HeldOut.logLevels(0.01, 20, 60), rows, 1, key.child("noise"))
        .curve(LAW);
  }

  @Test
  void withFrozenScoreTheCostIsMinusTheNoiseRecognised() {
    double j = 0;
    for (int k = 0; k < 12; k++) {
      double v = EDM.sigma(k) * EDM.sigma(k);
      double next = EDM.sigma(k + 1) * EDM.sigma(k + 1);
      j -= D / 2.0 * (v - next) / v * v / (LAMBDA + v);
    }
    assertThat(PathCost.of(Scheme.plain("", EDM), EXACT)).isCloseTo(j, within(1e-12));
  }

  @Test
  void withTheBestNoiseTheCostIsHalfTheLogarithmOfWhatIsLeft() {
    double j = 0;
    for (int k = 0; k < 12; k++) {
      double v = EDM.sigma(k) * EDM.sigma(k);
      double next = EDM.sigma(k + 1) * EDM.sigma(k + 1);
      j += D / 2.0 * Math.log1p(-(v - next) / v * v / (LAMBDA + v));
    }
    assertThat(PathCost.of(Scheme.best("", EDM, EXACT), EXACT)).isCloseTo(j, within(1e-12));
  }

  @Test
  void noOtherNoiseCostsLessThanTheBest() {
    double best = PathCost.of(Scheme.best("", EDM, EXACT), EXACT);
    Vector variances = Scheme.best("", EDM, EXACT).variances();
    for (double factor : new double[] {0.5, 0.9, 0.99, 1.01, 1.1, 2}) {
      for (int k = 0; k < variances.size(); k++) {
        int step = k;
        Vector other =
            Vector.generate(
                variances.size(), i -> i == step ? factor * variances.get(i) : variances.get(i));
        Scheme scheme = new Scheme("", EDM, new StepNoise.Given(other));
        assertThat(PathCost.of(scheme, EXACT)).isGreaterThan(best);
      }
    }
  }

  /// The best noise is exact for an isotropic Gaussian, so its path has no divergence whatever the
  /// grid: cost = -(drop of entropy).
  @Test
  void theBestNoiseLeavesNothingOfAnIsotropicGaussian() {
    double entropies = D / 2.0 * Math.log((LAMBDA + 400) / (LAMBDA + 1e-4));
    for (TimeGrid grid : List.of(EDM, SONG)) {
      assertThat(PathCost.of(Scheme.best("", grid, EXACT), EXACT) + entropies)
          .isCloseTo(0, within(1e-10));
    }
  }

  @Test
  void measuredCostAgreesWithTheExactOneWithinItsStandardErrors() {
    for (Scheme scheme :
        List.of(Scheme.plain("", EDM), Scheme.plain("", SONG), Scheme.best("", EDM, EXACT))) {
      Estimate measured = PathCost.of(scheme, MEASURED);
      assertThat(measured.value())
          .isCloseTo(PathCost.of(scheme, EXACT), within(4 * measured.standardError()));
      assertThat(measured.standardError()).isPositive().isLessThan(0.1);
    }
  }

  @Test
  void differenceIsPairedAndFarSurerThanTheCosts() {
    Scheme edm = Scheme.plain("", EDM);
    Scheme song = Scheme.plain("", SONG);
    Estimate difference = PathCost.difference(edm, song, MEASURED);
    double exact = PathCost.of(edm, EXACT) - PathCost.of(song, EXACT);
    assertThat(difference.value()).isCloseTo(exact, within(4 * difference.standardError()));
    assertThat(difference.standardError())
        .isLessThan(PathCost.of(edm, MEASURED).standardError() / 2);
  }

  /// Over many held-out sets the difference scatters as its standard error says.
  @Test
  void standardErrorOfADifferenceIsItsScatter() {
    Scheme edm = Scheme.plain("", EDM);
    Scheme song = Scheme.plain("", SONG);
    double exact = PathCost.of(edm, EXACT) - PathCost.of(song, EXACT);
    int sets = 200;
    double squares = 0;
    for (int i = 0; i < sets; i++) {
      Estimate e = PathCost.difference(edm, song, measured(100, 100 + i));
      squares += Math.pow((e.value() - exact) / e.standardError(), 2) / sets;
    }
    // A mean of 200 squared standard normals is 1 +- 0.1.
    assertThat(squares).isBetween(0.7, 1.35);
  }

  /// ED = d/2 sum (-ln(1 - y) - y), y = D/(lambda + v), for the frozen score.
  @Test
  void discretisationIsTheClosedFormForTheExactScore() {
    double exact = 0;
    for (int k = 0; k < 12; k++) {
      double v = EDM.sigma(k) * EDM.sigma(k);
      double y = (v - EDM.sigma(k + 1) * EDM.sigma(k + 1)) / (LAMBDA + v);
      exact += D / 2.0 * (-Math.log1p(-y) - y);
    }
    Estimate measured = PathCost.discretisation(Scheme.plain("", EDM), MEASURED);
    assertThat(measured.value()).isCloseTo(exact, within(4 * measured.standardError()));
    assertThat(measured.standardError()).isLessThan(0.1);
  }

  @Test
  void levelsOutsideOfTheCurveAreRefused() {
    Scheme wide = Scheme.plain("wide", new RhoGrid(7).toMin(12, 30, 0.01));
    assertThatThrownBy(() -> PathCost.of(wide, MEASURED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("measured from sigma 0.01")
        .hasMessageContaining("30");
  }
}
