package org.scorefield.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.analytic.ClassLaws;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.RhoGrid;

class GuidanceTest {
  private static final Shape PLANE = Shape.vector(2);

  private static final ClassLaws CLASSES =
      new ClassLaws(
          Vector.of(0.3, 0.7),
          List.of(
              Gaussian.isotropic(PLANE, Vector.of(2, 0), 0.5),
              Gaussian.isotropic(PLANE, Vector.of(-1, 1), 0.25)));

  private static Batch points() {
    return Noise.of(3, 40).normal(PLANE).times(2);
  }

  /// The product of two Gaussians is one: `p_guide^(1-w) p_main^w` has precision and precision
  /// times mean mixed in the same way, and the score of that.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.4, 1, 1.7, 3})
  void twoGaussiansGiveTheScoreOfTheirWeightedProduct(double weight) {
    Guidance guided = new Guidance(CLASSES.given(0), CLASSES.given(1), weight);
    for (double sigma : new double[] {0.1, 1, 5}) {
      double main = weight / (0.5 + sigma * sigma);
      double guide = (1 - weight) / (0.25 + sigma * sigma);
      double[] pull = {main * 2 - guide, guide};
      Batch score = guided.score(points(), sigma);
      for (int i = 0; i < score.count(); i++) {
        for (int j = 0; j < 2; j++) {
          double closed = pull[j] - (main + guide) * points().get(i, j);
          assertThat(score.get(i, j)).isCloseTo(closed, within(1e-9 * (1 + Math.abs(closed))));
        }
      }
    }
  }

  /// By Bayes' rule the class score less the unconditional one is the gradient of the log of the
  /// probability of the class: guidance adds w - 1 of it, here by central differences of the closed
  /// posterior.
  @Test
  void classifierFreeGuidanceAddsTheGradientOfTheLogProbabilityOfTheClass() {
    double sigma = 0.8;
    double weight = 2.5;
    Guidance guided = Guidance.classifierFree(CLASSES, 0, weight);
    Batch score = guided.score(points(), sigma);
    Batch plain = CLASSES.given(0).score(points(), sigma);
    double h = 1e-5;
    for (int i = 0; i < score.count(); i++) {
      for (int j = 0; j < 2; j++) {
        double[] up = points().row(i);
        double[] down = points().row(i);
        up[j] += h;
        down[j] -= h;
        double slope = (logProbability(up, sigma) - logProbability(down, sigma)) / (2 * h);
        assertThat(score.get(i, j) - plain.get(i, j)).isCloseTo((weight - 1) * slope, within(1e-7));
      }
    }
  }

  private static double logProbability(double[] x, double sigma) {
    Batch point = Batch.copyOf(PLANE, x);
    return Math.log(0.3)
        + CLASSES.given(0).logDensity(point, sigma).first()
        - CLASSES.unconditional().logDensity(point, sigma).first();
  }

  @Test
  void outsideItsIntervalItIsTheMainModel() {
    Guidance everywhere = Guidance.classifierFree(CLASSES, 1, 3);
    Guidance between = everywhere.between(0.5, 2);
    Batch x = points();
    for (double sigma : new double[] {0.1, 0.499, 2.001, 80}) {
      assertThat(between.denoise(x, sigma)).isEqualTo(CLASSES.given(1).denoise(x, sigma));
    }
    for (double sigma : new double[] {0.5, 1, 2}) {
      assertThat(between.denoise(x, sigma)).isEqualTo(everywhere.denoise(x, sigma));
      assertThat(between.denoise(x, sigma)).isNotEqualTo(CLASSES.given(1).denoise(x, sigma));
    }
  }

  /// A model that must not be asked.
  private static final Denoiser FORBIDDEN =
      new Denoiser() {
        @Override
        public Shape shape() {
          return PLANE;
        }

        @Override
        public Batch denoise(Batch x, double sigma) {
          throw new AssertionError("evaluated at sigma " + sigma);
        }
      };

  @Test
  void onlyModelsThatCountAreEvaluated() {
    Denoiser main = CLASSES.given(0);
    Batch x = points();
    assertThat(new Guidance(main, FORBIDDEN, 1).denoise(x, 1)).isEqualTo(main.denoise(x, 1));
    assertThat(new Guidance(FORBIDDEN, main, 0).denoise(x, 1)).isEqualTo(main.denoise(x, 1));
    assertThat(new Guidance(main, FORBIDDEN, 3, 2, 5).denoise(x, 1)).isEqualTo(main.denoise(x, 1));
  }

  /// Each class by itself and all together, sampled: means within 5 standard errors.
  @Test
  void aMixtureIsSampledByClass() {
    assertMean(CLASSES.given(0), 2, 0, 0.5);
    assertMean(CLASSES.given(1), -1, 1, 0.25);
    assertMean(CLASSES.unconditional(), 0.3 * 2 - 0.7, 0.7, 0.3 * 0.5 + 0.7 * 0.25 + 0.21 * 9);
  }

  private static void assertMean(Denoiser model, double first, double second, double variance) {
    int n = 4000;
    Sampler sampler =
        new Sampler(new RhoGrid(7).toZero(12, 80, 0.02), new Heun(), new Start.Prior());
    double[] x = sampler.sample(model, Noise.of(17, n)).orElseThrow().shared();
    double[] sums = new double[2];
    for (int i = 0; i < x.length; i++) {
      sums[i % 2] += x[i] / n;
    }
    double error = 5 * Math.sqrt(variance / n);
    assertThat(sums[0]).isCloseTo(first, within(error));
    assertThat(sums[1]).isCloseTo(second, within(error));
  }

  @Test
  void bitsDoNotDependOnTheBatch() {
    Guidance guided = Guidance.classifierFree(CLASSES, 0, 2);
    Batch whole = guided.denoise(points(), 0.7);
    assertThat(guided.denoise(points().slice(7, 5), 0.7)).isEqualTo(whole.slice(7, 5));
  }

  @Test
  void misuseIsRefusedWithTheCure() {
    Denoiser main = CLASSES.given(0);
    Denoiser line = Gaussian.isotropic(Shape.vector(1), Vector.of(0), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Guidance(main, line, 2))
        .withMessageContaining("cannot be guided");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Guidance(main, main, -1))
        .withMessageContaining("got -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Guidance(main, main, 2, 3, 1))
        .withMessageContaining("3.0 and 1.0");
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> CLASSES.given(2));
  }
}
