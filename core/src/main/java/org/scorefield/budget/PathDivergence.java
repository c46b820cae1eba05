package org.scorefield.budget;

import org.scorefield.analytic.Distribution;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.schedule.TimeGrid;

/// The divergence of the path, `E ln P/Q`, straight from its definition: paths of the exact reverse
/// process, and the densities that it and the scheme give them.
///
/// The exact process read from its end is simple: a sample at the last level, to which every step
/// back adds `sqrt(D_k) z`. So with `x_k` the state at level k
///
/// `ln P = ln p(x_N; sigma_N) + sum_k ln N(x_k; x_{k+1}, D_k I)`, `ln Q = ln N(x_0; 0, sigma_0^2 I)
/// + sum_k ln N(x_{k+1}; x_k + D_k s(x_k; sigma_k), eta_k I)`.
///
/// It uses no identity and no loss, and so is what budgets are checked against. The variance over
/// paths is about twice the divergence, as of any log ratio of laws that are close; a budget from
/// losses has less.
///
/// @param samples paths drawn, at least 2
public record PathDivergence(int samples) {
  public PathDivergence {
    if (samples < 2) {
      throw new IllegalArgumentException("a standard error needs at least 2 paths, got " + samples);
    }
  }

  /// @param law of the data
  /// @param model in place of the exact score
  /// @param noise names the random numbers; its count does not matter
  public Estimate measure(Distribution law, Scheme scheme, Denoiser model, Noise noise) {
    TimeGrid grid = scheme.grid();
    Vector variances = scheme.variances();
    Shape shape = law.shape();
    Noise all = new Noise(noise.key().child("path"), 0, samples);
    Batch x = law.sample(all).plus(all.child("noise").normal(shape), grid.last());
    double[] ratio = law.logDensity(x, grid.last()).toArray();
    for (int k = scheme.steps() - 1; k >= 0; k--) {
      double drop = scheme.drop(k);
      Batch z = all.child("step").child(k).normal(shape);
      Batch before = x.plus(z, Math.sqrt(drop));
      Batch mean =
          Batch.combine(
              1 - scheme.removed(k),
              before,
              scheme.removed(k),
              model.denoise(before, grid.sigma(k)));
      add(ratio, 1, z, Math.sqrt(drop), 1);
      double sd = Math.sqrt(variances.get(k));
      add(ratio, -1, x.minus(mean), sd, 1 / sd);
      x = before;
    }
    add(ratio, -1, x, grid.first(), 1 / grid.first());
    return Estimate.mean(ratio);
  }

  /// Adds `sign` times the log density of a normal law of that deviation.
  ///
  /// @param z times `scale` is how many deviations off its mean the state is
  private static void add(double[] sums, double sign, Batch z, double deviation, double scale) {
    int d = z.dimension();
    double[] values = z.shared();
    double constant = d * Math.log(deviation * Math.sqrt(2 * Math.PI));
    for (int i = 0; i < sums.length; i++) {
      double squares = 0;
      for (int j = i * d; j < (i + 1) * d; j++) {
        squares += values[j] * values[j];
      }
      sums[i] -= sign * (scale * scale * squares / 2 + constant);
    }
  }
}
