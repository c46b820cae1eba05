package org.scorefield.bench.peer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.bench.input.Inputs;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// Exact denoisers on a batch of 64, d = 784.
final class DenoiserCases {
  private static final int BATCH = 64;

  private DenoiserCases() {}

  /// One evaluation of the empirical law of 60,000 images. At sigma 3 the weights gather on about
  /// 200 rows a sample, at sigma 20 most rows count.
  ///
  /// Torch: `softmax(addmm(-|y|^2/2, x, y^T) / sigma^2) y`, squared norms and centring prepared.
  static Case empirical(String name, double sigma) {
    return new Case(
        name,
        List.of(Rival.beside("torch float64", 1, 1e-9), Rival.shown("torch float32", 1e-4)),
        size -> {
          int n = size.of(60_000, 500);
          int d = size.of(784, 32);
          Dataset data = Inputs.images("rows", n, d, 1, 2);
          Matrix x = noisy(Inputs.images("clean", BATCH, d, 1, 3).all(), sigma);
          String what = "empirical denoiser, %,d x %d, batch %d, sigma %.3g";
          return new Task(
              String.format(Locale.ROOT, what, n, d, BATCH, sigma),
              Map.of("rows", Matrix.adopt(n, d, data.all().shared()), "x", x),
              Map.of("sigma", sigma),
              once(Empirical.of(data), x, sigma));
        });
  }

  /// One evaluation of a mixture of 20 Gaussians of full covariance. At sigma 1 one component
  /// counts for each sample (and ours leaves the others out), at sigma 20 all do.
  ///
  /// Torch, `eigen`: two products with all 20 eigenbases side by side, prepared. Torch, `cholesky`:
  /// 20 factorisations for this sigma, as every step of a sampler brings another one.
  static Case mixture(String name, double sigma) {
    return new Case(
        name,
        List.of(
            Rival.beside("torch float64, eigen", 1, 1e-9),
            Rival.shown("torch float64, cholesky", 1e-9),
            Rival.shown("torch float32, eigen", 2e-3)),
        size -> {
          int k = size.of(20, 3);
          int d = size.of(784, 32);
          GaussianMixture mixture = Inputs.mixture(k, d, 1);
          Matrix x = noisy(mixture.sample(Noise.of(2, BATCH)), sigma);
          String what = "mixture denoiser, %d full covariances, d = %d, batch %d, sigma %.3g";
          return new Task(
              String.format(Locale.ROOT, what, k, d, BATCH, sigma),
              Map.of(
                  "weights", Matrix.adopt(1, k, mixture.weights().toArray()),
                  "means", stacked(mixture.components().stream().map(Gaussian::mean).toList(), d),
                  "covariances", covariances(mixture.components(), d),
                  "x", x),
              Map.of("sigma", sigma),
              once(mixture, x, sigma));
        });
  }

  private static java.util.function.Supplier<Answer> once(Denoiser d, Matrix x, double sigma) {
    Batch batch = Batch.adopt(Shape.vector(x.columns()), x.shared());
    return () -> d.denoise(batch, sigma)::toArray;
  }

  private static Matrix noisy(Batch clean, double sigma) {
    Batch noise = Noise.of(4, clean.count()).normal(clean.shape());
    return Matrix.adopt(clean.count(), clean.dimension(), clean.plus(noise, sigma).toArray());
  }

  private static Matrix stacked(List<Vector> rows, int d) {
    double[] out = new double[rows.size() * d];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).shared(), 0, out, i * d, d);
    }
    return Matrix.adopt(rows.size(), d, out);
  }

  private static Matrix covariances(List<Gaussian> components, int d) {
    double[] out = new double[components.size() * d * d];
    for (int c = 0; c < components.size(); c++) {
      double[] covariance = components.get(c).covariance().shared();
      System.arraycopy(covariance, 0, out, c * d * d, d * d);
    }
    return Matrix.adopt(components.size() * d, d, out);
  }
}
