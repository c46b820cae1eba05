package org.scorefield.design;

import org.scorefield.array.Batch;
import org.scorefield.metric.Estimate;

/// Distances between two sets of the same samples, one by one.
public final class Distances {
  private Distances() {}

  /// Mean squared difference over the components, of each sample.
  public static double[] squares(Batch a, Batch b) {
    int d = a.dimension();
    double[] p = a.shared();
    double[] q = b.shared();
    double[] out = new double[a.count()];
    for (int i = 0; i < out.length; i++) {
      double sum = 0;
      for (int j = i * d; j < (i + 1) * d; j++) {
        sum += (p[j] - q[j]) * (p[j] - q[j]);
      }
      out[i] = sum / d;
    }
    return out;
  }

  /// Mean over samples of the root of these; infinite if any is not a number.
  public static double mean(Batch a, Batch b) {
    double sum = 0;
    for (double square : squares(a, b)) {
      sum += Math.sqrt(square);
    }
    double mean = sum / a.count();
    return Double.isFinite(mean) ? mean : Double.POSITIVE_INFINITY;
  }

  static double total(double[] squares) {
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return sum;
  }

  /// Standard deviation of a set, root mean square over components.
  public static double spread(Batch x) {
    int d = x.dimension();
    int n = x.count();
    double[] v = x.shared();
    double sum = 0;
    for (int j = 0; j < d; j++) {
      double mean = 0;
      for (int i = 0; i < n; i++) {
        mean += v[i * d + j] / n;
      }
      for (int i = 0; i < n; i++) {
        double off = v[i * d + j] - mean;
        sum += off * off;
      }
    }
    return Math.sqrt(sum / ((n - 1.0) * d));
  }

  /// Root of the mean square over `unit`, standard error by the delta method.
  static Estimate rootMean(double[] squares, double unit) {
    int n = squares.length;
    double mean = total(squares) / n;
    double spread = 0;
    for (double square : squares) {
      spread += (square - mean) * (square - mean);
    }
    double root = Math.sqrt(mean);
    double error = root == 0 ? 0 : Math.sqrt(spread / (n - 1.0) / n) / (2 * root);
    return new Estimate(root / unit, error / unit, n);
  }

  /// Ratio of two roots of mean squares over the same samples, standard error by the delta method.
  static Estimate ratio(double[] squares, double[] others) {
    int n = squares.length;
    double a = total(squares) / n;
    double b = total(others) / n;
    double ratio = Math.sqrt(a / b);
    double spread = 0;
    for (int i = 0; i < n; i++) {
      double influence = squares[i] / a - others[i] / b;
      spread += influence * influence;
    }
    return new Estimate(ratio, ratio / 2 * Math.sqrt(spread / (n - 1.0) / n), n);
  }
}
