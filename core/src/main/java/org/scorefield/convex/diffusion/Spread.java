package org.scorefield.convex.diffusion;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;

/// Mean of clean rows, and their standard deviation: the root of the mean variance of a component,
/// over n.
///
/// @param mean m, d
/// @param deviation > 0
public record Spread(Vector mean, double deviation) {

  /// @throws IllegalArgumentException if all rows are the same
  public static Spread of(Batch rows) {
    int n = rows.count();
    int d = rows.dimension();
    double[] x = rows.shared();
    double[] mean = new double[d];
    for (int k = 0; k < x.length; k++) {
      mean[k % d] += x[k] / n;
    }
    double squares = 0;
    for (int k = 0; k < x.length; k++) {
      double difference = x[k] - mean[k % d];
      squares += difference * difference;
    }
    double deviation = Math.sqrt(squares / n / d);
    if (!(deviation > 0) || !Double.isFinite(deviation)) {
      throw new IllegalArgumentException(
          "the rows must differ and have a finite variance, got a standard deviation of "
              + deviation
              + "; a constant needs no model");
    }
    return new Spread(Vector.adopt(mean), deviation);
  }

  /// The root of the largest eigenvalue of the second moments about 0: the standard deviation along
  /// the widest direction where the mean is 0, and about |m| where that is far out.
  double reach(Batch rows) {
    int n = rows.count();
    int d = rows.dimension();
    double[] x = rows.shared();
    Matrix moments = Products.transposeTimes(x, x, n, d, d);
    return Math.sqrt(SymmetricEigen.valuesOf(moments).first() / n);
  }
}
