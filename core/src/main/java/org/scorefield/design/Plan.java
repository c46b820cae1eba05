package org.scorefield.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.scorefield.analytic.Gaussian;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// The part of a {@link GridSearch} that needs no runs: the problem on the Gaussian, and the grids
/// that are worth comparing.
///
/// @param search what is wanted
/// @param solver on the data
/// @param problem on the axes of the data's Gaussian
/// @param steps of every grid
/// @param objectives to minimise, the first the one to trust most
record Plan(
    GridSearch search,
    Solver solver,
    GaussianProblem problem,
    int steps,
    List<Objective> objectives) {

  /// Where the grid of rho = 7 is among the grids.
  static final int USUAL = 0;

  /// Where the best rho is.
  static final int BEST_RHO = 1;

  /// Where the minimum of the first objective is.
  static final int DESIGNED = 2;

  /// Bins of the spectrum for solvers that draw noise, whose errors take a run a bin.
  private static final int FEW_BINS = 24;

  private static final Objective AT_THE_END =
      new Objective.Robust(new Objective.Terminal(Objective.Terminal.Metric.TRAJECTORY));
  private static final Objective STEP_BY_STEP = new Objective.Local(Objective.Local.Norm.L2);
  private static final Objective IN_LAW =
      new Objective.Terminal(Objective.Terminal.Metric.WASSERSTEIN);

  static Plan of(GridSearch search, Gaussian gaussian) {
    Solver solver = search.solver().apply(gaussian);
    int steps = StepCount.within(solver, search.evaluations());
    Spectrum spectrum = Spectrum.of(gaussian);
    requireNoisy(search.origin(), spectrum);
    GaussianProblem problem =
        GaussianProblem.of(
            search.solver(),
            solver.stochastic() ? spectrum.binned(FEW_BINS) : spectrum.binned(),
            search.origin().law());
    for (NamedGrid baseline : search.baselines()) {
      requireComparable(baseline, search, solver);
    }
    List<Objective> objectives =
        search.objective().map(List::of).orElseGet(() -> usual(problem.solver()));
    return new Plan(search, solver, problem, steps, objectives);
  }

  private static List<Objective> usual(Solver solver) {
    if (solver.stochastic()) {
      return List.of(IN_LAW);
    }
    return OneStep.is(solver)
        ? List.of(AT_THE_END, STEP_BY_STEP)
        : List.of(STEP_BY_STEP, AT_THE_END);
  }

  private static void requireNoisy(Origin origin, Spectrum spectrum) {
    double widest = Math.sqrt(spectrum.variances().stream().max().orElseThrow());
    if (origin.law() instanceof StartLaw.White && origin.sigmaMax() < widest) {
      throw new IllegalArgumentException(
          "white noise at sigma_max = "
              + origin.sigmaMax()
              + " does not cover data whose widest direction has the standard deviation "
              + widest
              + "; choose sigma_max several times that, or start from the exact law");
    }
  }

  private static void requireComparable(NamedGrid baseline, GridSearch search, Solver solver) {
    TimeGrid grid = baseline.grid();
    int needed = solver.evaluations(grid).orElse(Integer.MAX_VALUE);
    if (grid.first() != search.origin().sigma() || needed > search.evaluations()) {
      throw new IllegalArgumentException(
          "the grid '"
              + baseline.name()
              + "' starts at "
              + grid.first()
              + " and takes "
              + needed
              + " evaluations; to be compared it must start at "
              + search.origin().sigma()
              + " and take at most "
              + search.evaluations());
    }
  }

  /// The grids to compare: rho = 7, the best rho, the minimum of each objective, the baselines.
  List<NamedGrid> grids(BooleanSupplier cancelled) {
    double first = search.origin().sigma();
    TimeGrid usual = new RhoGrid(7).toZero(steps, first, search.sigmaMin());
    NamedGrid scanned =
        RhoScan.best(value(objectives.getFirst()), steps, first, problem.spectrum().scale());
    List<NamedGrid> grids = new ArrayList<>();
    grids.add(new NamedGrid("rho 7", usual));
    grids.add(scanned);
    for (Objective objective : objectives) {
      TimeGrid best =
          GaussianSearch.best(value(objective), List.of(usual, scanned.grid()), cancelled);
      grids.add(new NamedGrid("Gaussian, " + objective.name(), best));
    }
    grids.addAll(search.baselines());
    return grids;
  }

  private ToDoubleFunction<TimeGrid> value(Objective objective) {
    return grid -> objective.of(problem, grid);
  }

  GridDesign.Candidate candidate(NamedGrid named, Optional<MixtureProxy.Distance> proxy) {
    return new GridDesign.Candidate(named.name(), named.grid(), problem.error(named.grid()), proxy);
  }

  GridDesign design(List<GridDesign.Candidate> candidates, int chosen, String why) {
    GridDesign.Candidate best = candidates.get(chosen);
    return new GridDesign(
        solver.name(),
        solver.evaluations(best.grid()).orElseThrow(),
        objectives.getFirst().name(),
        best,
        why,
        candidates);
  }
}
