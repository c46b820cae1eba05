package org.scorefield.analytic;

import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// The uniform law on the dark squares of a board of `cells x cells` unit squares about the origin;
/// square (i, j) is dark if i + j is even.
///
/// A square is a product of intervals, so with noise each has a closed form ({@link
/// NoisyInterval}), and the board is their mixture.
///
/// @param cells squares along a side, at least 2 and even
public record Checkerboard(int cells) implements Distribution {
  private static final Shape PLANE = Shape.vector(2);

  public Checkerboard {
    if (cells < 2 || cells % 2 != 0) {
      throw new IllegalArgumentException("cells must be even and at least 2, got " + cells);
    }
  }

  @Override
  public Shape shape() {
    return PLANE;
  }

  /// Of a component: the board is symmetric and its marginals are uniform.
  @Override
  public double scale() {
    return cells / Math.sqrt(12);
  }

  @Override
  public Gaussian matchingGaussian() {
    double variance = cells * cells / 12.0;
    double covariance = 0;
    for (int i = 0; i < cells; i++) {
      for (int j = i % 2; j < cells; j += 2) {
        covariance += (i - (cells - 1) / 2.0) * (j - (cells - 1) / 2.0) / (cells * cells / 2.0);
      }
    }
    double[] sigma = {variance, covariance, covariance, variance};
    return Gaussian.of(PLANE, Vector.of(0, 0), Matrix.adopt(2, 2, sigma));
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    double[] out = new double[x.count() * 2];
    Rows.parallel(
        x.count(),
        256,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            Seen seen = at(x.get(i, 0), x.get(i, 1), sigma);
            out[2 * i] = seen.meanX;
            out[2 * i + 1] = seen.meanY;
          }
        });
    return Batch.adopt(PLANE, out);
  }

  /// At sigma = 0 the density itself: `2 / cells^2` on dark squares, 0 elsewhere.
  @Override
  public Vector logDensity(Batch x, double sigma) {
    return Vector.generate(
        x.count(),
        i ->
            sigma == 0
                ? clean(x.get(i, 0), x.get(i, 1))
                : at(x.get(i, 0), x.get(i, 1), sigma).logDensity);
  }

  private double clean(double x, double y) {
    double half = cells / 2.0;
    boolean inside = Math.abs(x) < half && Math.abs(y) < half;
    double square = Math.floor(x + half) + Math.floor(y + half);
    return inside && square % 2 == 0 ? Math.log(2.0 / (cells * cells)) : Double.NEGATIVE_INFINITY;
  }

  private record Seen(double logDensity, double meanX, double meanY) {}

  private Seen at(double x, double y, double sigma) {
    NoisyInterval[] across = intervals(x, sigma);
    NoisyInterval[] up = intervals(y, sigma);
    double[] weights = new double[cells * cells / 2];
    int next = 0;
    for (int i = 0; i < cells; i++) {
      for (int j = i % 2; j < cells; j += 2) {
        weights[next++] = across[i].logDensity() + up[j].logDensity();
      }
    }
    double logDensity = Sums.logSumExp(weights, 0, weights.length) - Math.log(weights.length);
    Sums.softmax(weights, 0, weights.length, 0);
    double meanX = 0;
    double meanY = 0;
    next = 0;
    for (int i = 0; i < cells; i++) {
      for (int j = i % 2; j < cells; j += 2) {
        double w = weights[next++];
        meanX += w * across[i].mean();
        meanY += w * up[j].mean();
      }
    }
    return new Seen(logDensity, meanX, meanY);
  }

  private NoisyInterval[] intervals(double x, double sigma) {
    NoisyInterval[] out = new NoisyInterval[cells];
    for (int i = 0; i < cells; i++) {
      double a = i - cells / 2.0;
      out[i] = NoisyInterval.at(x, sigma, a, a + 1);
    }
    return out;
  }

  @Override
  public Batch sample(Noise noise) {
    double[] u = noise.child("square").uniform(PLANE).shared();
    double[] v = noise.child("place").uniform(PLANE).shared();
    double[] out = new double[u.length];
    for (int i = 0; i < u.length; i += 2) {
      int column = Math.min(cells - 1, (int) (u[i] * cells));
      int row = 2 * Math.min(cells / 2 - 1, (int) (u[i + 1] * cells / 2)) + column % 2;
      out[i] = column + v[i] - cells / 2.0;
      out[i + 1] = row + v[i + 1] - cells / 2.0;
    }
    return Batch.adopt(PLANE, out);
  }
}
