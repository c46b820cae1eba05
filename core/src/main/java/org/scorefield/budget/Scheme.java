package org.scorefield.budget;

import java.util.Arrays;
import java.util.Objects;
import org.scorefield.array.Vector;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.TimeGrid;

/// A way to sample whose error the theory decomposes: the reverse SDE with its score frozen over
/// each step ({@link FrozenScoreSde}), started from white noise of the first level,
///
/// `Y_{k+1} = Y_k + D_k s(Y_k; sigma_k) + sqrt(eta_k) z`, `D_k = sigma_k^2 - sigma_{k+1}^2`.
///
/// It depends on the noise levels and on the step noise eta, on nothing else: a "time schedule" and
/// a "variance schedule" that give the same levels are the same scheme.
///
/// @param name for people: "rho 7", "exponential, best noise"
/// @param grid levels sigma_0 > ... > sigma_N > 0; the law it aims at is that of the data with
///   noise of level sigma_N
/// @param noise the variances eta
public record Scheme(String name, TimeGrid grid, StepNoise noise) {
  public Scheme {
    if (grid.endsAtZero()) {
      throw new IllegalArgumentException(
          "the error of '"
              + name
              + "' has no decomposition down to sigma = 0, where the score of data without a density"
              + " is infinite; end the grid at a sigma_min > 0");
    }
    Vector variances = noise.variances(grid);
    for (int k = 0; k < variances.size(); k++) {
      if (!(variances.get(k) > 0)) {
        throw new IllegalArgumentException(
            "step %d of '%s' draws no noise; the law of its path has a divergence only if every step does"
                .formatted(k, name));
      }
    }
  }

  /// The scheme as analysed in 2406.12839: eta_k = D_k.
  public static Scheme plain(String name, TimeGrid grid) {
    return new Scheme(name, grid, new StepNoise.FrozenScore());
  }

  /// The same grid with the step noise of least path divergence for a model of that loss, `eta_k =
  /// D_k (1 - x_k q_k)` (Bao et al. 2201.06503, in these units).
  public static Scheme best(String name, TimeGrid grid, EpsilonLoss loss) {
    Vector losses = Vector.generate(grid.steps(), k -> loss.at(grid.sigma(k)));
    return new Scheme(name, grid, StepNoise.Given.optimal(grid, losses));
  }

  /// Number of steps N.
  public int steps() {
    return grid.steps();
  }

  /// eta_k of each step.
  public Vector variances() {
    return noise.variances(grid);
  }

  /// The sampler's solver.
  public FrozenScoreSde solver() {
    return new FrozenScoreSde(noise);
  }

  /// The scheme as a sampler, which ends at the last level: its samples carry that noise.
  public Sampler sampler() {
    return new Sampler(grid, solver(), new Start.Prior());
  }

  /// The sampler for data without noise: the scheme, and then a step to 0 that returns the denoised
  /// sample and draws nothing. One evaluation more. What that step adds is no part of a budget; it
  /// moves a sample by less than sigma_N sqrt(d), root mean square.
  public Sampler denoising() {
    StepNoise toZero = noise instanceof StepNoise.Given given ? given.withoutNoiseAtEnd() : noise;
    double[] levels = Arrays.copyOf(grid.sigmas().shared(), grid.sigmas().size() + 1);
    return new Sampler(
        new TimeGrid(Vector.adopt(levels)), new FrozenScoreSde(toZero), new Start.Prior());
  }

  /// This scheme under another name.
  public Scheme named(String other) {
    return new Scheme(Objects.requireNonNull(other), grid, noise);
  }

  /// `D_k = sigma_k^2 - sigma_{k+1}^2`, as a product so that close levels lose no digits.
  public double drop(int k) {
    double a = grid.sigma(k);
    double b = grid.sigma(k + 1);
    return (a - b) * (a + b);
  }

  /// `x_k = D_k / sigma_k^2`, between 0 and 1: how much of the noise the step removes.
  public double removed(int k) {
    return drop(k) / (grid.sigma(k) * grid.sigma(k));
  }
}
