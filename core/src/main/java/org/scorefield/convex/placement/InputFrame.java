package org.scorefield.convex.placement;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Preconditioning;

/// Coordinates `u = scale (x - m)` of the input of a network, and the data x that they stand for.
/// One scale for all components: directions and angles are the same in both, and a hyperplane
/// through x with normal a is one through u with normal a.
///
/// @param mean m, d
/// @param scale > 0
public record InputFrame(Vector mean, double scale) {

  public InputFrame {
    if (!(scale > 0) || !Double.isFinite(scale)) {
      throw new IllegalArgumentException("a scale must be positive and finite, got " + scale);
    }
  }

  /// The data themselves.
  public static InputFrame identity(int d) {
    return new InputFrame(Vector.adopt(new double[d]), 1);
  }

  /// `c_in (x - m)`, the input of a preconditioned network.
  public static InputFrame of(Vector mean, Preconditioning c, double sigma) {
    return new InputFrame(mean, c.in(sigma));
  }

  /// u of each x.
  public Batch of(Batch x) {
    double[] out = x.toArray();
    for (int k = 0; k < out.length; k++) {
      out[k] = scale * (out[k] - mean.get(k % mean.size()));
    }
    return Batch.adopt(x.shape(), out);
  }

  /// x of each u.
  public Batch data(Batch u) {
    double[] out = u.toArray();
    for (int k = 0; k < out.length; k++) {
      out[k] = out[k] / scale + mean.get(k % mean.size());
    }
    return Batch.adopt(u.shape(), out);
  }
}
