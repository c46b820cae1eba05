package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.data.Split;
import org.scorefield.data.file.DataSources;
import org.scorefield.design.StageWatch;
import org.scorefield.random.NoiseKey;

/// Our samplers beside the standard ones, by evaluations of the model: by error to the seed, and by
/// the distance of the set of samples from the law. The model is an exact mixture fitted to real
/// rows, so every error is the sampler's.
///
/// What is learned is learned on a smaller mixture. Where that one was fitted to the rows of the
/// model itself, as by whoever has the training data, it knows the model's mean and covariance;
/// where it was fitted to rows that the model never saw, it does not. Both are shown.
final class SolversByEvaluations implements Reproduction {

  /// What to run on data of one kind.
  ///
  /// @param rows of the data at most
  /// @param model components of the model
  /// @param surrogate components of the surrogate
  /// @param sameRows whether to try a surrogate of the model's own rows as well
  /// @param evaluations with 8 and 10 among them
  /// @param further evaluations for DPM-Solver++(2M) alone, to see what it needs for our error
  /// @param learning samples to learn from
  record Scope(
      int rows,
      int model,
      CovarianceKind modelKind,
      int surrogate,
      CovarianceKind surrogateKind,
      boolean sameRows,
      List<Integer> evaluations,
      List<Integer> further,
      int samples,
      int seeds,
      int learning) {}

  /// Dimensions up to which mixtures have whole covariances.
  private static final int SMALL = 200;

  private static final Scope WHOLE =
      new Scope(
          20_000,
          40,
          new CovarianceKind.Full(),
          10,
          new CovarianceKind.Full(),
          true,
          List.of(5, 6, 8, 10, 12, 16, 20),
          List.of(24, 32, 48, 64, 96),
          128,
          5,
          128);

  private static final Scope REDUCED =
      new Scope(
          12_000,
          20,
          new CovarianceKind.LowRank(48),
          8,
          new CovarianceKind.LowRank(32),
          false,
          List.of(6, 8, 10),
          List.of(16, 20, 32),
          128,
          5,
          64);

  private final Scope whole;
  private final Scope reduced;

  SolversByEvaluations() {
    this(WHOLE, REDUCED);
  }

  /// @param whole for up to {@value #SMALL} dimensions
  /// @param reduced for more
  SolversByEvaluations(Scope whole, Scope reduced) {
    this.whole = whole;
    this.reduced = reduced;
  }

  @Override
  public String name() {
    return "solvers-by-evaluations";
  }

  @Override
  public String what() {
    return "Our samplers beside Euler, Heun, DPM-Solver++, UniPC, iPNDM and DEIS on an exact mixture"
        + " fitted to real data, by evaluations: error by seed, sliced W2, Frechet distance";
  }

  @Override
  public String source() {
    return "this project's goal: half the error of the best standard sampler, and half the"
        + " evaluations of DPM-Solver++(2M)";
  }

  @Override
  public boolean takesData() {
    return true;
  }

  @Override
  public Reproduced run(Optional<Dataset> data, NoiseKey key, StageWatch watch) {
    Dataset given = data.orElseGet(() -> DataSources.standard().open("digits"));
    Scope scope = given.shape().size() <= SMALL ? whole : reduced;
    Dataset rows = FittedMixture.scaled(RandomRows.atMost(scope.rows(), given, key.child("rows")));
    Split halves = Split.fraction(rows, 0.5, key.child("halves"));
    List<SolverContest> contests = new ArrayList<>();
    if (scope.sameRows()) {
      contests.add(new SolverContest("learned on the model's rows", rows, rows, true, scope));
    }
    contests.add(
        new SolverContest("learned on other rows", halves.train(), halves.heldOut(), false, scope));
    List<Check> checks = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    List<Overview> overviews = new ArrayList<>();
    for (SolverContest contest : contests) {
      Optional<ContestFindings> found = contest.run(key, watch);
      if (found.isEmpty()) {
        return new Reproduced(List.of(), List.of(), "cancelled");
      }
      checks.addAll(found.get().checks());
      figures.addAll(found.get().figures());
      overviews.addAll(found.get().overviews());
    }
    return new Reproduced(checks, figures, overviews, input(rows, scope));
  }

  private static String input(Dataset rows, Scope scope) {
    return "%s, %d rows; models of %d components%s, surrogates of %d; %d seeds of %d samples; standard"
            .formatted(
                rows.name(),
                rows.size(),
                scope.model(),
                scope.modelKind() instanceof CovarianceKind.LowRank(int rank)
                    ? " of rank " + rank
                    : "",
                scope.surrogate(),
                scope.seeds(),
                scope.samples())
        + " samplers on rho = 7 and on a log-uniform grid, of which the better is shown at each"
        + " number of evaluations";
  }
}
