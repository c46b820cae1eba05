package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.LogDensity;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// Random laws, and the identities that every law obeys.
final class Laws {
  private Laws() {}

  static Batch normal(long seed, int n, int d) {
    return Noise.of(seed, n).normal(Shape.vector(d));
  }

  /// A Gaussian on d dimensions of rank r with variances about 2^-k and the given residual.
  static Gaussian gaussian(long seed, int d, int r, double residual) {
    double[] a = normal(seed, d, Math.max(r, 1)).toArray();
    Matrix basis =
        r == 0
            ? Matrix.adopt(d, 0, new double[0])
            : Factorizations.orthonormalBasis(Matrix.adopt(d, r, a));
    return new Gaussian(
        Shape.vector(d),
        Vector.adopt(normal(seed + 1000, 1, d).toArray()),
        basis,
        Vector.generate(r, k -> 2 * Math.pow(2, -k)),
        residual);
  }

  static GaussianMixture mixture(Gaussian... components) {
    int k = components.length;
    return new GaussianMixture(
        Vector.generate(k, c -> 2.0 * (c + 1) / (k * (k + 1))), List.of(components));
  }

  /// Sixth-order central differences of the log density: an independent score.
  static Batch differentiated(LogDensity density, Batch x, double sigma, double h) {
    int d = x.dimension();
    double[] out = new double[x.count() * d];
    for (int j = 0; j < d; j++) {
      int axis = j;
      double[] weights = {45.0 / 60, -9.0 / 60, 1.0 / 60};
      for (int step = 1; step <= 3; step++) {
        double shift = step * h;
        Vector up = density.logDensity(moved(x, axis, shift), sigma);
        Vector down = density.logDensity(moved(x, axis, -shift), sigma);
        for (int i = 0; i < x.count(); i++) {
          out[i * d + j] += weights[step - 1] * (up.get(i) - down.get(i)) / h;
        }
      }
    }
    return Batch.adopt(x.shape(), out);
  }

  private static Batch moved(Batch x, int axis, double by) {
    double[] values = x.toArray();
    for (int at = axis; at < values.length; at += x.dimension()) {
      values[at] += by;
    }
    return Batch.adopt(x.shape(), values);
  }

  /// Asserts score = grad log density, relative to the largest component.
  static <L extends Denoiser & LogDensity> void scoreIsTheGradientOfTheLogDensity(
      L law, Batch x, double sigma, double h, double tolerance) {
    close(law.score(x, sigma), differentiated(law, x, sigma, h), tolerance);
  }

  /// Asserts Cov[x0|x] = sigma^2 dD/dx, and its trace.
  static <L extends Denoiser & PosteriorCovariance>
      void posteriorCovarianceIsTheDerivativeOfTheDenoiser(
          L law, Batch x, double sigma, double h, double tolerance) {
    int d = x.dimension();
    List<Matrix> covariance = law.posteriorCovariance(x, sigma);
    Vector trace = law.posteriorTrace(x, sigma);
    double unit = sigma * sigma;
    double[] traces = new double[x.count()];
    for (int j = 0; j < d; j++) {
      double[] weights = {45.0 / 60, -9.0 / 60, 1.0 / 60};
      double[] derivative = new double[x.count() * d];
      for (int step = 1; step <= 3; step++) {
        Batch up = law.denoise(moved(x, j, step * h), sigma);
        Batch down = law.denoise(moved(x, j, -step * h), sigma);
        for (int i = 0; i < derivative.length; i++) {
          derivative[i] += weights[step - 1] * (up.shared()[i] - down.shared()[i]) / h;
        }
      }
      for (int i = 0; i < x.count(); i++) {
        for (int k = 0; k < d; k++) {
          assertThat(covariance.get(i).get(k, j) / unit)
              .as("row %d, entry %d %d", i, k, j)
              .isCloseTo(derivative[i * d + k], within(tolerance));
        }
        traces[i] += covariance.get(i).get(j, j);
      }
    }
    for (int i = 0; i < x.count(); i++) {
      assertThat(trace.get(i) / unit).isCloseTo(traces[i] / unit, within(tolerance));
    }
  }

  /// Asserts that the batch around a sample does not change a bit of its result.
  static void bitsDoNotDependOnTheBatch(Denoiser law, Batch x, double sigma) {
    double[] whole = law.denoise(x, sigma).shared();
    int d = x.dimension();
    for (int n : new int[] {1, 7, 64}) {
      for (int from = 0; from + n <= x.count(); from += Math.max(n, 13)) {
        Batch part = law.denoise(x.slice(from, n), sigma);
        assertThat(part.shared())
            .as("%d rows from %d at sigma %s", n, from, sigma)
            .isEqualTo(java.util.Arrays.copyOfRange(whole, from * d, (from + n) * d));
      }
    }
  }

  static void close(Batch actual, Batch expected, double tolerance) {
    double largest = 1;
    for (double v : expected.shared()) {
      largest = Math.max(largest, Math.abs(v));
    }
    assertThat(actual.count()).isEqualTo(expected.count());
    for (int i = 0; i < actual.shared().length; i++) {
      assertThat(actual.shared()[i] / largest)
          .as("sample %d, component %d", i / actual.dimension(), i % actual.dimension())
          .isCloseTo(expected.shared()[i] / largest, within(tolerance));
    }
  }

  static Batch mean(Batch x) {
    return Batch.adopt(x.shape(), Moments.columnMeans(x));
  }

  static double[] range(int n) {
    return IntStream.range(0, n).asDoubleStream().toArray();
  }
}
