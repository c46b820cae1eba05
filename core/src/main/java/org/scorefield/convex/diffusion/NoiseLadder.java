package org.scorefield.convex.diffusion;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Vector;

/// Which noise levels to train: geometric, as scores change over factors of sigma.
public final class NoiseLadder {
  private static final int PROBES = 100;
  private static final int COMPARED = 10_000;

  private NoiseLadder() {}

  /// `count` levels from the highest down to the lowest, each the same factor below the one before.
  ///
  /// @param sigmaMax > sigmaMin
  /// @param sigmaMin > 0
  /// @param count at least 2
  public static Vector geometric(double sigmaMax, double sigmaMin, int count) {
    if (count < 2) {
      throw new IllegalArgumentException("a ladder has at least 2 levels, got " + count);
    }
    if (!(sigmaMin > 0) || !(sigmaMax > sigmaMin) || !Double.isFinite(sigmaMax)) {
      throw new IllegalArgumentException(
          "levels fall from a finite sigma_max to a lower positive sigma_min, got "
              + sigmaMax
              + " and "
              + sigmaMin);
    }
    double ratio = Math.log(sigmaMin / sigmaMax);
    return Vector.generate(
        count, l -> l == count - 1 ? sigmaMin : sigmaMax * Math.exp(ratio * l / (count - 1)));
  }

  /// Levels that fit the data, from their spread to their spacing.
  ///
  /// The highest is five times the root of the largest second moment of a direction or a mean,
  /// where `N(0, sigma^2)` is a start with a divergence of about 1/50 at most from the law of the
  /// data plus noise. The lowest is where noise reaches as far as the nearest other row, `r / sqrt
  /// d` for the median distance r: below it there is only the row itself to learn, and what is left
  /// to do is one denoising step. In many components rows are far apart compared to the detail they
  /// have, so the lowest is between 1/50 and 1/10 of the standard deviation of a component.
  ///
  /// @param rows n x d, at least 2; a hundred of them are compared with at most 10,000
  /// @param count at least 2
  public static Vector of(Batch rows, int count) {
    if (rows.count() < 2) {
      throw new IllegalArgumentException(
          "levels are chosen by the spacing of at least 2 rows, got " + rows.count());
    }
    Spread spread = Spread.of(rows);
    double lowest =
        Math.clamp(
            spacing(rows) / Math.sqrt(rows.dimension()),
            spread.deviation() / 50,
            spread.deviation() / 10);
    return geometric(5 * spread.reach(rows), lowest, count);
  }

  /// The median distance of a row to the nearest other one.
  private static double spacing(Batch rows) {
    int n = Math.min(rows.count(), COMPARED);
    int d = rows.dimension();
    int probes = Math.min(n, PROBES);
    double[] x = rows.shared();
    double[] nearest = new double[probes];
    Rows.parallel(
        probes,
        4,
        (from, to) -> {
          for (int p = from; p < to; p++) {
            int row = (int) ((long) p * n / probes);
            nearest[p] = Double.POSITIVE_INFINITY;
            for (int i = 0; i < n; i++) {
              double square = i == row ? Double.POSITIVE_INFINITY : square(x, row * d, i * d, d);
              nearest[p] = Math.min(nearest[p], square);
            }
          }
        });
    Arrays.sort(nearest);
    return Math.sqrt(nearest[probes / 2]);
  }

  private static double square(double[] x, int a, int b, int d) {
    double sum = 0;
    for (int j = 0; j < d; j++) {
      double difference = x[a + j] - x[b + j];
      sum += difference * difference;
    }
    return sum;
  }

  /// @throws IllegalArgumentException if levels are not positive and finite, or do not fall
  public static void requireFalling(Vector levels) {
    for (int l = 0; l < levels.size(); l++) {
      double sigma = levels.get(l);
      boolean falls = l == 0 || sigma < levels.get(l - 1);
      if (!(sigma > 0) || !Double.isFinite(sigma) || !falls) {
        throw new IllegalArgumentException(
            "levels must fall and be positive and finite, got " + sigma + " at " + l);
      }
    }
    if (levels.size() == 0) {
      throw new IllegalArgumentException("at least one noise level is needed");
    }
  }
}
