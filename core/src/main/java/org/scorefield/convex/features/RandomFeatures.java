package org.scorefield.convex.features;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.convex.VectorFunction;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// A network of two layers of which only the second was fitted:
///
/// `f(x) = c + C x + sum_m w_m act(a_m . x + b_m)`,
///
/// hyperplanes (a_m, b_m) drawn beforehand. Cost of a batch of n: `2nM(d + q)`.
///
/// @param map the features
/// @param outer w_m, M x q
/// @param skip C, q x d
/// @param bias c, q
public record RandomFeatures(FeatureMap map, Matrix outer, Matrix skip, Vector bias)
    implements VectorFunction {
  /// Features held at a time.
  private static final int BLOCK = 1 << 20;

  public RandomFeatures {
    int q = bias.size();
    if (q < 1
        || outer.rows() != map.count()
        || outer.columns() != q
        || skip.rows() != q
        || skip.columns() != map.inputs()) {
      throw new IllegalArgumentException(
          "with %d features of %d components and q = %d outputs, outer weights must be %d x q and the skip connection q x %d with q >= 1; got %s and %s"
              .formatted(map.count(), map.inputs(), q, map.count(), map.inputs(), outer, skip));
    }
    requireFinite("outer weights", outer.shared());
    requireFinite("the skip connection", skip.shared());
    requireFinite("the bias", bias.shared());
    requireFinite("directions", map.directions().shared());
    requireFinite("offsets", map.offsets().shared());
  }

  private static void requireFinite(String what, double[] values) {
    for (double v : values) {
      if (!Double.isFinite(v)) {
        throw new IllegalArgumentException(what + " must be finite, got " + v);
      }
    }
  }

  @Override
  public int inputs() {
    return map.inputs();
  }

  @Override
  public int outputs() {
    return bias.size();
  }

  @Override
  public Batch value(Batch x) {
    if (x.dimension() != inputs()) {
      throw new IllegalArgumentException(
          "the features have d = "
              + inputs()
              + " components, samples of shape "
              + x.shape()
              + " have "
              + x.dimension());
    }
    int n = x.count();
    int q = outputs();
    double[] out = Products.timesTransposed(x.shared(), n, skip);
    int step = Math.max(1, BLOCK / Math.max(1, map.count()));
    for (int from = 0; from < n; from += step) {
      int length = Math.min(step, n - from);
      double[] rows = step >= n ? x.shared() : x.slice(from, length).shared();
      double[] sum = Products.times(map.features(rows, length), length, outer);
      for (int k = 0; k < sum.length; k++) {
        out[from * q + k] += sum[k];
      }
    }
    for (int k = 0; k < out.length; k++) {
      out[k] += bias.shared()[k % q];
    }
    return Batch.adopt(q == inputs() ? x.shape() : Shape.vector(q), out);
  }

  /// The same function as a network whose hidden weights may be trained on from here.
  ///
  /// @throws IllegalArgumentException if the features are not ReLU, or the outputs not as many as
  ///   the inputs
  public TwoLayerScore network() {
    if (map.activation() != FeatureActivation.RELU || inputs() != outputs()) {
      throw new IllegalArgumentException(
          "only ReLU features with as many outputs as inputs are a network of this kind, got "
              + map.activation()
              + " from "
              + inputs()
              + " to "
              + outputs());
    }
    return new TwoLayerScore(Activation.RELU, map.directions(), map.offsets(), outer, skip, bias);
  }
}
