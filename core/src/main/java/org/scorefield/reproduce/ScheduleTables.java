package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.design.GridDesign;
import org.scorefield.design.GridSearch;
import org.scorefield.design.Objective;
import org.scorefield.design.Origin;
import org.scorefield.design.StageWatch;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.StartLaw;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Ipndm;

/// Grids searched on a spectrum, beside rho = 7 and the best rho; and what becomes of the gain on
/// data that are not Gaussian. One-step solvers keep theirs. Of the gains of multistep solvers at
/// the end of a run, which are errors that cancel, nothing is left: those are searched otherwise,
/// and accepted on a mixture only.
final class ScheduleTables implements Reproduction {
  private static final double TOP = 80;
  private static final double BOTTOM = 0.002;
  private static final int DIMENSION = 3072;
  private static final double TRACE = 768;

  private static final String PROTOTYPE = "numpy prototype, another minimiser";

  /// A solver, its evaluations, and the errors on rho = 7, the best rho, the best grid.
  private record Row(Solver solver, int evaluations, double edm, double bestRho, double optimum) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(new Heun(), 5, 3.98, 2.14, .394),
          new Row(new Heun(), 9, .757, .372, .225),
          new Row(new Heun(), 15, .218, .111, .102),
          new Row(new Heun(), 19, .1239, .071, .064),
          new Row(new Heun(), 39, .0250, .017, .0137),
          new Row(new Dpmpp2M(), 5, .184, .057, .038),
          new Row(new Dpmpp2M(), 10, .111, .036, 4.3e-4),
          new Row(new Euler(), 5, .392, .324, .298),
          new Row(new Euler(), 10, .202, .171, .162),
          new Row(new Euler(), 20, .102, .090, .085),
          new Row(new Ipndm(4), 5, .121, .052, .044),
          new Row(new Ipndm(4), 10, .0315, .0211, .0023));

  /// Solvers and evaluations that are tried on the mixture.
  private record Transfer(Solver solver, int evaluations, double gain) {}

  private static final List<Transfer> TRANSFERS =
      List.of(
          new Transfer(new Heun(), 5, 1.5),
          new Transfer(new Heun(), 9, 1.5),
          new Transfer(new Heun(), 15, 1.1),
          new Transfer(new Euler(), 10, 1),
          new Transfer(new Dpmpp2M(), 5, 1),
          new Transfer(new Dpmpp2M(), 8, 1),
          new Transfer(new Dpmpp2M(), 10, 1),
          new Transfer(new Dpmpp2M(), 20, 1));

  @Override
  public String name() {
    return "schedules";
  }

  @Override
  public String what() {
    return "Grids searched on a spectrum with no evaluation of a model, beside rho = 7 and the best"
        + " rho; and whether the gain carries over to a mixture";
  }

  @Override
  public String source() {
    return "this project's numpy prototype";
  }

  @Override
  public Reproduced run(Optional<Dataset> data, NoiseKey key, StageWatch watch) {
    List<Check> checks = new ArrayList<>();
    List<Check> transfers = new ArrayList<>();
    watch.begin("searching on the spectrum", ROWS.size());
    Gaussian gaussian = powerLaw();
    for (Row row : ROWS) {
      GridSearch search =
          new GridSearch(row.solver(), row.evaluations(), origin(), BOTTOM)
              .minimising(new Objective.Terminal(Objective.Terminal.Metric.TRAJECTORY));
      if (search.on(gaussian, watch::cancelled)
          instanceof Outcome.Completed<GridDesign>(GridDesign design, int _)) {
        check(row, design, checks);
      }
      watch.advance();
    }
    watch.begin("trying grids on the mixture", TRANSFERS.size());
    GaussianMixture law = PowerLawMixture.law();
    Gaussian matching = law.matchingGaussian();
    for (Transfer transfer : TRANSFERS) {
      GridSearch search =
          new GridSearch(transfer.solver(), transfer.evaluations(), Origin.prior(TOP), BOTTOM);
      if (search.on(matching, law, key.child("mixture"), watch::cancelled)
          instanceof Outcome.Completed<GridDesign>(GridDesign design, int _)) {
        check(transfer, design, transfers);
      }
      watch.advance();
    }
    checks.addAll(transfers);
    return new Reproduced(
        checks,
        checks.isEmpty() ? List.of() : List.of(figure(checks)),
        "spectrum k^-1.5 of %d modes and trace %s; the test mixture of %d components"
            .formatted(DIMENSION, TRACE, PowerLawMixture.COMPONENTS));
  }

  /// The prototype's start has the exact law of data plus noise.
  private static Origin origin() {
    return new Origin(TOP, TOP, new Start.Prior(), new StartLaw.Exact());
  }

  private static Gaussian powerLaw() {
    double sum = IntStream.rangeClosed(1, DIMENSION).mapToDouble(k -> Math.pow(k, -1.5)).sum();
    return new Gaussian(
        Shape.vector(DIMENSION),
        Vector.generate(DIMENSION, _ -> 0),
        Matrix.identity(DIMENSION),
        Vector.generate(DIMENSION, k -> TRACE * Math.pow(k + 1, -1.5) / sum),
        0);
  }

  private static void check(Row row, GridDesign design, List<Check> checks) {
    String name = "%s, %d evaluations".formatted(row.solver().name(), row.evaluations());
    checks.add(
        Check.exact(
            "Relative trajectory error on rho = 7",
            name,
            predicted(design.candidates().getFirst()),
            Expected.nearly(row.edm(), .01, PROTOTYPE)));
    checks.add(
        Check.exact(
            "The same with the best rho and sigma_min",
            name,
            predicted(design.candidates().get(1)),
            Expected.atMost(1.06 * row.bestRho(), PROTOTYPE + ", 6 % for another scan")));
    checks.add(
        Check.exact(
            "The same on the grid of a search",
            name,
            predicted(design.chosen()),
            Expected.atMost(1.06 * row.optimum(), PROTOTYPE + ", 6 %")));
  }

  private static double predicted(GridDesign.Candidate candidate) {
    return candidate.predicted().trajectory().orElseThrow();
  }

  private static void check(Transfer transfer, GridDesign design, List<Check> checks) {
    String name = "%s, %d evaluations".formatted(transfer.solver().name(), transfer.evaluations());
    Estimate usual = design.candidates().getFirst().proxy().orElseThrow().rootMeanSquare();
    Estimate chosen = design.chosen().proxy().orElseThrow().rootMeanSquare();
    checks.add(new Check("On the mixture: error on rho = 7", name, usual, new Expected.Nothing()));
    checks.add(
        new Check(
            "On the mixture: error on the chosen grid", name, chosen, new Expected.Nothing()));
    checks.add(
        Check.exact(
            "On the mixture: how many times smaller the error is on the chosen grid",
            name + " (" + design.chosen().name() + ")",
            usual.value() / chosen.value(),
            Expected.atLeast(
                transfer.gain(),
                transfer.gain() > 1
                    ? "one-step solvers keep their gain (prototype)"
                    : "nothing worse than rho = 7 is accepted")));
  }

  private static Figure figure(List<Check> checks) {
    List<Figure.Curve> curves = new ArrayList<>();
    for (String table :
        List.of(
            "Relative trajectory error on rho = 7",
            "The same with the best rho and sigma_min",
            "The same on the grid of a search")) {
      double[] values =
          checks.stream()
              .filter(c -> c.table().equals(table) && c.row().startsWith("heun"))
              .mapToDouble(c -> c.measured().value())
              .toArray();
      double[] evaluations =
          ROWS.stream()
              .filter(row -> row.solver() instanceof Heun)
              .mapToDouble(Row::evaluations)
              .limit(values.length)
              .toArray();
      curves.add(
          Figure.Curve.of(
              table.startsWith("Relative")
                  ? "rho = 7"
                  : table.endsWith("search") ? "searched grid" : "best rho and sigma_min",
              Vector.of(evaluations),
              Vector.of(values)));
    }
    return new Figure(
        "Heun's method: most of the gain is at few evaluations",
        "Relative trajectory error on the spectrum, by evaluations.",
        "evaluations",
        "relative trajectory error",
        Figure.Axes.LOG_LOG,
        curves);
  }
}
