package org.scorefield.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.NoisyKl;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Start.Teleport;
import org.scorefield.sampling.Start.Teleport.Mode;

/// A teleport end to end, with no network: the exact mixture is the model, and its matching
/// Gaussian the law it jumps by. 20 components in 128 dimensions, two fifths of the variance
/// between them, spectrum `k^-1.5` of trace 881.
class TeleportOnMixtureTest {
  private static final double TOP = 80;
  private static final double END = 0.02;
  private static final int D = 128;
  private static final int K = 20;
  private static final Shape SHAPE = Shape.vector(D);
  private static final GaussianMixture MODEL = mixture();
  private static final Surrogate EXACT = new Surrogate(MODEL);

  private static GaussianMixture mixture() {
    double[] spectrum = new double[D];
    double trace = 0;
    for (int k = 0; k < D; k++) {
      spectrum[k] = Math.pow(k + 1, -1.5);
      trace += spectrum[k];
    }
    double unit = 881 / trace;
    Batch raw = Noise.of(5, K).normal(SHAPE);
    List<Gaussian> components = new ArrayList<>();
    for (int c = 0; c < K; c++) {
      double[] row = raw.row(c);
      Vector mean = Vector.generate(D, j -> row[j] * Math.sqrt(0.4 * unit * spectrum[j]));
      Vector within = Vector.generate(D, j -> 0.6 * unit * spectrum[j]);
      components.add(new Gaussian(SHAPE, mean, Matrix.identity(D), within, 0));
    }
    return new GaussianMixture(Vector.generate(K, _ -> 1.0 / K), components);
  }

  private static double rms(Batch difference) {
    double squares = 0;
    for (double v : difference.shared()) {
      squares += v * v;
    }
    return Math.sqrt(squares / difference.count());
  }

  /// The rest of the way is the model's own exact flow, so that what differs is the jump alone.
  @Test
  void theErrorOfTheJumpIsSmallWhereItsDivergenceIsAndGrowsAsItLandsLower() {
    Noise noise = Noise.of(1, 64);
    Batch full = EXACT.flow(new Start.Prior().at(TOP, SHAPE, noise), TOP, END);
    Teleport jump = new Teleport(EXACT.frame(), TOP, Mode.ODE);
    double[] levels = {40, 20, 12.9, 8.4, 5.3};
    double before = 0;
    int negligible = 0;
    for (double sigma : levels) {
      Batch end = EXACT.flow(jump.at(sigma, SHAPE, noise), sigma, END);
      double relative = rms(end.minus(full)) / Math.sqrt(MODEL.totalVariance());
      Estimate kl =
          new NoisyKl(4000).measure(MODEL, EXACT.frame(), sigma, new Noise(NoiseKey.of(2), 0, 1));
      if (kl.value() < 0.001) {
        assertThat(relative).isLessThan(0.01);
        negligible++;
      }
      assertThat(relative).as("at sigma %s", sigma).isGreaterThan(1.2 * before);
      before = relative;
    }
    assertThat(negligible).isPositive().isLessThan(levels.length);
    assertThat(before).isGreaterThan(0.05);
  }

  /// The jump by the mixture itself is the full run.
  @Test
  void aJumpByTheModelsOwnLawIsTheFullRun() {
    Noise noise = Noise.of(3, 32);
    Batch full = EXACT.flow(new Start.Prior().at(TOP, SHAPE, noise), TOP, END);
    Batch landed = new Teleport(EXACT, TOP, Mode.ODE).at(8, SHAPE, noise);
    Batch end = EXACT.flow(landed, 8, END);
    assertThat(rms(end.minus(full)) / Math.sqrt(MODEL.totalVariance())).isLessThan(1e-5);
  }

  /// What each mode keeps: ODE the image of a seed, EXACT the law. The bias of a run from white
  /// noise of level 80 is `(1 - psi) mu` and a variance short by `lambda/(lambda + 80^2)`, 5 % in
  /// the leading direction.
  @Test
  void odeKeepsTheImageAndExactTheLaw() {
    int n = 20_000;
    double sigma = 20;
    Noise noise = Noise.of(4, n);
    Gaussian gaussian = EXACT.frame();
    Batch ode = new Teleport(gaussian, TOP, Mode.ODE).at(sigma, SHAPE, noise);
    Batch exact = new Teleport(gaussian, TOP, Mode.EXACT).at(sigma, SHAPE, noise);
    Batch full = gaussian.flow(new Start.Prior().at(TOP, SHAPE, noise), TOP, sigma);
    assertThat(rms(ode.minus(full))).isLessThan(1e-9);
    assertThat(correlation(exact, ode)).isGreaterThan(0.995);
    double variance = gaussian.variances().get(0);
    double[] found = {leadingVariance(exact, gaussian), leadingVariance(ode, gaussian)};
    double noisy = variance + sigma * sigma;
    double error = noisy * Math.sqrt(2.0 / n);
    assertThat(found[0]).isCloseTo(noisy, within(4 * error));
    assertThat(found[1])
        .isCloseTo(noisy * TOP * TOP / (variance + TOP * TOP), within(4 * error))
        .isLessThan(noisy - 2 * error);
  }

  private static double correlation(Batch a, Batch b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.shared().length; i++) {
      ab += a.shared()[i] * b.shared()[i];
      aa += a.shared()[i] * a.shared()[i];
      bb += b.shared()[i] * b.shared()[i];
    }
    return ab / Math.sqrt(aa * bb);
  }

  /// Sample variance along the first principal direction.
  private static double leadingVariance(Batch x, Gaussian gaussian) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < x.count(); i++) {
      double y = 0;
      for (int j = 0; j < D; j++) {
        y += (x.get(i, j) - gaussian.mean().get(j)) * gaussian.basis().get(j, 0);
      }
      sum += y;
      squares += y * y;
    }
    double mean = sum / x.count();
    return squares / x.count() - mean * mean;
  }
}
