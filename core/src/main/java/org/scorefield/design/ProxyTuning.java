package org.scorefield.design;

import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// Improves a grid on a {@link MixtureProxy} by actual runs, a hundred or two of a few samples.
/// What is varied is a smooth deformation of the grid, the first few cosines over the index of the
/// step added to {@link GridVariables}: few runs make a gradient, and few samples cannot lead the
/// levels astray one by one.
///
/// @param samples of the proxy a run is made with
/// @param cosines number of deformations, the first a common stretch; at most one a free level is
///   used
/// @param iterations of {@link Bfgs} at most; 0 leaves tuning out
public record ProxyTuning(int samples, int cosines, int iterations) {

  /// No tuning.
  public static final ProxyTuning OFF = new ProxyTuning(2, 1, 0);

  public ProxyTuning {
    if (samples < 2 || cosines < 1 || iterations < 0) {
      throw new IllegalArgumentException(
          "tuning needs at least 2 samples and 1 cosine, and iterations >= 0 (0 leaves it out),"
              + " got "
              + samples
              + ", "
              + cosines
              + " and "
              + iterations);
    }
  }

  /// 32 samples, 5 cosines, 8 iterations: about 100 runs.
  public ProxyTuning() {
    this(32, 5, 8);
  }

  TimeGrid improved(
      MixtureProxy proxy, Solver solver, Start start, TimeGrid grid, BooleanSupplier cancelled) {
    double[] theta = GridVariables.of(grid);
    double first = grid.first();
    ToDoubleFunction<double[]> logError =
        a -> {
          TimeGrid deformed = GridVariables.grid(first, deformed(theta, a));
          return Math.log(proxy.error(new Sampler(deformed, solver, start)).mean().value());
        };
    double[] none = new double[Math.min(cosines, theta.length)];
    Bfgs.Minimum best = new Bfgs(0.01, 0.5, iterations, 1e-3).minimise(logError, none, cancelled);
    return GridVariables.grid(first, deformed(theta, best.at()));
  }

  private static double[] deformed(double[] theta, double[] amplitudes) {
    double[] out = theta.clone();
    for (int j = 0; j < out.length; j++) {
      double position = (j + 0.5) / out.length;
      for (int i = 0; i < amplitudes.length; i++) {
        out[j] += amplitudes[i] * Math.cos(Math.PI * i * position);
      }
    }
    return out;
  }
}
