package org.scorefield.budget;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linear.ModeModel;

/// The denoiser of a {@link GaussianModel} about the mean of the data, `D = u + v s_theta = f u +
/// (1
/// - f) b`, `f = 1 - (1 + eps) v/(lambda + v)`.
record GaussianModes(Vector variances, LinearScoreError error) implements ModeModel {

  @Override
  public Shape shape() {
    return Shape.vector(variances.size());
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    double v = sigma * sigma;
    double relative = error.relative(sigma);
    double shift = error.shift(sigma);
    double[] lambda = variances.shared();
    double[] in = x.shared();
    double[] out = new double[in.length];
    for (int at = 0; at < in.length; at += lambda.length) {
      for (int k = 0; k < lambda.length; k++) {
        double keep = (lambda[k] - relative * v) / (lambda[k] + v);
        out[at + k] = keep * in[at + k] + (1 - keep) * shift;
      }
    }
    return Batch.adopt(x.shape(), out);
  }

  @Override
  public ModeModel mode(int k) {
    return new GaussianModes(Vector.of(variances.get(k)), error);
  }

  @Override
  public boolean centred() {
    return error instanceof LinearScoreError.Constant(double _, double shift) && shift == 0;
  }
}
