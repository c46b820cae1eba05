package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// Every law at the ends of what can be asked: hardly any noise and far too much, points on the
/// data and nowhere near, directions without variance, one row, one component, no sample at all.
class ExtremesTest {
  private static final Shape ONE = Shape.vector(1);

  /// A name, for the report of a failure, and the law.
  record Case(String name, Distribution law) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> laws() {
    Gaussian flat =
        new Gaussian(
            Shape.vector(3), Vector.of(1, -2, 300), Matrix.identity(3), Vector.of(2, 0.1, 0), 0);
    Gaussian line = Laws.gaussian(1, 5, 1, 0);
    Batch rows = Laws.normal(2, 40, 4);
    return Stream.concat(
        Stream.of(
            new Case("Gaussian", Laws.gaussian(3, 4, 4, 0)),
            new Case("Gaussian with a flat direction", flat),
            new Case("Gaussian on a line", line),
            new Case("one point as a Gaussian", Gaussian.isotropic(ONE, Vector.of(-7), 0)),
            new Case("Gaussian on a line of one", Gaussian.isotropic(ONE, Vector.of(0.3), 0.25)),
            new Case(
                "mixture",
                Laws.mixture(Laws.gaussian(4, 5, 5, 0), line, Laws.gaussian(5, 5, 0, 1))),
            new Case("mixture of points", GaussianMixture.isotropic(rows, 0)),
            new Case("rows", Empirical.of(Dataset.of("rows", "none", rows))),
            new Case("one row", Empirical.of(Dataset.of("row", "none", rows.slice(0, 1)))),
            new Case(
                "two numbers",
                Empirical.of(Dataset.of("two", "none", Batch.copyOf(ONE, new double[] {-1, 1})))),
            new Case("subspace", Subspace.of(line).lift(Gaussian.isotropic(ONE, Vector.of(2), 1))),
            new Case(
                "blurred subspace",
                Subspace.of(Laws.gaussian(6, 5, 2, 0.3))
                    .lift(GaussianMixture.isotropic(Laws.normal(7, 3, 2), 0.1)))),
        Toys.ALL.stream().map(toy -> new Case(toy.name(), toy.law())));
  }

  private static final double[] LEVELS = {1e-8, 1e-3, 1, 1e8};

  private static List<Batch> points(Distribution law, double sigma) {
    Batch clean = law.sample(Noise.of(8, 6));
    Batch z = Noise.of(9, 6).normal(law.shape());
    return List.of(
        clean,
        clean.plus(z, sigma),
        clean.plus(z, 1e3 * sigma),
        clean.plus(z, 1e8),
        clean.times(0));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void everythingIsFinite(Case tested) {
    Distribution law = tested.law();
    for (double sigma : LEVELS) {
      for (Batch x : points(law, sigma)) {
        assertThat(law.denoise(x, sigma).firstNonFinite()).as("D, %s", sigma).isEmpty();
        assertThat(law.score(x, sigma).firstNonFinite()).as("score, %s", sigma).isEmpty();
        assertThat(law.logDensity(x, sigma).stream()).allMatch(Double::isFinite);
        if (law instanceof PosteriorCovariance posterior) {
          assertThat(posterior.posteriorTrace(x, sigma).stream())
              .allMatch(v -> v >= 0 && v <= Double.MAX_VALUE);
        }
      }
    }
  }

  /// Where there is hardly any noise a point of the law is its own denoised self; where there is
  /// nothing but noise every point is denoised to the mean.
  @ParameterizedTest
  @MethodSource("laws")
  void theDenoiserGoesFromTheIdentityOnTheDataToTheMean(Case tested) {
    Distribution law = tested.law();
    Batch clean = law.sample(Noise.of(10, 9));
    double unit = 1 + law.scale();
    double[] mean = law.matchingGaussian().mean().toArray();
    for (double v : mean) {
      unit = Math.max(unit, Math.abs(v));
    }
    assertClose(law.denoise(clean, 1e-8), clean, 1e-6 * unit);
    Batch far = law.denoise(clean.plus(Noise.of(11, 9).normal(law.shape()), 1e8), 1e8);
    for (int i = 0; i < 9; i++) {
      for (int j = 0; j < mean.length; j++) {
        assertThat(far.get(i, j)).isCloseTo(mean[j], within(1e-6 * unit));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("laws")
  void noSampleAtAllIsNoProblem(Case tested) {
    Distribution law = tested.law();
    Batch none = Batch.zeros(law.shape(), 0);
    assertThat(law.denoise(none, 1)).isEqualTo(none);
    assertThat(law.score(none, 1)).isEqualTo(none);
    assertThat(law.logDensity(none, 1).size()).isZero();
    assertThat(law.sample(Noise.of(1, 0))).isEqualTo(none);
    if (law instanceof PosteriorCovariance posterior) {
      assertThat(posterior.posteriorTrace(none, 1).size()).isZero();
      assertThat(posterior.posteriorCovariance(none, 1)).isEmpty();
    }
    if (law instanceof Gaussian gaussian) {
      assertThat(gaussian.flow(none, 80, 1)).isEqualTo(none);
    }
  }

  /// Between equal levels, with no noise at all too, where directions without variance are 0/0.
  @ParameterizedTest
  @MethodSource("laws")
  void aFlowOfNoLengthIsTheIdentity(Case tested) {
    Gaussian gaussian = tested.law().matchingGaussian();
    Batch x = Noise.of(14, 5).normal(gaussian.shape()).times(3);
    for (double sigma : new double[] {0, 1e-8, 1, 1e8}) {
      assertClose(gaussian.flow(x, sigma, sigma), x, 1e-12);
    }
  }

  /// The denoised sample by Tweedie's formula, wherever the formula can be evaluated.
  @ParameterizedTest
  @MethodSource("laws")
  void tweedieHoldsAtEveryLevel(Case tested) {
    Distribution law = tested.law();
    for (double sigma : LEVELS) {
      Batch clean = law.sample(Noise.of(12, 6));
      Batch x = clean.plus(Noise.of(13, 6).normal(law.shape()), sigma);
      Batch byTweedie = Batch.combine(1, x, sigma * sigma, law.score(x, sigma));
      double largest = 0;
      for (double v : x.shared()) {
        largest = Math.max(largest, Math.abs(v));
      }
      assertClose(law.denoise(x, sigma), byTweedie, 1e-13 * largest);
    }
  }

  private static void assertClose(Batch actual, Batch expected, double tolerance) {
    for (int at = 0; at < expected.shared().length; at++) {
      assertThat(actual.shared()[at]).isCloseTo(expected.shared()[at], within(tolerance));
    }
  }
}
