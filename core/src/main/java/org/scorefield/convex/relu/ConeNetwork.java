package org.scorefield.convex.relu;

import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// A two-layer network of one output, `sum_j alpha_j f(u_j . x + b_j) + slope . x + offset`.
///
/// @param activation f
/// @param inner u_j, m x d
/// @param hiddenBiases b_j, m
/// @param outer alpha_j, m
/// @param slope d
/// @param offset c
public record ConeNetwork(
    Activation activation,
    Matrix inner,
    Vector hiddenBiases,
    Vector outer,
    Vector slope,
    double offset) {
  public ConeNetwork {
    if (inner.rows() != hiddenBiases.size()
        || inner.rows() != outer.size()
        || inner.columns() != slope.size()) {
      throw new IllegalArgumentException(
          "inner weights of m x d need m hidden biases, m outer weights and a slope of d; got %s, %d, %d and %d"
              .formatted(inner, hiddenBiases.size(), outer.size(), slope.size()));
    }
  }

  /// Hidden units, m.
  public int units() {
    return outer.size();
  }

  ConeNetwork withAffine(Vector newSlope, double newOffset) {
    return new ConeNetwork(activation, inner, hiddenBiases, outer, newSlope, newOffset);
  }

  /// The output for each row. Cost 2nmd.
  public Vector values(Batch x) {
    if (x.dimension() != slope.size()) {
      throw new IllegalArgumentException(
          "the network takes rows of d = " + slope.size() + ", got " + x);
    }
    int m = units();
    double[] pre = Products.timesTransposed(x.shared(), x.count(), inner);
    double[] out =
        Products.timesTransposed(
            x.shared(), x.count(), Matrix.adopt(1, slope.size(), slope.shared()));
    for (int r = 0; r < out.length; r++) {
      out[r] += offset;
      for (int j = 0; j < m; j++) {
        out[r] += outer.get(j) * activation.value(pre[r * m + j] + hiddenBiases.get(j));
      }
    }
    return Vector.adopt(out);
  }

  /// `sum_j |u_j|^2 + b_j^2 + alpha_j^2`: hidden biases count.
  public double weightDecay() {
    return 2 * (square(inner.shared()) + square(hiddenBiases.shared()) + square(outer.shared()));
  }

  private static double square(double[] a) {
    return ConeProgram.halfSquare(a);
  }

  /// `1/2 |y - f(X)|^2 + beta/2` times the weight decay, sums over rows.
  public double objective(Batch x, Vector y, double beta) {
    Vector values = values(x);
    double[] rest = new double[y.size()];
    for (int r = 0; r < rest.length; r++) {
      rest[r] = y.get(r) - values.get(r);
    }
    return square(rest) + beta / 2 * weightDecay();
  }

  /// The score whose component k is network k, d networks of d inputs.
  public static TwoLayerScore score(List<ConeNetwork> outputs) {
    int d = outputs.size();
    if (d == 0 || outputs.stream().anyMatch(o -> o.slope().size() != d)) {
      throw new IllegalArgumentException(
          "a score of d components needs d networks of d inputs, got " + d + " networks");
    }
    int m = outputs.stream().mapToInt(ConeNetwork::units).sum();
    double[] u = new double[m * d];
    double[] b = new double[m];
    double[] alpha = new double[m * d];
    double[] skip = new double[d * d];
    int at = 0;
    for (int k = 0; k < d; k++) {
      ConeNetwork net = outputs.get(k);
      System.arraycopy(net.inner.shared(), 0, u, at * d, net.units() * d);
      System.arraycopy(net.hiddenBiases.shared(), 0, b, at, net.units());
      System.arraycopy(net.slope.shared(), 0, skip, k * d, d);
      for (int j = 0; j < net.units(); j++) {
        alpha[(at + j) * d + k] = net.outer.get(j);
      }
      at += net.units();
    }
    return new TwoLayerScore(
        outputs.getFirst().activation,
        Matrix.adopt(m, d, u),
        Vector.adopt(b),
        Matrix.adopt(m, d, alpha),
        Matrix.adopt(d, d, skip),
        Vector.generate(d, k -> outputs.get(k).offset));
  }
}
