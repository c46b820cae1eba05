package org.scorefield.convex.diffusion;

import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.VectorFunction;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.denoise.Preconditioning;

/// A diffusion model of one raw function F for each of several noise levels,
///
/// `D(x; sigma) = m + c_skip (x - m) + c_out F_sigma(c_in (x - m))`,
///
/// in EDM's preconditioning. Between two levels F is interpolated linearly in ln sigma, at the cost
/// of two evaluations, so that solvers that ask between the levels of their grid see a continuous
/// model; at a level and beyond the ends it is that of the level, one evaluation.
///
/// @param mean m, d
/// @param preconditioning with the standard deviation of the data
/// @param levels noise levels, falling, > 0
/// @param functions F of each level, d to d
public record LevelDenoiser(
    Vector mean, Preconditioning preconditioning, Vector levels, List<VectorFunction> functions)
    implements Denoiser, KnownLevels {

  public LevelDenoiser {
    functions = List.copyOf(functions);
    if (functions.isEmpty() || functions.size() != levels.size()) {
      throw new IllegalArgumentException(
          "need at least one level and a function for each, got "
              + levels.size()
              + " levels and "
              + functions.size()
              + " functions");
    }
    NoiseLadder.requireFalling(levels);
    for (VectorFunction f : functions) {
      if (f.inputs() != mean.size() || f.outputs() != mean.size()) {
        throw new IllegalArgumentException(
            "a mean of %d components needs functions of as many, got one from %d to %d"
                .formatted(mean.size(), f.inputs(), f.outputs()));
      }
    }
  }

  @Override
  public Shape shape() {
    return Shape.vector(mean.size());
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    Batch centred = shifted(x, mean, -1);
    Batch raw = raw(centred.times(preconditioning.in(sigma)), sigma);
    Batch out =
        Batch.combine(preconditioning.skip(sigma), centred, preconditioning.out(sigma), raw);
    return shifted(out, mean, 1);
  }

  /// F at the level, interpolated.
  private Batch raw(Batch input, double sigma) {
    int below = 0;
    while (below < levels.size() && levels.get(below) > sigma) {
      below++;
    }
    if (below == levels.size()) {
      return functions.getLast().value(input);
    }
    if (below == 0 || levels.get(below) == sigma) {
      return functions.get(below).value(input);
    }
    double above = levels.get(below - 1);
    double share = Math.log(sigma / levels.get(below)) / Math.log(above / levels.get(below));
    return Batch.combine(
        share, functions.get(below - 1).value(input), 1 - share, functions.get(below).value(input));
  }

  /// `x + sign m` for each row.
  static Batch shifted(Batch x, Vector mean, double sign) {
    double[] out = x.toArray();
    int d = mean.size();
    for (int k = 0; k < out.length; k++) {
      out[k] += sign * mean.get(k % d);
    }
    return Batch.adopt(x.shape(), out);
  }

  @Override
  public double sigmaMin() {
    return levels.last();
  }

  @Override
  public double sigmaMax() {
    return levels.first();
  }

  /// The level itself: F is known between the levels too.
  @Override
  public double nearest(double sigma) {
    return Math.clamp(sigma, sigmaMin(), sigmaMax());
  }
}
