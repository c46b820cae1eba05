package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.budget.Clock;
import org.scorefield.budget.GridProgram;
import org.scorefield.budget.Moments;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.PublishedBound;
import org.scorefield.budget.PublishedRate;
import org.scorefield.budget.StepCost;
import org.scorefield.budget.TrainingFactor;
import org.scorefield.data.Dataset;
import org.scorefield.design.StageWatch;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.PosteriorPrecisionGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.schedule.TotalVarianceGrid;
import org.scorefield.schedule.WeightConvention;

/// The theory of Wang, He and Tao (2406.12839), which has no experiments: its levels, weighting,
/// factors and bounds as numbers, beside the divergence that the bounds bound, known exactly on
/// isotropic Gaussian data, and the grids that are best for that.
final class PublishedTheory implements Reproduction {
  private static final double TOP = 80;
  static final double BOTTOM = 0.002;
  static final double RATIO = TOP / BOTTOM;

  /// Variance of the data of the bounds and of the exact divergence.
  private static final double VARIANCE = 0.25;

  static final Moments DATA = new Moments(1, VARIANCE);
  static final IsotropicPath SPREAD = new IsotropicPath(VARIANCE);
  private static final IsotropicPath POINT = new IsotropicPath(0);

  static final GridRule EDM = new RhoGrid(7);
  static final GridRule SONG = new LogUniformGrid();
  static final GridRule BEST = new TotalVarianceGrid(0.5);

  private static final String FORMULAS = "numpy, the paper's formulas programmed a second time";
  private static final String DERIVED = "numpy, the exact divergence programmed a second time";

  private static final double[] EDM_LEVELS = {
    80,
    58.6714767,
    42.4151893,
    30.1832581,
    21.1086767,
    14.4808082,
    9.72320136,
    6.37361355,
    4.06612360,
    2.51521898,
    1.50174198,
    .860579274,
    .469979058,
    .242380319,
    .116638564,
    .0515323943,
    .0204353346,
    .00703728434,
    .002
  };

  private static final double[] SONG_LEVELS = {10, 3.16227766, 1, .316227766, .1};

  private static final double[][] WEIGHTS = {
    {.002, .0807232923},
    {.1, 6.818843434},
    {.2, 5.472030702},
    {.5, 3.658645888},
    {1, 3.032653299},
    {10, .5664415278},
    {80, .006404562974}
  };

  @Override
  public String name() {
    return "published-theory";
  }

  @Override
  public String what() {
    return "Levels, weighting, factors and bounds of the error analysis of 2406.12839, beside the"
        + " exact divergence and the grids that are best for it";
  }

  @Override
  public String source() {
    return "the paper's formulas and the exact divergence, programmed a second time (numpy)";
  }

  @Override
  public Reproduced run(Optional<Dataset> data, NoiseKey key, StageWatch watch) {
    watch.begin("evaluating formulas", 5);
    List<Check> checks = new ArrayList<>();
    levels(checks);
    weighting(checks);
    watch.advance();
    training(checks);
    watch.advance();
    rates(checks);
    watch.advance();
    bounds(checks);
    watch.advance();
    divergences(checks);
    watch.advance();
    return new Reproduced(
        checks,
        TheoryFigures.all(),
        "levels from 80 to 0.002; one component of variance %s".formatted(VARIANCE));
  }

  static TimeGrid grid(GridRule rule, int steps) {
    return rule.toMin(steps, TOP, BOTTOM);
  }

  private static void levels(List<Check> checks) {
    levels("Levels of EDM, 18 steps of rho = 7", grid(EDM, 18), EDM_LEVELS, checks);
    levels(
        "Exponential levels, 4 steps from 10 to 0.1", SONG.toMin(4, 10, .1), SONG_LEVELS, checks);
  }

  private static void levels(String table, TimeGrid grid, double[] known, List<Check> checks) {
    for (int k = 0; k < known.length; k++) {
      add(checks, table, "level " + k, grid.sigma(k), known[k], 1e-6, FORMULAS);
    }
  }

  private static void weighting(List<Check> checks) {
    String table = "EDM's weighting beta, over sigma";
    for (double[] row : WEIGHTS) {
      add(checks, table, "sigma = " + row[0], TrainingFactor.edm(row[0]), row[1], 1e-6, FORMULAS);
    }
    add(checks, table, "top at sigma", top(), .07617953, 1e-5, FORMULAS);
    add(checks, table, "integral over sigma", integral(), 22.452263, 1e-5, FORMULAS);
  }

  /// Where the weighting is largest, by thirds.
  private static double top() {
    double low = Math.log(.01);
    double high = Math.log(1);
    while (high - low > 1e-10) {
      double third = (high - low) / 3;
      boolean left =
          TrainingFactor.edm(Math.exp(low + third)) > TrainingFactor.edm(Math.exp(high - third));
      low = left ? low : low + third;
      high = left ? high - third : high;
    }
    return Math.exp((low + high) / 2);
  }

  private static double integral() {
    double width = 1e-3;
    return IntStream.range(-20_000, 20_000)
        .mapToDouble(i -> Math.exp(i * width))
        .map(sigma -> sigma * TrainingFactor.edm(sigma) * width)
        .sum();
  }

  private static TrainingFactor factor(GridRule rule, Clock clock, int steps) {
    return TrainingFactor.pointwise(grid(rule, steps), clock, TrainingFactor::edm);
  }

  private static void training(List<Check> checks) {
    String table = "Factor of the training error (table 2, theorem 3)";
    double[][] spacing = {{18, 21.32852327, 27.67689944}, {1000, .43573963, .83881081}};
    for (double[] row : spacing) {
      int n = (int) row[0];
      double edm = factor(EDM, Clock.EDM, n).ofSpacing();
      double song = factor(SONG, Clock.SONG, n).ofSpacing();
      add(checks, table, "rho = 7, %d steps".formatted(n), edm, row[1], 1e-6, FORMULAS);
      add(checks, table, "exponential, %d steps".formatted(n), song, row[2], 1e-6, FORMULAS);
    }
    add(
        checks,
        table,
        "ratio of the two, infinitely many steps",
        7 * -Math.expm1(-Math.log(RATIO) / 7) / Math.log(RATIO),
        .5152110,
        1e-6,
        FORMULAS);
    for (WeightConvention p : WeightConvention.values()) {
      double edm = factor(EDM, Clock.EDM, 18).largest(p);
      double song = factor(SONG, Clock.SONG, 18).largest(p);
      String row = ", 18 steps, whole factor, power of sigma " + p.power();
      if (p == WeightConvention.PAPER) {
        add(checks, table, "rho = 7" + row, edm, 3330.20744, 1e-6, FORMULAS);
        add(checks, table, "exponential" + row, song, 4321.43451, 1e-6, FORMULAS);
      } else {
        show(checks, table, "rho = 7" + row, edm);
        show(checks, table, "exponential" + row, song);
      }
    }
    kappas(checks);
  }

  private static void kappas(List<Check> checks) {
    String table = "Constant of the exact inequality: rho = 7 over exponential";
    double[][] known = {{18, .66790}, {100, .54363}, {1000, .51806}};
    for (double[] row : known) {
      int n = (int) row[0];
      double ratio = factor(EDM, Clock.EDM, n).kappa() / factor(SONG, Clock.SONG, n).kappa();
      String name = "weights level by level, %d steps".formatted(n);
      add(checks, table, name, ratio, row[1], 1e-5, FORMULAS);
    }
    double edm =
        TrainingFactor.ofOneObjective(grid(EDM, 10_000), Clock.EDM, TrainingFactor::edm).kappa();
    double song =
        TrainingFactor.ofOneObjective(grid(SONG, 10_000), Clock.SONG, TrainingFactor::edm).kappa();
    add(checks, table, "one objective, 10,000 steps", edm / song, 1, .01, "limit, derived");
  }

  private static void rates(List<Check> checks) {
    String table = "Factor f of the discretisation f(R)/N, R = 40,000";
    double best = PublishedRate.optimalExponent(RATIO);
    PublishedRate edm = PublishedRate.polynomial(Clock.EDM, 7);
    PublishedRate song = PublishedRate.exponential(Clock.EDM);
    add(checks, table, "best rho as published", best, 5.298317, 1e-6, FORMULAS);
    add(checks, table, "rho = 7 as published", edm.factor(RATIO), 222.655394, 1e-6, FORMULAS);
    add(
        checks,
        table,
        "best rho as published, its factor",
        PublishedRate.polynomial(Clock.EDM, best).factor(RATIO),
        207.426817,
        1e-6,
        FORMULAS);
    add(checks, table, "exponential", song.factor(RATIO), 112.288668, 1e-6, FORMULAS);
    add(checks, table, "rho = 7, sharpened", edm.sharpened(RATIO), 135.438875, 1e-6, DERIVED);
    add(checks, table, "rho = 7, the sum at 1000 steps", sum(EDM), 133.41, 1e-3, DERIVED);
    add(checks, table, "exponential, the sum at 1000 steps", sum(SONG), 111.11, 1e-3, DERIVED);
  }

  private static double sum(GridRule rule) {
    TimeGrid grid = grid(rule, 1000);
    return 1000
        * IntStream.range(0, 1000)
            .mapToDouble(k -> Math.pow(1 - grid.sigma(k + 1) / grid.sigma(k), 2))
            .sum();
  }

  private static void bounds(List<Check> checks) {
    pieces("rho = 7, 18 steps", EDM, Clock.EDM, 18, checks, 8.03121155, 9.02606e-6, .314825166);
    pieces("exponential, 18 steps", SONG, Clock.SONG, 18, checks, 6.99306237, 1.35141e-5, 0);
    pieces("rho = 7, 100 steps", EDM, Clock.EDM, 100, checks, 1.35726842, 2.02781e-6, .256579614);
  }

  private static void pieces(
      String row, GridRule rule, Clock clock, int n, List<Check> checks, double... known) {
    String table = "Discretisation in theorem 2, constants 1, d = 1, second moment 1/4";
    PublishedBound bound = new PublishedBound(grid(rule, n), clock, DATA);
    add(checks, table, row + ": noise", bound.noise(), known[0], 1e-6, FORMULAS);
    add(checks, table, row + ": first step", bound.firstStep(), known[1], 3e-6, FORMULAS);
    checks.add(
        Check.exact(
            table,
            row + ": spacing",
            bound.spacing(),
            Expected.near(known[2], Math.max(1e-12, 1e-6 * known[2]), FORMULAS)));
  }

  private static void divergences(List<Check> checks) {
    String table = "Exact path divergence of 18 steps, variance 1/4";
    NoiseChoice plain = NoiseChoice.FROZEN_SCORE;
    double best = SPREAD.divergence(grid(BEST, 18), plain);
    add(
        checks,
        table,
        "rho = 7",
        SPREAD.divergence(grid(EDM, 18), plain),
        1.5359017,
        1e-6,
        DERIVED);
    add(
        checks,
        table,
        "exponential",
        SPREAD.divergence(grid(SONG, 18), plain),
        1.91969,
        3e-6,
        DERIVED);
    add(checks, table, "total variance, the optimum", best, 1.19600797, 1e-6, DERIVED);
    GridProgram program = GridProgram.between(TOP, BOTTOM, SPREAD, StepCost.of(plain), 18);
    add(
        checks,
        table,
        "best of 801 candidates",
        SPREAD.divergence(TOP, BOTTOM, program.cost(18)),
        1.19622,
        5e-6,
        DERIVED);
    String worst = "The same without spread, the worst case";
    add(checks, worst, "rho = 7", POINT.divergence(grid(EDM, 18), plain), 4.71126, 3e-6, DERIVED);
    add(
        checks,
        worst,
        "exponential",
        POINT.divergence(grid(SONG, 18), plain),
        4.36933236,
        1e-6,
        DERIVED);
    String ddpm = "The same as the first with DDPM's noise";
    NoiseChoice frozen = NoiseChoice.DDPM;
    add(checks, ddpm, "rho = 7", SPREAD.divergence(grid(EDM, 18), frozen), 11.0132, 5e-6, DERIVED);
    add(
        checks,
        ddpm,
        "exponential",
        SPREAD.divergence(grid(SONG, 18), frozen),
        4.44944,
        5e-6,
        DERIVED);
    add(
        checks,
        ddpm,
        "posterior precision, the optimum",
        SPREAD.divergence(grid(new PosteriorPrecisionGrid(.5), 18), frozen),
        2.10041,
        5e-6,
        DERIVED);
  }

  private static void add(
      List<Check> checks,
      String table,
      String row,
      double measured,
      double expected,
      double fraction,
      String source) {
    checks.add(Check.exact(table, row, measured, Expected.nearly(expected, fraction, source)));
  }

  private static void show(List<Check> checks, String table, String row, double measured) {
    checks.add(Check.exact(table, row, measured, new Expected.Nothing()));
  }
}
