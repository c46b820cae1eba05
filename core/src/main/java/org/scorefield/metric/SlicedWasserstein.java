package org.scorefield.metric;

import java.util.Arrays;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// The sliced Wasserstein-2 distance (Rabin et al. 2012; Bonneel et al. 2015), in the data's units:
///
///     SW^2 = mean over directions theta on the sphere of W_2^2(theta.X, theta.Y)
///
/// estimated with P random directions. In one dimension the optimal plan pairs quantiles; samples of
/// unequal size are paired exactly, each share of a quantile once ({@link Slice}).
///
/// **Standard error**, of the distance between the two *laws*: the spread between directions over P,
/// and the sampling of either set, by the delete-block {@link Jackknife} with the directions held.
/// As with every plug-in transport distance the value is biased upwards, by about `O(1/n)` in SW^2
/// where the laws are near; that is not in the standard error. {@link RealVsReal} shows its size.
///
/// All rows are used. Cost `2 P n d + P n (log n + 2 blocks)`; memory 128 MiB, in several passes over
/// the rows where P n is large.
///
/// @param projections P, at least 2
/// @param blocks of the jackknife, at least 2
public record SlicedWasserstein(int projections, int blocks) implements Metric {
  static final int PROJECTIONS = 256;
  static final int BLOCKS = 20;
  private static final int NUMBERS_IN_MEMORY = 1 << 22;

  public SlicedWasserstein {
    Inputs.requireAtLeast(2, projections, "the number of projections");
    Inputs.requireAtLeast(2, blocks, "the number of blocks");
  }

  @Override
  public String name() {
    return projections == PROJECTIONS ? "sliced-w2" : "sliced-w2:" + projections;
  }

  @Override
  public String meaning() {
    return "sliced Wasserstein-2 distance over "
        + projections
        + " directions, in the data's units, biased upwards by small samples: smaller is better";
  }

  @Override
  public Better better() {
    return Better.SMALLER;
  }

  @Override
  public double target() {
    return 0;
  }

  @Override
  public Estimate measure(Dataset generated, Dataset reference, Noise noise) {
    Inputs.require(generated, reference);
    int n = generated.size();
    int m = reference.size();
    int blocksG = Jackknife.blocks(blocks, n);
    int blocksR = Jackknife.blocks(blocks, m);
    Slice[] slices = new Slice[projections];
    Matrix directions = directions(reference.shape().size(), noise);
    Vector centre = Moments.meanOf(reference);
    int together = Math.max(1, NUMBERS_IN_MEMORY / Math.max(n, m));
    for (int first = 0; first < projections; first += together) {
      int offset = first;
      int count = Math.min(together, projections - first);
      Matrix some = columns(directions, first, count);
      double[] g = byDirection(new Projected(generated, centre, some));
      double[] r = byDirection(new Projected(reference, centre, some));
      Rows.parallel(
          count,
          1,
          (from, to) -> {
            for (int p = from; p < to; p++) {
              slices[offset + p] =
                  Slice.of(
                      Arrays.copyOfRange(g, p * n, (p + 1) * n),
                      blocksG,
                      Arrays.copyOfRange(r, p * m, (p + 1) * m),
                      blocksR);
            }
          });
    }
    return estimate(slices, Math.min(n, m));
  }

  private Estimate estimate(Slice[] slices, int n) {
    double square = 0;
    for (Slice s : slices) {
      square += s.whole() / projections;
    }
    double spread = 0;
    for (Slice s : slices) {
      spread += (s.whole() - square) * (s.whole() - square) / (projections - 1);
    }
    double value = Math.sqrt(square);
    Jackknife sampling =
        Jackknife.of(value, roots(slices, Slice::withoutGenerated))
            .plus(Jackknife.of(value, roots(slices, Slice::withoutReference)));
    // d sqrt(s) = ds / (2 sqrt(s)).
    double directions = value == 0 ? 0 : spread / projections / (4 * square);
    return new Estimate(value, Math.sqrt(directions + sampling.variance()), n);
  }

  @FunctionalInterface
  private interface LeftOut {
    Vector of(Slice slice);
  }

  private double[] roots(Slice[] slices, LeftOut leftOut) {
    double[] out = new double[leftOut.of(slices[0]).size()];
    for (Slice s : slices) {
      for (int k = 0; k < out.length; k++) {
        out[k] += leftOut.of(s).get(k) / projections;
      }
    }
    Arrays.setAll(out, k -> Math.sqrt(out[k]));
    return out;
  }

  /// P unit vectors, uniform on the sphere, as the columns of a d x P matrix.
  private Matrix directions(int d, Noise noise) {
    double[] z =
        new Noise(noise.key().child("projections"), 0, projections)
            .normal(Shape.vector(d))
            .toArray();
    for (int p = 0; p < projections; p++) {
      double square = 0;
      for (int j = p * d; j < (p + 1) * d; j++) {
        square += z[j] * z[j];
      }
      double norm = Math.sqrt(square);
      for (int j = p * d; j < (p + 1) * d; j++) {
        z[j] /= norm;
      }
    }
    return Matrix.adopt(projections, d, z).transpose();
  }

  private static Matrix columns(Matrix matrix, int from, int count) {
    double[] out = new double[matrix.rows() * count];
    for (int i = 0; i < matrix.rows(); i++) {
      System.arraycopy(matrix.shared(), i * matrix.columns() + from, out, i * count, count);
    }
    return Matrix.adopt(matrix.rows(), count, out);
  }

  /// All coordinates along direction 0, then all along direction 1, ...
  private static double[] byDirection(Projected projected) {
    int n = projected.size();
    int p = projected.directions().columns();
    double[] out = new double[Math.multiplyExact(n, p)];
    int block = projected.comfortableBlock();
    for (int from = 0; from < n; from += block) {
      Batch rows = projected.rows(from, Math.min(block, n - from));
      double[] values = rows.shared();
      for (int i = 0; i < rows.count(); i++) {
        for (int k = 0; k < p; k++) {
          out[k * n + from + i] = values[i * p + k];
        }
      }
    }
    return out;
  }
}
