package org.scorefield.analytic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// Sums over rows weighted by responsibilities, for each component: weight, mean, and as much of
/// the second moments as the kind of covariance needs. Rows are taken relative to an anchor near
/// the mean of the component, so that nothing cancels.
///
/// Components are summed in parallel, the rows of one always in order: no bit depends on threads.
final class MixtureStatistics {
  private final CovarianceKind kind;
  private final Matrix anchors;
  private final double[] weights;
  private final double[] sums;
  private final List<double[]> second;

  MixtureStatistics(CovarianceKind kind, Matrix anchors) {
    int k = anchors.rows();
    int d = anchors.columns();
    this.kind = kind;
    this.anchors = anchors;
    this.weights = new double[k];
    this.sums = new double[k * d];
    this.second = new ArrayList<>();
    int size =
        switch (kind) {
          case CovarianceKind.Full _, CovarianceKind.LowRank _ -> Math.multiplyExact(d, d);
          case CovarianceKind.Diagonal _ -> d;
          case CovarianceKind.Shared _ -> 0;
        };
    for (int c = 0; c < k; c++) {
      second.add(new double[size]);
    }
  }

  /// Empty statistics anchored at the means of a mixture.
  static MixtureStatistics around(CovarianceKind kind, GaussianMixture mixture) {
    int d = mixture.shape().size();
    int k = mixture.components().size();
    double[] means = new double[k * d];
    for (int c = 0; c < k; c++) {
      System.arraycopy(mixture.components().get(c).mean().shared(), 0, means, c * d, d);
    }
    return new MixtureStatistics(kind, Matrix.adopt(k, d, means));
  }

  int components() {
    return weights.length;
  }

  /// Sum of the responsibilities of component c.
  double weight(int c) {
    return weights[c];
  }

  /// Adds rows with their responsibilities, n x K.
  void add(Batch rows, double[] responsibilities) {
    IntStream.range(0, weights.length).parallel().forEach(c -> add(c, rows, responsibilities));
  }

  private void add(int c, Batch rows, double[] responsibilities) {
    int k = weights.length;
    int d = anchors.columns();
    int[] active =
        IntStream.range(0, rows.count()).filter(i -> responsibilities[i * k + c] != 0).toArray();
    boolean gram = kind instanceof CovarianceKind.Full || kind instanceof CovarianceKind.LowRank;
    double[] scaled = new double[gram ? active.length * d : 0];
    double[] x = rows.shared();
    double[] anchor = anchors.shared();
    double[] squares = second.get(c);
    for (int a = 0; a < active.length; a++) {
      double w = responsibilities[active[a] * k + c];
      double root = Math.sqrt(w);
      weights[c] += w;
      for (int j = 0; j < d; j++) {
        double v = x[active[a] * d + j] - anchor[c * d + j];
        sums[c * d + j] += w * v;
        if (gram) {
          scaled[a * d + j] = root * v;
        } else if (squares.length > 0) {
          squares[j] += w * v * v;
        }
      }
    }
    if (gram) {
      Products.addGram(scaled, active.length, d, squares);
    }
  }

  /// Weighted mean of the rows of component c.
  double[] mean(int c) {
    int d = anchors.columns();
    double[] mean = shift(c);
    for (int j = 0; j < d; j++) {
      mean[j] += anchors.get(c, j);
    }
    return mean;
  }

  /// Weighted mean relative to the anchor.
  private double[] shift(int c) {
    int d = anchors.columns();
    double[] out = new double[d];
    for (int j = 0; j < d; j++) {
      out[j] = sums[c * d + j] / weights[c];
    }
    return out;
  }

  /// Weighted variance of each coordinate in component c.
  double[] variances(int c) {
    double[] delta = shift(c);
    double[] out = second.get(c).clone();
    for (int j = 0; j < out.length; j++) {
      out[j] = out[j] / weights[c] - delta[j] * delta[j];
    }
    return out;
  }

  /// Weighted covariance of component c. Overwrites the sums it is made of: ask once.
  Matrix covariance(int c) {
    int d = anchors.columns();
    double[] delta = shift(c);
    double[] gram = second.get(c);
    for (int i = 0; i < d; i++) {
      for (int j = i; j < d; j++) {
        gram[i * d + j] = gram[i * d + j] / weights[c] - delta[i] * delta[j];
      }
    }
    Products.mirror(gram, d);
    return Matrix.adopt(d, d, gram);
  }
}
