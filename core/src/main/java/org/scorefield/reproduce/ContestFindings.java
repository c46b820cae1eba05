package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.scorefield.array.Vector;
import org.scorefield.design.Comparison;
import org.scorefield.design.Comparison.Standing;
import org.scorefield.design.Peers;
import org.scorefield.metric.Estimate;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.schedule.GridRule;

/// What a {@link SolverContest} says.
///
/// @param contest that was run
/// @param found all its numbers
record ContestFindings(SolverContest contest, Comparison found) {
  private static final String GOAL = "goal";
  private static final List<Integer> JUDGED = List.of(8, 10);
  private static final String W2 = "sliced-w2";
  private static final String TWO_M = new Dpmpp2M().name();

  /// Standard solvers that are drawn; all are in the tables.
  private static final List<String> DRAWN = List.of("heun", TWO_M, "unipc-3", "ipndm-4", "deis-4");

  /// What ours are claimed to be: half the error of the best standard sampler, half the evaluations
  /// of DPM-Solver++(2M), and no worse as a set.
  List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    String where = ", " + contest.name();
    for (int n : JUDGED) {
      Comparison.Entry our = best(contest.ours(), n, Standing::error).orElseThrow();
      Comparison.Entry peer = best(peers(), n, Standing::error).orElseThrow();
      Standing own = our.standing().orElseThrow();
      Standing other = peer.standing().orElseThrow();
      String versus = "%d evaluations: %s over %s".formatted(n, our.sampler(), peer.sampler());
      checks.add(
          new Check(
              "Error of the best of ours over that of the best standard sampler" + where,
              versus,
              own.errorOver(other),
              Expected.atMost(0.5, GOAL)));
      checks.add(
          new Check(
              "Evaluations that dpmpp-2m needs for the error of the best of ours" + where,
              "ours with " + n + reach(own),
              needed(own),
              Expected.atLeast(2 * n, GOAL)));
      checks.add(
          new Check(
              "Sliced W2 of the best of ours less that of the best standard sampler" + where,
              "%d evaluations: %s less %s".formatted(n, our.sampler(), peer.sampler()),
              own.metricLess(other, W2),
              Expected.atMost(0, GOAL)));
    }
    return checks;
  }

  /// Every sampler by every measure.
  List<Overview> overviews() {
    List<Overview> overviews = new ArrayList<>();
    overviews.add(overview("Relative RMS error by seed", Standing::error, Optional.empty()));
    found
        .floor()
        .forEach((metric, floor) ->
            overviews.add(
                overview(
                    metric.equals(W2) ? "Sliced W2 from exact samples" : "Fréchet distance",
                    s -> s.metric(metric),
                    Optional.of(floor))));
    return overviews;
  }

  private Overview overview(
      String title, Function<Standing, Estimate> value, Optional<Estimate> floor) {
    List<Overview.Row> rows = new ArrayList<>();
    for (String our : contest.ours()) {
      rows.add(new Overview.Row(our, values(List.of(our), value), false));
    }
    for (Solver solver : Peers.SOLVERS) {
      rows.add(new Overview.Row(solver.name(), values(onEachGrid(solver.name()), value), false));
    }
    floor.ifPresent(
        f -> rows.add(new Overview.Row("exact samples", columns().map(_ -> floor).toList(), true)));
    return new Overview(
        title + ", " + contest.name(),
        "evaluations",
        columns().map(String::valueOf).toList(),
        rows);
  }

  /// The curves of the tables.
  List<Figure> figures() {
    Estimate floor = found.floor(W2);
    Vector x = Vector.generate(contest.scope().evaluations().size(), this::evaluations);
    List<Figure.Curve> sets = new ArrayList<>(curves(x, s -> s.metric(W2)));
    sets.add(
        Figure.Curve.of("exact samples", x, Vector.generate(x.size(), _ -> floor.value()))
            .asYardstick());
    return List.of(
        new Figure(
            "Is it the same sample? Error by evaluations, " + contest.name(),
            "Thick: ours. Distance to the fine solution of the same noise. Of each standard solver"
                + " the better grid at each number.",
            "evaluations",
            "relative RMS error",
            Figure.Axes.LOG_LOG,
            curves(x, Standing::error)),
        new Figure(
            "Is it as good a sample? Sliced W2 by evaluations, " + contest.name(),
            "Thick: ours. Dashed: what exact samples score against exact samples.",
            "evaluations",
            "sliced W2",
            Figure.Axes.LOG_LOG,
            sets));
  }

  private double evaluations(int i) {
    return contest.scope().evaluations().get(i);
  }

  private List<Figure.Curve> curves(Vector x, Function<Standing, Estimate> value) {
    List<Figure.Curve> curves = new ArrayList<>();
    for (String our : contest.ours()) {
      curves.add(curve(our, x, values(List.of(our), value)).asSubject());
    }
    for (String solver : DRAWN) {
      curves.add(curve(solver, x, values(onEachGrid(solver), value)));
    }
    return curves;
  }

  private static Figure.Curve curve(String name, Vector x, List<Optional<Estimate>> values) {
    Estimate none = new Estimate(Double.NaN, Double.NaN, 1);
    return Figure.Curve.of(name, x, values.stream().map(v -> v.orElse(none)).toList());
  }

  private Stream<Integer> columns() {
    return contest.scope().evaluations().stream();
  }

  /// The least value among some samplers, by evaluations.
  private List<Optional<Estimate>> values(List<String> names, Function<Standing, Estimate> value) {
    return columns()
        .map(n -> best(names, n, value).flatMap(Comparison.Entry::standing).map(value))
        .toList();
  }

  private Optional<Comparison.Entry> best(
      List<String> names, int budget, Function<Standing, Estimate> value) {
    return names.stream()
        .flatMap(name -> found.of(name, budget).stream())
        .filter(entry -> entry.standing().isPresent())
        .min(
            Comparator.comparingDouble(
                entry -> value.apply(entry.standing().orElseThrow()).value()));
  }

  private static List<String> peers() {
    return Peers.SOLVERS.stream().flatMap(s -> onEachGrid(s.name()).stream()).toList();
  }

  private static List<String> onEachGrid(String solver) {
    return Peers.GRIDS.stream().map(GridRule::name).map(grid -> solver + " " + grid).toList();
  }

  /// The number of evaluations at which DPM-Solver++(2M), on its better grid, comes down to an
  /// error: between two that were run, on a straight line in logarithms. The standard error is the
  /// jackknife's over seeds.
  private Estimate needed(Standing goal) {
    int seeds = goal.squares().size();
    Vector without = Vector.generate(seeds, s -> crossing(goal, s));
    double mean = without.sum() / seeds;
    double spread = without.stream().map(v -> (v - mean) * (v - mean)).sum();
    return new Estimate(
        crossing(goal, -1),
        seeds < 2 ? Double.NaN : Math.sqrt(spread * (seeds - 1) / seeds),
        goal.error().n());
  }

  private double crossing(Standing goal, int out) {
    double wanted = rootWithout(goal.squares(), out);
    double before = Double.NaN;
    double reached = Double.NaN;
    for (int n : budgets()) {
      double here =
          onEachGrid(TWO_M).stream()
              .flatMap(name -> found.of(name, n).flatMap(Comparison.Entry::standing).stream())
              .mapToDouble(standing -> rootWithout(standing.squares(), out))
              .min()
              .orElse(Double.NaN);
      if (here <= wanted) {
        double part = Math.log(reached / wanted) / Math.log(reached / here);
        return Double.isNaN(before) ? n : before * Math.pow(n / before, part);
      }
      before = n;
      reached = here;
    }
    return before;
  }

  private List<Integer> budgets() {
    return Stream.concat(columns(), contest.scope().further().stream()).toList();
  }

  private String reach(Standing own) {
    int last = budgets().getLast();
    return crossing(own, -1) < last ? "" : " (not reached with " + last + ")";
  }

  private static double rootWithout(Vector squares, int out) {
    double sum = 0;
    for (int s = 0; s < squares.size(); s++) {
      sum += s == out ? 0 : squares.get(s);
    }
    return Math.sqrt(sum / (squares.size() - (out < 0 ? 0 : 1)));
  }
}
