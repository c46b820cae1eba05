package org.scorefield.analytic;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// Sums over the members of each component: mean, and as much of the second moments as the kind of
/// covariance needs. Rows are taken relative to an anchor near the mean of the component, so that
/// nothing cancels. Memory for low rank and full covariances: `K d^2`.
final class MixtureStatistics {
  private final Memberships members;
  private final Matrix anchors;
  private final double[] sums;
  private final boolean gram;
  private final List<double[]> second;

  private MixtureStatistics(CovarianceKind kind, Memberships members, Matrix anchors) {
    int k = anchors.rows();
    int d = anchors.columns();
    this.members = members;
    this.anchors = anchors;
    this.sums = new double[k * d];
    this.gram = kind instanceof CovarianceKind.Full || kind instanceof CovarianceKind.LowRank;
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

  /// The statistics of the members, in one pass.
  ///
  /// @param anchors K x d
  static MixtureStatistics of(
      CovarianceKind kind, Dataset data, Memberships members, Matrix anchors) {
    MixtureStatistics statistics = new MixtureStatistics(kind, members, anchors);
    members.visit(data, anchors, statistics::add);
    return statistics;
  }

  private void add(int c, double[] weights, double[] rows) {
    int d = anchors.columns();
    double[] squares = second.get(c);
    for (int i = 0; i < weights.length; i++) {
      double w = weights[i];
      double root = Math.sqrt(w);
      for (int j = 0; j < d; j++) {
        double v = rows[i * d + j];
        sums[c * d + j] += w * v;
        if (gram) {
          rows[i * d + j] = root * v;
        } else if (squares.length > 0) {
          squares[j] += w * v * v;
        }
      }
    }
    if (gram) {
      Products.addGram(rows, weights.length, d, squares);
    }
  }

  /// Weighted mean of the rows of component c.
  double[] mean(int c) {
    double[] mean = shift(c);
    for (int j = 0; j < mean.length; j++) {
      mean[j] += anchors.get(c, j);
    }
    return mean;
  }

  /// Weighted mean relative to the anchor.
  private double[] shift(int c) {
    int d = anchors.columns();
    double weight = members.weight(c);
    double[] out = new double[d];
    for (int j = 0; j < d; j++) {
      out[j] = sums[c * d + j] / weight;
    }
    return out;
  }

  /// Weighted variance of each coordinate in component c.
  double[] variances(int c) {
    double weight = members.weight(c);
    double[] delta = shift(c);
    double[] out = second.get(c).clone();
    for (int j = 0; j < out.length; j++) {
      out[j] = out[j] / weight - delta[j] * delta[j];
    }
    return out;
  }

  /// Weighted covariance of component c. Overwrites the sums it is made of: ask once.
  Matrix covariance(int c) {
    int d = anchors.columns();
    double weight = members.weight(c);
    double[] delta = shift(c);
    double[] gram = second.get(c);
    for (int i = 0; i < d; i++) {
      for (int j = i; j < d; j++) {
        gram[i * d + j] = gram[i * d + j] / weight - delta[i] * delta[j];
      }
    }
    Products.mirror(gram, d);
    return Matrix.adopt(d, d, gram);
  }
}
