package org.scorefield.budget;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// The exact law of the samples of a deterministic solver on the line, with any model: the solver
/// is a map T from the start to the sample, and
///
/// `q(y) = sum over z with T(z) = y of p_start(z) / |T'(z)|`.
///
/// The map is the real solver's, run from a fine grid of starts. Where neighbours land more than a
/// twentieth of the target's least standard deviation apart, more starts are put between them,
/// eight rounds at most. Slopes are fourth-order differences. A map that folds over has several
/// branches; at a fold the density is infinite, and the divergence near it is approximate.
///
/// About `20 (range of the data) / (least deviation)` runs of the solver, 2000 at least.
///
/// @param law of the data
/// @param start where a run starts
public record OdePushForward(GaussianMixture law, DensityPropagation.Start start) {
  private static final int CELLS = 2000;
  private static final double REACH = 9;
  private static final double APART = 0.05;
  private static final double SMALL = 1e-13;
  private static final int MOST_ROUNDS = 8;

  public OdePushForward {
    LineMixture.requireLine(law);
  }

  /// Started from white noise.
  public static OdePushForward of(GaussianMixture law) {
    return new OdePushForward(law, DensityPropagation.Start.WHITE);
  }

  /// The same, started from the exact law.
  public OdePushForward fromExact() {
    return new OdePushForward(law, DensityPropagation.Start.EXACT);
  }

  /// The law of the samples, beside the data with noise of the last level (none, if the grid ends
  /// at 0; the data then need a density).
  ///
  /// @param solver one that draws no noise
  /// @param model any denoiser of samples of one component
  /// @throws IllegalStateException if a run diverges
  public OutputLaw run(TimeGrid grid, Solver solver, Denoiser model) {
    if (solver.stochastic()) {
      throw new IllegalArgumentException(
          "'%s' draws noise; its samples are no function of their start: use DensityPropagation"
              .formatted(solver.name()));
    }
    NormalSum from =
        start == DensityPropagation.Start.WHITE
            ? NormalSum.white(grid.first())
            : NormalSum.of(law, grid.first());
    NormalSum target = NormalSum.of(law, grid.last());
    double low = from.mean() - REACH * Math.sqrt(from.variance());
    double high = from.mean() + REACH * Math.sqrt(from.variance());
    double[] starts =
        IntStream.rangeClosed(0, CELLS).mapToDouble(i -> low + (high - low) * i / CELLS).toArray();
    double[] images = images(starts, grid, solver, model);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double[] between = between(starts, images, from, APART * target.leastDeviation());
      if (between.length == 0) {
        break;
      }
      double[] added = images(between, grid, solver, model);
      int[] order = order(starts, between);
      starts = merged(order, starts, between);
      images = merged(order, images, added);
    }
    PushedDensity pushed = PushedDensity.of(from, starts, images);
    return OutputLaw.of(pushed, pushed.mass(), pushed.mean(), pushed.variance(), target);
  }

  private double[] images(double[] starts, TimeGrid grid, Solver solver, Denoiser model) {
    Batch states = Batch.copyOf(law.shape(), starts);
    return new Sampler(grid, solver, new Start.Given(states))
        .sample(model, Noise.of(0, starts.length))
        .orElseThrow()
        .toArray();
  }

  /// New starts in the cells whose ends land too far apart.
  private static double[] between(double[] starts, double[] images, NormalSum from, double apart) {
    double[] below = from.cumulative(starts);
    return IntStream.range(0, starts.length - 1)
        .filter(i -> below[i + 1] - below[i] > SMALL)
        .filter(i -> starts[i + 1] - starts[i] > 16 * Math.ulp(starts[i]))
        .mapToObj(i -> {
          double parts = Math.ceil(Math.abs(images[i + 1] - images[i]) / apart);
          int pieces = (int) Math.clamp(parts, 1, 8);
          return IntStream.range(1, pieces)
              .mapToDouble(j -> starts[i] + (starts[i + 1] - starts[i]) * j / pieces);
        })
        .flatMapToDouble(s -> s)
        .toArray();
  }

  /// Indices into the two arrays one after another, in the order of their values.
  private static int[] order(double[] a, double[] b) {
    double[] both = DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    return IntStream.range(0, both.length)
        .boxed()
        .sorted((i, j) -> Double.compare(both[i], both[j]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double[] merged(int[] order, double[] a, double[] b) {
    return Arrays.stream(order).mapToDouble(i -> i < a.length ? a[i] : b[i - a.length]).toArray();
  }
}
