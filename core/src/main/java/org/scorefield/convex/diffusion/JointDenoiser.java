package org.scorefield.convex.diffusion;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.VectorFunction;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.denoise.Preconditioning;

/// A diffusion model of one raw function for all noise levels, which is told the level as one more
/// component,
///
/// `D(x; sigma) = m + c_skip (x - m) + c_out F(c_in (x - m), u(sigma))`,
///
/// in EDM's preconditioning, where u runs linearly in `c_noise = ln(sigma)/4` and is scaled to mean
/// 0 and variance 1 over log-uniform levels, so that a gate weighs it like a component of the data.
/// Outside of its levels it is asked at the nearer end. One evaluation a call.
///
/// A gated F jumps where a gate's plane is crossed, in x and in sigma.
///
/// @param mean m, d
/// @param preconditioning with the standard deviation of the data
/// @param sigmaMax highest level
/// @param sigmaMin lowest level, > 0
/// @param function F, d + 1 to d
public record JointDenoiser(
    Vector mean,
    Preconditioning preconditioning,
    double sigmaMax,
    double sigmaMin,
    VectorFunction function)
    implements Denoiser, KnownLevels {

  public JointDenoiser {
    NoiseLadder.requireFalling(Vector.of(sigmaMax, sigmaMin));
    if (function.inputs() != mean.size() + 1 || function.outputs() != mean.size()) {
      throw new IllegalArgumentException(
          "a mean of d = %d components needs a function from d + 1 to d, got one from %d to %d"
              .formatted(mean.size(), function.inputs(), function.outputs()));
    }
  }

  @Override
  public Shape shape() {
    return Shape.vector(mean.size());
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    Batch centred = LevelDenoiser.shifted(x, mean, -1);
    double[] u = new double[x.count()];
    Arrays.fill(u, coordinate(nearest(sigma), sigmaMax, sigmaMin));
    Batch raw = function.value(withLevel(centred.times(preconditioning.in(sigma)), u));
    Batch out =
        Batch.combine(
            preconditioning.skip(sigma),
            centred,
            preconditioning.out(sigma),
            raw.reshape(x.shape()));
    return LevelDenoiser.shifted(out, mean, 1);
  }

  /// `u(sigma)`: from -sqrt 3 at the lowest level to sqrt 3 at the highest.
  static double coordinate(double sigma, double sigmaMax, double sigmaMin) {
    double half = Math.log(sigmaMax / sigmaMin) / 2;
    return Math.sqrt(3) * (Math.log(sigma / sigmaMin) - half) / half;
  }

  /// Rows `(z, u)`.
  static Batch withLevel(Batch z, double[] u) {
    int d = z.dimension();
    double[] out = new double[Math.multiplyExact(z.count(), d + 1)];
    for (int i = 0; i < z.count(); i++) {
      System.arraycopy(z.shared(), i * d, out, i * (d + 1), d);
      out[i * (d + 1) + d] = u[i];
    }
    return Batch.adopt(Shape.vector(d + 1), out);
  }

  @Override
  public double nearest(double sigma) {
    return Math.clamp(sigma, sigmaMin, sigmaMax);
  }
}
