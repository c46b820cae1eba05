package org.scorefield.design;

import java.util.List;
import org.scorefield.linear.LocalDefects;
import org.scorefield.linear.PredictedError;
import org.scorefield.schedule.TimeGrid;

/// What makes one grid better than another on Gaussian data: a positive number, less is better,
/// known in closed form.
public interface Objective {

  /// What to call it in a table.
  String name();

  /// Its value for a run of the problem's solver over the grid.
  double of(GaussianProblem problem, TimeGrid grid);

  /// The error at the end of the run.
  ///
  /// @param metric which error
  record Terminal(Metric metric) implements Objective {

    /// An error of a whole run.
    public enum Metric {
      /// Distance from where the exact flow ends; solvers of the ODE only.
      TRAJECTORY,
      /// 2-Wasserstein distance from the law of the data.
      WASSERSTEIN,
      /// Kullback-Leibler divergence in nats: as much for the faint directions as for the strong.
      KL
    }

    @Override
    public String name() {
      return "terminal " + metric.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public double of(GaussianProblem problem, TimeGrid grid) {
      PredictedError error = problem.error(grid);
      return switch (metric) {
        case TRAJECTORY ->
            error
                .trajectory()
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "the solver '"
                            + problem.solver().name()
                            + "' draws noise and follows no trajectory; choose WASSERSTEIN or"
                            + " KL"));
        case WASSERSTEIN -> error.wasserstein();
        case KL -> error.kl();
      };
    }
  }

  /// `trajectory + beta KL/d`: a little of the divergence keeps the faint directions in view.
  ///
  /// @param beta weight, >= 0
  record Balanced(double beta) implements Objective {
    public Balanced {
      if (!(beta >= 0) || !Double.isFinite(beta)) {
        throw new IllegalArgumentException(
            "beta must be finite and not negative, got " + beta + "; 0 leaves the KL out");
      }
    }

    @Override
    public String name() {
      return "terminal trajectory + " + beta + " KL/d";
    }

    @Override
    public double of(GaussianProblem problem, TimeGrid grid) {
      return new Terminal(Terminal.Metric.TRAJECTORY).of(problem, grid)
          + beta * problem.error(grid).kl() / problem.spectrum().dimension();
    }
  }

  /// The local errors of all steps, carried to the end ({@link LocalDefects}): for multistep
  /// solvers, whose errors cancel on a Gaussian as they will nowhere else.
  ///
  /// @param norm how the steps are added up
  record Local(Norm norm) implements Objective {

    /// How the defects of the steps of one direction are added up.
    public enum Norm {
      /// As magnitudes.
      L1,
      /// As squares.
      L2
    }

    @Override
    public String name() {
      return "local " + norm;
    }

    @Override
    public double of(GaussianProblem problem, TimeGrid grid) {
      LocalDefects defects = LocalDefects.of(problem.solver(), grid, problem.spectrum());
      return norm == Norm.L1 ? defects.absolute() : defects.quadratic();
    }
  }

  /// The mean of an objective over scaled spectra, so that the grid suits no one size of the data
  /// exactly.
  ///
  /// @param inner the objective
  /// @param factors on the variances
  record Robust(Objective inner, List<Double> factors) implements Objective {
    public Robust {
      factors = List.copyOf(factors);
      if (factors.isEmpty() || !factors.stream().allMatch(f -> f > 0)) {
        throw new IllegalArgumentException(
            "factors on the variances must be positive and at least one, got " + factors);
      }
    }

    /// Over the variances times 1/4, 1/2, 1, 2 and 4.
    public Robust(Objective inner) {
      this(inner, List.of(0.25, 0.5, 1.0, 2.0, 4.0));
    }

    @Override
    public String name() {
      return "robust " + inner.name();
    }

    @Override
    public double of(GaussianProblem problem, TimeGrid grid) {
      double sum = 0;
      for (double factor : factors) {
        sum += inner.of(problem.scaled(factor), grid);
      }
      return sum / factors.size();
    }
  }
}
