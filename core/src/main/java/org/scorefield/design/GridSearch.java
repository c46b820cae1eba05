package org.scorefield.design;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.TimeGrid;

/// The best grid for a solver and a number of evaluations, from what is known of the data: their
/// Gaussian, and, better, a mixture fitted to them. No call of a model.
///
/// On the Gaussian the objectives are closed forms and their minima take milliseconds. Which one
/// can be trusted depends on the solver: the error at the end of the run, over spectra of several
/// sizes, for solvers without memory; the local errors for multistep solvers, whose errors at the
/// end cancel on a Gaussian by a factor of a hundred and nowhere else. On a mixture all of them are
/// tried by real runs, the best is improved there ({@link ProxyTuning}), and nothing is accepted
/// that is worse than rho = 7 on samples it was not chosen with.
///
/// Deterministic: the same search on the same data with the same key gives the same bits.
///
/// @param solver the solver, given the Gaussian of the data if it wants it
/// @param evaluations of the model a sample, at most
/// @param origin where runs start
/// @param sigmaMin last positive level of the grid of rho = 7 that is compared with
/// @param objective what to minimise on the Gaussian; empty for the usual one of the solver
/// @param baselines further grids to compare, of as many steps ({@link #steps}) from the same level
/// @param tuning on the mixture
/// @param samples of the mixture for each comparison, at least 2
public record GridSearch(
    Function<Gaussian, Solver> solver,
    int evaluations,
    Origin origin,
    double sigmaMin,
    Optional<Objective> objective,
    List<NamedGrid> baselines,
    ProxyTuning tuning,
    int samples) {

  public GridSearch {
    baselines = List.copyOf(baselines);
    if (!(sigmaMin > 0 && sigmaMin < origin.sigma())) {
      throw new IllegalArgumentException(
          "sigma_min must be positive and below the first level "
              + origin.sigma()
              + ", got "
              + sigmaMin);
    }
    if (samples < 2) {
      throw new IllegalArgumentException("need at least 2 samples to compare on, got " + samples);
    }
  }

  /// The usual search: its own objective, no further baselines, 128 samples, tuned.
  public GridSearch(
      Function<Gaussian, Solver> solver, int evaluations, Origin origin, double sigmaMin) {
    this(
        solver, evaluations, origin, sigmaMin, Optional.empty(), List.of(), new ProxyTuning(), 128);
  }

  /// The usual search for a solver that needs to know nothing of the data.
  public GridSearch(Solver solver, int evaluations, Origin origin, double sigmaMin) {
    this(_ -> solver, evaluations, origin, sigmaMin);
  }

  public GridSearch minimising(Objective wanted) {
    return new GridSearch(
        solver, evaluations, origin, sigmaMin, Optional.of(wanted), baselines, tuning, samples);
  }

  public GridSearch beside(List<NamedGrid> others) {
    return new GridSearch(
        solver, evaluations, origin, sigmaMin, objective, others, tuning, samples);
  }

  public GridSearch tuned(ProxyTuning how) {
    return new GridSearch(
        solver, evaluations, origin, sigmaMin, objective, baselines, how, samples);
  }

  public GridSearch comparing(int count) {
    return new GridSearch(
        solver, evaluations, origin, sigmaMin, objective, baselines, tuning, count);
  }

  /// Steps that the evaluations buy on these data.
  public int steps(Gaussian gaussian) {
    return StepCount.within(solver.apply(gaussian), evaluations);
  }

  /// The best grid on the Gaussian alone: not tried on anything that is not Gaussian.
  ///
  /// @param cancelled asked now and then; true ends the search
  /// @return completed with 0 evaluations of a model, or cancelled
  public Outcome<GridDesign> on(Gaussian gaussian, BooleanSupplier cancelled) {
    Plan plan = Plan.of(this, gaussian);
    List<NamedGrid> grids = plan.grids(cancelled);
    if (cancelled.getAsBoolean()) {
      return new Outcome.Cancelled<>(0);
    }
    List<GridDesign.Candidate> candidates =
        grids.stream().map(grid -> plan.candidate(grid, Optional.empty())).toList();
    String why =
        "least "
            + plan.objectives().getFirst().name()
            + " error on the Gaussian of the data; not tried on a mixture";
    return new Outcome.Completed<>(plan.design(candidates, Plan.DESIGNED, why), 0);
  }

  /// The best grid, accepted by real runs on a law that stands in for the model. (Solvers that draw
  /// noise follow no trajectory to be compared with; for them this is the search on the Gaussian.)
  ///
  /// @param gaussian of the data
  /// @param law usually a mixture fitted to the data
  /// @param key of the runs
  /// @param cancelled asked now and then; true ends the search
  /// @return completed with 0 evaluations of a model, or cancelled
  public Outcome<GridDesign> on(
      Gaussian gaussian, Distribution law, NoiseKey key, BooleanSupplier cancelled) {
    Plan plan = Plan.of(this, gaussian);
    if (plan.solver().stochastic()) {
      return on(gaussian, cancelled);
    }
    List<NamedGrid> grids = new ArrayList<>(plan.grids(cancelled));
    if (tuning.iterations() > 0 && !cancelled.getAsBoolean()) {
      MixtureProxy small = proxy(law, key.child("tuning"), tuning.samples());
      TimeGrid start = best(errors(small, plan.solver(), grids), grids);
      grids.add(
          new NamedGrid(
              "tuned on the mixture",
              tuning.improved(small, plan.solver(), origin.start(), start, cancelled)));
    }
    if (cancelled.getAsBoolean()) {
      return new Outcome.Cancelled<>(1);
    }
    List<MixtureProxy.Distance> selected =
        errors(proxy(law, key.child("choice"), samples), plan.solver(), grids);
    List<MixtureProxy.Distance> heldOut =
        errors(proxy(law, key.child("report"), samples), plan.solver(), grids);
    List<String> names = grids.stream().map(NamedGrid::name).toList();
    Acceptance.Verdict verdict =
        Acceptance.judge(names, selected, heldOut, Plan.USUAL, Plan.BEST_RHO);
    List<GridDesign.Candidate> candidates =
        IntStream.range(0, grids.size())
            .mapToObj(i -> plan.candidate(grids.get(i), Optional.of(heldOut.get(i))))
            .toList();
    return new Outcome.Completed<>(plan.design(candidates, verdict.index(), verdict.why()), 0);
  }

  private MixtureProxy proxy(Distribution law, NoiseKey key, int count) {
    return new MixtureProxy(law, origin.sigmaMax(), new Noise(key, 0, count));
  }

  private List<MixtureProxy.Distance> errors(
      MixtureProxy proxy, Solver run, List<NamedGrid> grids) {
    return grids.stream()
        .map(named -> proxy.error(new Sampler(named.grid(), run, origin.start())))
        .toList();
  }

  private static TimeGrid best(List<MixtureProxy.Distance> errors, List<NamedGrid> grids) {
    return IntStream.range(0, grids.size())
        .boxed()
        .min(Comparator.comparingDouble(i -> errors.get(i).mean().value()))
        .map(i -> grids.get(i).grid())
        .orElseThrow();
  }
}
