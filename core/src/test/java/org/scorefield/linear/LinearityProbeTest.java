package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.NoisyKl;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class LinearityProbeTest {
  private static final NoiseKey KEY = NoiseKey.of(3);
  private static final Shape PLANE = Shape.vector(2);

  /// Three blobs, of unequal weights' worth of asymmetry.
  private static final GaussianMixture BLOBS =
      GaussianMixture.isotropic(
          Batch.ofRows(PLANE, new double[][] {{2, 0}, {-1, 1}, {0, -2}}), 0.1);

  private static Dataset rows(Distribution law, int n) {
    return Dataset.of("rows", "none", law.sample(Noise.of(11, n)));
  }

  private static Linearity blobs(Vector sigmas) {
    return new LinearityProbe(20000, 1)
        .measure(
            new NamedDenoiser("blobs", BLOBS),
            rows(BLOBS, 20000),
            List.of(Surrogates.gaussian(BLOBS.matchingGaussian())),
            sigmas,
            KEY);
  }

  @Test
  void aGaussianExplainsItsOwnScoreWhollyAndTheMeanNot() {
    Dataset rows = rows(Gaussian.isotropic(PLANE, Vector.of(1, 2), 4), 500);
    Gaussian g = Gaussian.isotropic(PLANE, Moments.meanOf(rows), 4);
    Linearity l =
        new LinearityProbe(500, 2)
            .measure(
                new NamedDenoiser("g", g),
                rows,
                Surrogates.ofMoments(g),
                Vector.of(0.5, 2, 8),
                KEY);
    // s = (mu - x) / (sigma^2 + 4), so the mean alone is off by the factor 1 + 4 / sigma^2.
    for (Linearity.Level level : l.levels()) {
      double factor = 4 / (level.sigma() * level.sigma());
      Linearity.Residual mean = level.residuals().getFirst();
      assertThat(mean.score().meanOfRatios().value())
          .isCloseTo(factor * factor, within(1e-10 * factor * factor));
      assertThat(mean.reversed().value())
          .isCloseTo(Math.pow(factor / (1 + factor), 2), within(1e-10));
      assertThat(mean.centred().meanOfRatios().value()).isCloseTo(1, within(1e-10));
      assertThat(level.residuals().get(2).delta().value()).isLessThan(1e-24);
      double energy = 2 / (4 + level.sigma() * level.sigma());
      assertThat(level.energy().value())
          .isCloseTo(energy, within(4 * level.energy().standardError()));
    }
  }

  /// `Delta = mmse of the Gaussian - mmse`, as the model is exact (orthogonality).
  @Test
  void theGapOfLossesOfAnExactModelIsItsResidual() {
    for (Linearity.Residual r : blobs(Vector.of(0.5, 1, 2)).of(Surrogates.GAUSSIAN)) {
      double error = Math.hypot(r.delta().standardError(), r.lossGap().standardError());
      assertThat(r.delta().value()).isCloseTo(r.lossGap().value(), within(4 * error));
      assertThat(error).isLessThan(0.2 * r.delta().value());
    }
  }

  /// The integral of the residuals is the divergence, measured directly from log densities.
  @Test
  void theIntegralOfTheResidualsIsTheDivergence() {
    Vector sigmas = Vector.generate(14, i -> 0.5 * Math.pow(1.35, i));
    ResidualCurve curve = blobs(sigmas).curve(Surrogates.GAUSSIAN);
    for (double sigma : new double[] {0.5, 0.8, 1.5}) {
      Estimate direct =
          new NoisyKl(200000).measure(BLOBS, BLOBS.matchingGaussian(), sigma, new Noise(KEY, 0, 1));
      Estimate integral = curve.kl(sigma);
      double error = 3 * (direct.standardError() + integral.standardError());
      assertThat(integral.value()).isCloseTo(direct.value(), within(error));
      assertThat(error).isLessThan(0.35 * direct.value());
    }
  }

  @Test
  void crossoversAreInterpolatedInBothLogarithms() {
    Linearity l = blobs(Vector.of(1, 2, 4, 8));
    List<Linearity.Residual> r = l.of(Surrogates.GAUSSIAN);
    double low = r.get(1).score().meanOfRatios().value();
    double high = r.get(2).score().meanOfRatios().value();
    double middle = Math.sqrt(low * high);
    assertThat(l.crossover(Surrogates.GAUSSIAN, middle).orElseThrow())
        .isCloseTo(Math.sqrt(8), within(1e-12));
    assertThat(l.crossover(Surrogates.GAUSSIAN, 1e-30)).isEmpty();
    assertThatThrownBy(() -> l.of("gauss")).hasMessageContaining("no surrogate is called 'gauss'");
  }

  /// Held-out rows: at low noise the Gaussian explains a smooth law better than 40 of its rows do,
  /// at high noise those win over a Gaussian of another spread.
  @Test
  void surrogatesOvertakeEachOther() {
    Dataset few = rows(BLOBS, 40);
    Gaussian wide = Gaussian.isotropic(PLANE, BLOBS.mean(), 8);
    Linearity l =
        new LinearityProbe(2000, 1)
            .measure(
                new NamedDenoiser("blobs", BLOBS),
                Dataset.of("fresh", "none", BLOBS.sample(Noise.of(12, 2000))),
                List.of(
                    Surrogates.gaussian(wide),
                    new NamedDenoiser(Surrogates.ROWS, Empirical.of(few))),
                Vector.generate(12, i -> 0.02 * Math.pow(1.8, i)),
                KEY);
    double sigma = l.overtakes(Surrogates.GAUSSIAN, Surrogates.ROWS).orElseThrow();
    int above = 0;
    while (l.sigmas().get(above) < sigma) {
      above++;
    }
    assertThat(share(l.of(Surrogates.GAUSSIAN).get(above - 1)))
        .isLessThan(share(l.of(Surrogates.ROWS).get(above - 1)));
    assertThat(share(l.of(Surrogates.GAUSSIAN).get(above)))
        .isGreaterThan(share(l.of(Surrogates.ROWS).get(above)));
  }

  private static double share(Linearity.Residual r) {
    return r.score().meanOfRatios().value();
  }

  @Test
  void theBatchesOfAProbeDoNotMatter() {
    Shape wide = Shape.vector(6000);
    Gaussian g = Gaussian.isotropic(wide, Vector.generate(6000, i -> 0), 1);
    Dataset data = rows(g, 200);
    NamedDenoiser model = new NamedDenoiser("g", g);
    List<NamedDenoiser> surrogates = List.of(Surrogates.mean(g));
    Linearity whole =
        new LinearityProbe(200, 1).measure(model, data, surrogates, Vector.of(1, 2), KEY);
    // 200 rows of 6000 are two blocks; the first row alone must have the same noise in both.
    Linearity again =
        new LinearityProbe(200, 1).measure(model, data, surrogates, Vector.of(2, 3), KEY);
    assertThat(again.levels().getFirst()).isEqualTo(whole.levels().getLast());
  }

  @Test
  void aModelThatBreaksItsContractIsNamed() {
    refuses(x -> x.map(v -> Double.NaN), "'broken'", "NaN", "sigma = 2.0");
    refuses(x -> x.slice(0, 1), "'broken'", "returned 1 samples", "sigma = 2.0");
    refuses(x -> Batch.zeros(Shape.of(2, 1), x.count()), "'broken'", "shape 2x1", "sigma = 2.0");
    NamedDenoiser other =
        new NamedDenoiser("wide", Gaussian.isotropic(Shape.vector(3), Vector.of(0, 0, 0), 1));
    assertThatThrownBy(
            () -> new LinearityProbe().measure(other, rows(BLOBS, 9), List.of(), Vector.of(1), KEY))
        .hasMessageContaining("'wide' is for samples of shape 3, rows has 2");
  }

  private static void refuses(UnaryOperator<Batch> denoise, String... words) {
    Denoiser broken =
        new Denoiser() {
          @Override
          public Shape shape() {
            return PLANE;
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return denoise.apply(x);
          }
        };
    assertThatThrownBy(() ->
            new LinearityProbe()
                .measure(
                    new NamedDenoiser("broken", broken),
                    rows(BLOBS, 9),
                    List.of(),
                    Vector.of(1, 2),
                    KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  /// Blocks of samples may begin and end within the draws of one row: the row is then the same.
  @Test
  void everyDrawIsSetBesideItsOwnRow() {
    Shape wide = Shape.vector(4096);
    double[] values = new double[3 * 4096];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 + i / 4096;
    }
    Dataset rows = Dataset.of("constants", "none", Batch.copyOf(wide, values));
    // A model that knows nothing: its loss is the squared length of the row, 4096 times 1, 4, 9.
    Gaussian zero = Gaussian.isotropic(wide, Vector.generate(4096, _ -> 0), 0);
    Linearity l =
        new LinearityProbe(3, 100)
            .measure(new NamedDenoiser("zero", zero), rows, List.of(), Vector.of(1), KEY);
    Estimate loss = l.levels().getFirst().loss();
    assertThat(loss.value()).isCloseTo(4096 * 14 / 3.0, within(1e-6));
    // That of three row means, whatever the number of draws.
    assertThat(loss.standardError()).isCloseTo(4096 * 7 / 3.0, within(1e-6));
  }

  /// The gap of losses is that of two measurements with the same noise, of a model that is wrong.
  @Test
  void theGapOfLossesIsTheDifferenceOfTheLosses() {
    Dataset rows = rows(BLOBS, 300);
    NamedDenoiser wrong = new NamedDenoiser("wrong", Gaussian.isotropic(PLANE, Vector.of(1, 2), 3));
    NamedDenoiser right = Surrogates.gaussian(BLOBS.matchingGaussian());
    LinearityProbe probe = new LinearityProbe(300, 2);
    Vector sigmas = Vector.of(0.3, 2);
    Linearity ofWrong = probe.measure(wrong, rows, List.of(right), sigmas, KEY);
    Linearity ofRight = probe.measure(right, rows, List.of(), sigmas, KEY);
    for (int i = 0; i < 2; i++) {
      double gap = ofWrong.levels().get(i).residuals().getFirst().lossGap().value();
      double difference =
          ofRight.levels().get(i).loss().value() - ofWrong.levels().get(i).loss().value();
      assertThat(difference).isNegative();
      assertThat(gap).isCloseTo(difference, within(1e-9));
    }
  }
}
