package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.design.GridDesign;
import org.scorefield.design.GridSearch;
import org.scorefield.design.Method;
import org.scorefield.design.NamedSampler;
import org.scorefield.design.Origin;
import org.scorefield.design.SamplerChoice;
import org.scorefield.design.StepCount;
import org.scorefield.linear.PredictedError;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// The error that the Gaussian of the data predicts for each solver and number of evaluations: on
/// the usual grid for a few, on the grid that a search finds for one: as many as a chart can tell
/// apart. What needs data to be made, such as a learned sampler, is a point at its own number.
record PredictedCurves(Gaussian gaussian, double top, double bottom) {
  private static final int[] EVALUATIONS = {4, 5, 6, 8, 10, 12, 16, 20};

  List<DesignResult.Prediction> of(SamplerChoice choice, Progress progress) {
    Solver searched =
        choice.chosen().method() instanceof Method.Standard(Solver solver)
            ? solver
            : choice.peer().solver();
    Set<Solver> usual = new LinkedHashSet<>(List.of(new Euler(), new Dpmpp2M(), searched));
    List<DesignResult.Prediction> curves = new ArrayList<>();
    for (Solver solver : usual) {
      curves.add(
          curve(
              solver,
              solver.name() + ", rho 7",
              n ->
                  NamedSampler.grid(
                      solver, n, steps -> new RhoGrid(7).toZero(steps, top, bottom))));
    }
    curves.add(
        curve(
            searched,
            searched.name() + ", designed",
            n ->
                StepCount.evaluations(searched, 2) > n
                    ? Optional.empty()
                    : designed(searched, n, progress)));
    choice
        .chosen()
        .predicted()
        .flatMap(p -> p.trajectory().isPresent() ? Optional.of(p) : Optional.empty())
        .ifPresent(p ->
            curves.add(
                new DesignResult.Prediction(
                    "chosen",
                    Vector.of(choice.chosen().standing().evaluations()),
                    Vector.of(p.trajectory().orElseThrow()))));
    return curves;
  }

  private Optional<TimeGrid> designed(Solver solver, int evaluations, Progress progress) {
    return new GridSearch(solver, evaluations, Origin.prior(top), bottom)
                .on(gaussian, progress::cancelled)
            instanceof Outcome.Completed<GridDesign> done
        ? Optional.of(done.result().grid())
        : Optional.empty();
  }

  private DesignResult.Prediction curve(
      Solver solver, String name, IntFunction<Optional<TimeGrid>> grids) {
    List<Double> evaluations = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    Spectrum spectrum = Spectrum.of(gaussian).binned();
    for (int n : EVALUATIONS) {
      grids
          .apply(n)
          .filter(grid -> grid.steps() > 1)
          .ifPresent(grid -> {
            evaluations.add((double) solver.evaluations(grid).orElseThrow());
            errors.add(
                PredictedError.of(solver, grid, spectrum, new StartLaw.White(top))
                    .trajectory()
                    .orElse(Double.NaN));
          });
    }
    return new DesignResult.Prediction(
        name,
        Vector.generate(evaluations.size(), evaluations::get),
        Vector.generate(errors.size(), errors::get));
  }
}
