package org.scorefield.linear;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.StepEvent;
import org.scorefield.sampling.Watch;
import org.scorefield.sampling.solver.OnPath;
import org.scorefield.schedule.TimeGrid;

/// What each step of a run contributes to its error on Gaussian data: the step is taken from the
/// exact state, with exact outputs in memory, and what it is off by is carried to the end of the
/// grid by the exact flow. On a direction of variance lambda the exact state has the standard
/// deviation `sqrt(lambda + sigma^2)`, so the defect of step j is
///
/// `tau_j psi_j`, `psi_j = sqrt((lambda + sigma_N^2)/(lambda + sigma_{j+1}^2))`.
///
/// A multistep solver's error at the end is a sum of these with signs, and can be made tiny by
/// letting them cancel, which no other data will do; the defects themselves cannot cheat.
///
/// @param defects N x m, one row a step, one column a mode
public record LocalDefects(TimeGrid grid, Spectrum spectrum, Matrix defects) {

  /// Of one run of the solver itself.
  ///
  /// @throws IllegalArgumentException if the solver draws noise
  public static LocalDefects of(Solver solver, TimeGrid grid, Spectrum spectrum) {
    if (solver.stochastic()) {
      throw new IllegalArgumentException(
          "the solver '"
              + solver.name()
              + "' draws noise, its steps have no defect of their own; use the error at the end");
    }
    Vector variances = spectrum.variances();
    int m = variances.size();
    double[] defects = new double[grid.steps() * m];
    Watch collecting =
        new Watch() {
          @Override
          public void stepped(StepEvent event) {
            double[] reached = event.state().shared();
            for (int k = 0; k < m; k++) {
              double lambda = variances.get(k);
              double off = reached[k] - deviation(lambda, event.next());
              defects[event.step() * m + k] =
                  off * Amplification.exact(lambda, event.next(), grid.last());
            }
          }

          @Override
          public boolean cancelled() {
            return false;
          }
        };
    Solver onPath = new OnPath(solver, sigma -> exact(variances, sigma));
    new Sampler(grid, onPath, new Start.Given(exact(variances, grid.first())))
        .sample(new ModeDenoiser(variances), Noise.of(0, 1), collecting)
        .orElseThrow();
    return new LocalDefects(grid, spectrum, Matrix.adopt(grid.steps(), m, defects));
  }

  /// Root of the sum of squares over steps and directions, relative to the spread of the data: the
  /// error if the defects of different steps were unrelated.
  public double quadratic() {
    double sum = 0;
    for (int k = 0; k < spectrum.size(); k++) {
      for (int j = 0; j < grid.steps(); j++) {
        sum += spectrum.counts().get(k) * defects.get(j, k) * defects.get(j, k);
      }
    }
    return Math.sqrt(sum / spectrum.totalVariance());
  }

  /// The same with the magnitudes added up over the steps of each direction first: the most the
  /// error can be.
  public double absolute() {
    double sum = 0;
    for (int k = 0; k < spectrum.size(); k++) {
      double along = 0;
      for (int j = 0; j < grid.steps(); j++) {
        along += Math.abs(defects.get(j, k));
      }
      sum += spectrum.counts().get(k) * along * along;
    }
    return Math.sqrt(sum / spectrum.totalVariance());
  }

  private static Batch exact(Vector variances, double sigma) {
    double[] state = new double[variances.size()];
    Arrays.setAll(state, k -> deviation(variances.get(k), sigma));
    return Batch.adopt(Shape.vector(state.length), state);
  }

  private static double deviation(double lambda, double sigma) {
    return Math.sqrt(lambda + sigma * sigma);
  }
}
