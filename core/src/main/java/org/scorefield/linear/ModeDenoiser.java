package org.scorefield.linear;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;

/// The exact denoiser of a centred Gaussian in its own axes, `D_k = lambda_k/(lambda_k + sigma^2)
/// x_k`: one component a mode, one multiplication each.
///
/// @param variances lambda
record ModeDenoiser(Vector variances) implements ModeModel {
  @Override
  public Shape shape() {
    return Shape.vector(variances.size());
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    double v = sigma * sigma;
    double[] lambda = variances.shared();
    double[] in = x.shared();
    double[] out = new double[in.length];
    for (int at = 0; at < in.length; at += lambda.length) {
      for (int k = 0; k < lambda.length; k++) {
        out[at + k] = lambda[k] / (lambda[k] + v) * in[at + k];
      }
    }
    return Batch.adopt(x.shape(), out);
  }

  @Override
  public ModeDenoiser mode(int k) {
    return new ModeDenoiser(Vector.of(variances.get(k)));
  }

  @Override
  public boolean centred() {
    return true;
  }
}
