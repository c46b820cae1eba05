package org.scorefield.convex.relu;

import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.linalg.Matrix;

/// The neurons of a network of two layers: `sum_j f(X u_j) alpha_j^T`.
///
/// @param inner u_j, m x D; the bias of a unit is the weight of a column of ones
/// @param outer alpha_j, m x q
public record Neurons(Matrix inner, Matrix outer) {
  public Neurons {
    if (inner.rows() != outer.rows()) {
      throw new IllegalArgumentException(
          "each neuron needs weights in and out, got %s and %s".formatted(inner, outer));
    }
  }

  /// No neurons.
  public static Neurons none(int width, int outputs) {
    return new Neurons(
        Matrix.adopt(0, width, new double[0]), Matrix.adopt(0, outputs, new double[0]));
  }

  /// Those of a score network, its biases as the weights of a last column of ones.
  public static Neurons of(TwoLayerScore network) {
    int m = network.units();
    int d = network.dimension();
    double[] inner = new double[m * (d + 1)];
    for (int j = 0; j < m; j++) {
      System.arraycopy(network.inner().shared(), j * d, inner, j * (d + 1), d);
      inner[j * (d + 1) + d] = network.hiddenBiases().get(j);
    }
    return new Neurons(Matrix.adopt(m, d + 1, inner), network.outer());
  }

  /// The score network of these neurons on rows `(x, 1)`.
  ///
  /// @param skip V, d x d
  /// @param bias c, d
  public TwoLayerScore score(Activation activation, Matrix skip, Vector bias) {
    int d = inner.columns() - 1;
    double[] last = new double[count()];
    for (int j = 0; j < last.length; j++) {
      last[j] = inner.get(j, d);
    }
    return new TwoLayerScore(
        activation, inner.leadingColumns(d), Vector.adopt(last), outer, skip, bias);
  }

  /// How many, m.
  public int count() {
    return inner.rows();
  }

  /// `sum_j |u_j|^2 + |alpha_j|^2`.
  public double weightDecay() {
    return NeuronProblem.squared(inner.shared()) + NeuronProblem.squared(outer.shared());
  }

  /// `sum_j |u_j| |alpha_j|`: half the weight decay once it is balanced.
  public double pathNorm() {
    double sum = 0;
    for (int j = 0; j < count(); j++) {
      sum += norm(inner, j) * norm(outer, j);
    }
    return sum;
  }

  /// The same function with the two norms of every neuron made equal, which has the least weight
  /// decay; neurons that are 0 on either side are left out.
  public Neurons balanced() {
    int kept = 0;
    double[] in = inner.toArray();
    double[] out = outer.toArray();
    int width = inner.columns();
    int q = outer.columns();
    for (int j = 0; j < count(); j++) {
      double a = norm(inner, j);
      double b = norm(outer, j);
      if (a > 0 && b > 0) {
        double ratio = Math.sqrt(b / a);
        for (int i = 0; i < width; i++) {
          in[kept * width + i] = ratio * inner.get(j, i);
        }
        for (int k = 0; k < q; k++) {
          out[kept * q + k] = outer.get(j, k) / ratio;
        }
        kept++;
      }
    }
    return new Neurons(
        Matrix.adopt(kept, width, java.util.Arrays.copyOf(in, kept * width)),
        Matrix.adopt(kept, q, java.util.Arrays.copyOf(out, kept * q)));
  }

  private static double norm(Matrix a, int row) {
    double sum = 0;
    for (int i = row * a.columns(); i < (row + 1) * a.columns(); i++) {
      sum += a.shared()[i] * a.shared()[i];
    }
    return Math.sqrt(sum);
  }
}
