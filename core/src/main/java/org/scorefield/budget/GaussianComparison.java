package org.scorefield.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Deis;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.EulerAncestral;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.wiring.LevelRange;

/// Schemes beside the usual solvers on the Gaussian of the data, with its exact score: the one
/// place where the error of the samples themselves is known for all of them, and can be put beside
/// the path divergence that bounds it. Solvers of the probability flow have no path divergence, as
/// their steps draw no noise.
///
/// A Gaussian has none of the structure that makes data hard at middle noise levels: it says how
/// well steps are placed for the spread of the data, not more.
public final class GaussianComparison {
  private static final List<Solver> USUAL =
      List.of(new Euler(), new Heun(), new Dpmpp2M(), new Deis(3), new EulerAncestral());

  private GaussianComparison() {}

  /// One sampler.
  ///
  /// @param name of the scheme, or of the solver with its grid
  /// @param evaluations of the model a sample
  /// @param path divergence of the chain, in nats; empty if there is none
  /// @param marginal divergence of the samples from the data with noise of the last level, in nats
  /// @param wasserstein their 2-Wasserstein distance, in units of the data's spread
  public record Row(
      String name, int evaluations, Optional<Double> path, double marginal, double wasserstein) {}

  /// The schemes, and the usual solvers with as many evaluations on the levels of a rule.
  ///
  /// @param data moments of the data
  /// @param schemes of as many steps as there are evaluations to spend
  /// @param rule levels for the solvers
  /// @param range from the first of them to the last
  public static List<Row> of(
      Spectrum data, List<Scheme> schemes, Schemes.NamedRule rule, LevelRange range) {
    GaussianModel model = GaussianModel.exact(data);
    List<Row> rows = new ArrayList<>();
    for (Scheme scheme : schemes) {
      rows.add(
          row(
              scheme.name(),
              scheme.steps(),
              GaussianBudget.of(scheme, model),
              Math.sqrt(data.totalVariance())));
    }
    int evaluations = schemes.getFirst().steps();
    for (Solver solver : USUAL) {
      grid(solver, rule, range, evaluations)
          .ifPresent(grid ->
              rows.add(
                  row(
                      solver.name() + ", " + rule.name(),
                      solver.evaluations(grid).orElse(grid.steps()),
                      GaussianBudget.of(solver, grid, model, new StartLaw.White(grid.first())),
                      Math.sqrt(data.totalVariance()))));
    }
    return List.copyOf(rows);
  }

  /// The longest grid the solver can walk with so many evaluations.
  private static Optional<TimeGrid> grid(
      Solver solver, Schemes.NamedRule rule, LevelRange range, int evaluations) {
    for (int steps = evaluations; steps > 0; steps--) {
      Optional<TimeGrid> grid =
          range.snapped(rule.rule().toMin(steps, range.sigmaMax(), range.sigmaMin()));
      if (grid.isPresent()
          && solver.evaluations(grid.get()).orElse(Integer.MAX_VALUE) <= evaluations) {
        return grid;
      }
    }
    return Optional.empty();
  }

  private static Row row(String name, int evaluations, GaussianBudget budget, double spread) {
    return new Row(
        name,
        evaluations,
        budget.path().map(path -> path.sum().value()),
        budget.divergence(),
        budget.wasserstein() / spread);
  }
}
