package org.scorefield.budget;

import java.util.Optional;
import org.scorefield.linear.AffineRun;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.TimeGrid;

/// The whole error budget of a sampler on Gaussian data, exact: no samples, no model to load.
///
/// @param path divergence of the whole chain and its parts; empty for solvers other than a {@link
///   Scheme}, whose chain has none (steps without noise) or no such sum
/// @param marginal divergence of the output from the noisy data of the last level, shared out
/// @param output the law of the samples
/// @param last level the run ends at
public record GaussianBudget(
    Optional<ErrorBudget> path, Attribution marginal, GaussianOutput output, double last) {

  /// Of a scheme started from white noise.
  public static GaussianBudget of(Scheme scheme, GaussianModel model) {
    return of(scheme, model, new StartLaw.White(scheme.grid().first()));
  }

  /// Of a scheme. Cost: `O(steps entries)`; 3,072 directions of variances of their own and 100
  /// steps take some 5 ms, and some 30 ms with a score error that varies with the level.
  public static GaussianBudget of(Scheme scheme, GaussianModel model, StartLaw start) {
    return shared(
        Optional.of(GaussianPath.budget(scheme, model, start)),
        scheme.grid(),
        ReverseProcess.SDE,
        model,
        start,
        m -> FrozenRecursion.run(scheme, m));
  }

  /// Of any solver of fixed steps, which is run on its modes ({@link AffineRun}). A solver that
  /// draws noise takes about a millisecond a direction; {@link Spectrum#binned()} helps.
  ///
  /// @throws IllegalArgumentException if the solver does not act affinely on each direction alone,
  ///   or approximates no one reverse process
  public static GaussianBudget of(
      Solver solver, TimeGrid grid, GaussianModel model, StartLaw start) {
    return of(solver, grid, ReverseProcess.of(solver), model, start);
  }

  /// The same, with the process that counts as free of discretisation said by the caller.
  public static GaussianBudget of(
      Solver solver, TimeGrid grid, ReverseProcess process, GaussianModel model, StartLaw start) {
    return shared(
        Optional.empty(), grid, process, model, start, m -> AffineRun.of(solver, grid, m.modes()));
  }

  /// Runs by one model.
  @FunctionalInterface
  private interface Runs {
    AffineRun of(GaussianModel model);
  }

  private static GaussianBudget shared(
      Optional<ErrorBudget> path,
      TimeGrid grid,
      ReverseProcess process,
      GaussianModel model,
      StartLaw start,
      Runs steps) {
    double last = grid.last();
    GaussianOutput ideal = GaussianOutput.exact(model.data(), grid.first());
    GaussianOutput begun = GaussianOutput.start(model, start, grid.first());
    boolean right = model.error().equals(LinearScoreError.NONE);
    AffineRun exactSteps = steps.of(model.exact());
    AffineRun exactFlow = process.run(grid.first(), last, model.exact());
    AffineRun scoredSteps = right ? exactSteps : steps.of(model);
    AffineRun scoredFlow = right ? exactFlow : process.run(grid.first(), last, model);
    Attribution marginal =
        Attribution.of(
            "marginal divergence, nats",
            (started, discretised, scored) -> {
              if (!started && !discretised && !scored) {
                return 0;
              }
              AffineRun run =
                  scored
                      ? (discretised ? scoredSteps : scoredFlow)
                      : (discretised ? exactSteps : exactFlow);
              return (started ? begun : ideal).after(run).divergence(last);
            });
    return new GaussianBudget(path, marginal, begun.after(scoredSteps), last);
  }

  /// `KL(p_{sigma_N} | q)`, the error of the samples as an estimate of the noisy data, in nats.
  public double divergence() {
    return marginal.all();
  }

  /// The 2-Wasserstein distance of the samples from the noisy data, in units of the data.
  public double wasserstein() {
    return output.wasserstein(last);
  }

  /// What stopping above 0 costs a perfect sampler: `KL(p_0 | p_{sigma_N})`, infinite for data
  /// without a density.
  public double stoppedDivergence() {
    return GaussianOutput.exact(output.data(), last).divergence(0);
  }

  /// What stopping above 0 costs a perfect sampler, as a 2-Wasserstein distance: at most `sigma_N
  /// sqrt(d)`.
  public double stoppedWasserstein() {
    return GaussianOutput.exact(output.data(), last).wasserstein(0);
  }
}
