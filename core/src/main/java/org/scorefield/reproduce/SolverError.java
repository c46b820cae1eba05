package org.scorefield.reproduce;

import org.scorefield.design.StageWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.design.NamedSampler;
import org.scorefield.linear.Amplification;
import org.scorefield.linear.PredictedError;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Dpm2;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Errors of solvers on Gaussian data, known before any run: what each does to a mode by its
/// variance, the order at which that error falls, and its sum over a spectrum like that of natural
/// images, with and without a closed-form start.
final class SolverError implements Reproduction {
  private static final double TOP = 80;
  private static final double BOTTOM = 0.002;
  private static final RhoGrid EDM = new RhoGrid(7);

  private static final String PROTOTYPE =
      "numpy, a second implementation of each solver on one mode; tolerance: its printed digits";

  private static final double[] VARIANCES = {100, 10, 1, .1, .01};

  /// A solver and `A/A*` of 18 steps of EDM's grid on a mode of each of the variances.
  private record Ratios(Solver solver, double... expected) {}

  private static final List<Ratios> RATIOS =
      List.of(
          new Ratios(new Heun(), 1.02208, 1.03166, 1.04481, 1.06352, 1.09017),
          new Ratios(new Euler(), .89779, .87957, .85952, .83657, .81025),
          new Ratios(new Dpmpp2M(), 1.02432, 1.03574, 1.05117, 1.06971, 1.08125),
          new Ratios(new Ipndm(4), 1.00607, 1.01158, 1.01687, 1.02385, 1.03284),
          new Ratios(new Dpm2(), 1.01288, 1.01823, 1.02570, 1.03627, 1.05116));

  /// A solver and `|A/A* - 1|` on variance 1 with 40, 80 and 160 steps.
  private static final List<Ratios> ORDERS =
      List.of(
          new Ratios(new Euler(), .063864, .032057, .016059),
          new Ratios(new Heun(), .0079798, .0018947, .00046050),
          new Ratios(new Dpmpp2M(), .0084468, .0019464, .00046656),
          new Ratios(new Dpm2(), .0046238, .0011011, .00026740));

  /// A run and its relative trajectory error on the power-law spectrum.
  private record Run(String name, Solver solver, TimeGrid grid, double expected, double digit) {}

  private static final List<Run> RUNS =
      List.of(
          new Run("heun rho7, 5 steps", new Heun(), edm(5), .75732, 1e-5),
          new Run("heun rho7, 10 steps", new Heun(), edm(10), .12387, 1e-5),
          new Run("heun rho7, 20 steps", new Heun(), edm(20), .025003, 1e-6),
          new Run("dpmpp-2m rho7, 10 steps", new Dpmpp2M(), edm(10), .11124, 1e-5),
          new Run("euler rho7, 10 steps", new Euler(), edm(10), .20155, 1e-5),
          new Run("ipndm-4 rho7, 10 steps", new Ipndm(4), edm(10), .031461, 1e-6),
          new Run(
              "dpmpp-2m, 10 levels of a search",
              new Dpmpp2M(),
              TimeGrid.of(80, 25.71, 7.178, 2.279, .785, .2946, .1223, .04887, .03246, .008219, 0),
              4.287e-4,
              2e-6),
          new Run(
              "dpmpp-2m, 5 levels of a search",
              new Dpmpp2M(),
              TimeGrid.of(80, 10.79, 1.086, .1144, .001876, 0),
              .03851,
              1e-5),
          new Run(
              "heun, 5 levels of a search",
              new Heun(),
              TimeGrid.of(80, 28.85, 11.606, 4.115, .766, 0),
              .22524,
              1e-5));

  /// Relative W2 of the Gaussian part after a closed-form start k levels down.
  private static final double[] JUMP_18 = {
    .0316, .0313, .0307, .0298, .0286, .0272, .0258, .0243, .0226
  };

  private static final int[] SKIPPED_40 = {0, 8, 12, 20};
  private static final double[] JUMP_40 = {.0056, .0052, .0048, .0037};

  /// Relative W2 where the saved steps are spent on the rest instead, by first level.
  private static final double[] FROM = {80, 40, 20, 10};

  private static final double[] REINVESTED_10 = {.111, .084, .060, .042};
  private static final double[] REINVESTED_25 = {.0165, .0121, .0085, .0058};

  @Override
  public String name() {
    return "solver-error";
  }

  @Override
  public String what() {
    return "Errors of Euler, Heun, DPM-Solver-2, DPM-Solver++(2M) and Adams-Bashforth on Gaussian"
        + " data: by mode, by number of steps, over a spectrum, after a closed-form start";
  }

  @Override
  public String source() {
    return "a second implementation of each solver on one mode (numpy, this project's study)";
  }

  @Override
  public Reproduced run(Optional<Dataset> data, NoiseKey key, StageWatch watch) {
    watch.begin("predicting errors", 4);
    List<Check> checks = new ArrayList<>();
    ratios(checks);
    watch.advance();
    orders(checks);
    watch.advance();
    Spectrum spectrum = Spectrum.powerLaw(3072, 1.5, 768);
    spectra(spectrum, checks);
    watch.advance();
    jumps(spectrum, checks);
    watch.advance();
    return new Reproduced(
        checks,
        List.of(byVariance(), bySteps(spectrum)),
        "grids from 80 by way of 0.002 to 0; spectrum k^-1.5 of 3,072 modes and trace 768");
  }

  private static TimeGrid edm(int steps) {
    return EDM.toZero(steps, TOP, BOTTOM);
  }

  private static void ratios(List<Check> checks) {
    for (Ratios row : RATIOS) {
      Amplification run = Amplification.of(row.solver(), edm(18), Vector.of(VARIANCES));
      for (int k = 0; k < VARIANCES.length; k++) {
        checks.add(
            Check.exact(
                "Amplification relative to the exact flow, 18 steps of rho7",
                "%s, variance %s".formatted(row.solver().name(), VARIANCES[k]),
                run.ratio(k),
                Expected.near(row.expected()[k], 1e-5, PROTOTYPE)));
      }
    }
  }

  private static void orders(List<Check> checks) {
    int[] steps = {40, 80, 160};
    for (Ratios row : ORDERS) {
      double[] found = new double[steps.length];
      for (int i = 0; i < steps.length; i++) {
        found[i] =
            Math.abs(Amplification.of(row.solver(), edm(steps[i]), Vector.of(1)).ratio(0) - 1);
        checks.add(
            Check.exact(
                "Relative error on variance 1 by number of steps",
                "%s, %d steps".formatted(row.solver().name(), steps[i]),
                found[i],
                Expected.near(row.expected()[i], 1e-6, PROTOTYPE)));
      }
      checks.add(
          Check.exact(
              "Relative error on variance 1 by number of steps",
              row.solver().name() + ", order from 80 to 160 steps",
              Math.log(found[1] / found[2]) / Math.log(2),
              Expected.near(row.solver().order(), .1, "the order of the method")));
    }
  }

  private static void spectra(Spectrum spectrum, List<Check> checks) {
    for (Run run : RUNS) {
      PredictedError error =
          PredictedError.of(run.solver(), run.grid(), spectrum, new StartLaw.Exact());
      checks.add(
          Check.exact(
              "Relative trajectory error over the spectrum",
              run.name(),
              error.trajectory().orElseThrow(),
              Expected.near(run.expected(), run.digit(), PROTOTYPE)));
    }
  }

  private static void jumps(Spectrum spectrum, List<Check> checks) {
    String table = "Relative W2 after a closed-form start, heun on what is left of rho7";
    for (int k = 0; k < JUMP_18.length; k++) {
      addJump(table, 18, k, JUMP_18[k], spectrum, checks);
    }
    for (int k = 0; k < SKIPPED_40.length; k++) {
      addJump(table, 40, SKIPPED_40[k], JUMP_40[k], spectrum, checks);
    }
    for (int k = 0; k < FROM.length; k++) {
      addReinvested(10, FROM[k], REINVESTED_10[k], 6e-4, spectrum, checks);
      addReinvested(25, FROM[k], REINVESTED_25[k], 6e-5, spectrum, checks);
    }
  }

  private static void addJump(
      String table,
      int steps,
      int skipped,
      double expected,
      Spectrum spectrum,
      List<Check> checks) {
    TimeGrid grid = edm(steps);
    TimeGrid rest = skipped == 0 ? grid : grid.from(grid.sigma(skipped));
    PredictedError error = PredictedError.of(new Heun(), rest, spectrum, new StartLaw.Exact());
    checks.add(
        Check.exact(
            table,
            "%d steps, %d skipped".formatted(steps, skipped),
            error.wasserstein(),
            Expected.near(expected, 6e-5, PROTOTYPE)));
  }

  private static void addReinvested(
      int steps,
      double from,
      double expected,
      double tolerance,
      Spectrum spectrum,
      List<Check> checks) {
    PredictedError error =
        PredictedError.of(
            new Dpmpp2M(), EDM.toZero(steps, from, BOTTOM), spectrum, new StartLaw.Exact());
    checks.add(
        Check.exact(
            "Relative W2 with all steps below the closed-form start, dpmpp-2m on rho7",
            "%d steps from sigma %s".formatted(steps, from),
            error.wasserstein(),
            Expected.near(expected, tolerance, PROTOTYPE)));
  }

  private static Figure byVariance() {
    Vector variances = Vector.generate(41, i -> Math.pow(10, -3 + i / 8.0));
    return new Figure(
        "Heun's method amplifies every mode, Euler's damps it",
        "A/A* after 18 steps of rho7, by the variance of the mode; 1 is exact.",
        "variance of the mode",
        "A/A*",
        Figure.Axes.LOG_X,
        RATIOS.stream()
            .map(row -> {
              Amplification run = Amplification.of(row.solver(), edm(18), variances);
              return Figure.Curve.of(
                  row.solver().name(), variances, Vector.generate(variances.size(), run::ratio));
            })
            .toList());
  }

  private static Figure bySteps(Spectrum spectrum) {
    Spectrum binned = spectrum.binned();
    int[] evaluations = IntStream.rangeClosed(2, 20).map(i -> 2 * i - 1).toArray();
    return new Figure(
        "At equal evaluations the multistep solvers lead",
        "Relative trajectory error over the spectrum on rho7, by evaluations.",
        "evaluations",
        "relative trajectory error",
        Figure.Axes.LOG_LOG,
        RATIOS.stream().map(row -> errors(row.solver(), evaluations, binned)).toList());
  }

  private static Figure.Curve errors(Solver solver, int[] evaluations, Spectrum spectrum) {
    double[] values = new double[evaluations.length];
    for (int i = 0; i < values.length; i++) {
      int allowed = evaluations[i];
      TimeGrid grid = NamedSampler.grid(solver, allowed, SolverError::edm).orElseThrow();
      values[i] =
          PredictedError.of(solver, grid, spectrum, new StartLaw.Exact())
              .trajectory()
              .orElseThrow();
    }
    return Figure.Curve.of(
        solver.name(),
        Vector.generate(evaluations.length, i -> evaluations[i]),
        Vector.adopt(values));
  }
}
