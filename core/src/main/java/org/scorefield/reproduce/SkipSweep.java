package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.design.Comparison;
import org.scorefield.design.NamedSampler;
import org.scorefield.design.SolverComparison;
import org.scorefield.design.StageWatch;
import org.scorefield.design.Yardstick;
import org.scorefield.linear.AutoSkip;
import org.scorefield.linear.HistoryChoice;
import org.scorefield.linear.LandingCosts;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.SlicedWasserstein;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.Surrogate;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.SeededHistory;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Runs of one law that begin at every level of one grid.
///
/// @param law whose exact denoiser is sampled
/// @param samples of each seed
record SkipSweep(Distribution law, int samples) {
  static final String W2 = new SlicedWasserstein(256, 2).name();

  static final int SEEDS = 8;

  /// Student's t for 7 degrees of freedom at 97.5 %.
  private static final double T = 2.365;

  private static final int STEPS = 20;
  private static final double TOP = 160;
  private static final double BOTTOM = 0.004;

  /// Landings below this many standard deviations are not tried: nowhere near any optimum.
  private static final double LOWEST = 0.5;

  /// More than any run needs.
  private static final int EVALUATIONS = 2 * STEPS;

  TimeGrid grid() {
    double scale = law.scale();
    return new RhoGrid(7).toZero(STEPS, TOP * scale, BOTTOM * scale);
  }

  /// Level 0 is the full run.
  int levels() {
    TimeGrid grid = grid();
    return (int)
        IntStream.range(0, STEPS).filter(i -> grid.sigma(i) >= LOWEST * law.scale()).count();
  }

  /// The choice of `sample --teleport auto`.
  AutoSkip.Skip choose(AutoSkip rule, NoiseKey key) {
    TimeGrid grid = grid();
    return rule.choose(
            new LandingCosts(grid.first(), law.scale())
                .onLaw(law, law.matchingGaussian(), key.child("teleport"), _ -> true),
            grid)
        .orElseThrow(() -> new IllegalStateException("no level is within the target"));
  }

  /// All solvers from all levels.
  Outcome<Comparison> run(List<Solver> solvers, NoiseKey key, StageWatch watch) {
    List<NamedSampler> samplers = new ArrayList<>();
    for (Solver solver : solvers) {
      for (int i = 0; i < levels(); i++) {
        samplers.add(NamedSampler.fixed(name(solver, i), sampler(solver, i)));
      }
    }
    Sampler unused = new Sampler(grid(), new Euler(), new Start.Prior());
    SolverComparison comparison =
        new SolverComparison(
            law,
            unused,
            Optional.of(new Yardstick.Exact(law)),
            samples,
            SEEDS,
            Runtime.getRuntime().availableProcessors(),
            key);
    return comparison.run(samplers, List.of(EVALUATIONS), watch.ofComparison());
  }

  private Sampler sampler(Solver solver, int level) {
    TimeGrid grid = grid();
    if (level == 0) {
      return new Sampler(grid, solver, new Start.Prior());
    }
    TimeGrid tail = grid.from(grid.sigma(level));
    Gaussian gaussian = law.matchingGaussian();
    Vector seedLevels = HistoryChoice.levels(solver, gaussian, tail);
    return new Sampler(
        tail,
        seedLevels.size() == 0
            ? solver
            : new SeededHistory(solver, new Surrogate(gaussian), seedLevels),
        new Start.Teleport(gaussian, grid.first(), Start.Teleport.Mode.EXACT));
  }

  private static String name(Solver solver, int level) {
    return solver.name() + " from level " + level;
  }

  /// What came of it.
  ///
  /// @param skip the automatic choice
  record Found(SkipSweep sweep, AutoSkip.Skip skip, Comparison comparison) {

    /// The run from a level; the full one from level 0.
    Comparison.Standing at(Solver solver, int level) {
      return comparison.standing(name(solver, level), EVALUATIONS);
    }

    /// The level of least sliced W2, the full run among them.
    int best(Solver solver) {
      return IntStream.range(0, sweep.levels())
          .boxed()
          .min(Comparator.comparingDouble(i -> at(solver, i).metric(W2).value()))
          .orElseThrow();
    }

    /// `W(a) / W(b)` of two levels, with the standard error of the pair.
    Estimate ratio(Solver solver, int a, int b) {
      Estimate gap = at(solver, a).metricLess(at(solver, b), W2);
      double base = at(solver, b).metric(W2).value();
      return new Estimate(1 + gap.value() / base, gap.standardError() / base, gap.n());
    }

    /// Of the 95 % interval of a mean over the seeds.
    static double upperEnd(Estimate mean) {
      return mean.value() + T * mean.standardError();
    }

    /// Of the 95 % interval of a mean over the seeds.
    static double lowerEnd(Estimate mean) {
      return mean.value() - T * mean.standardError();
    }

    /// Levels a jump may land on, in standard deviations of the data.
    Vector landings() {
      TimeGrid grid = sweep.grid();
      return Vector.generate(sweep.levels() - 1, i -> grid.sigma(i + 1) / sweep.law().scale());
    }

    /// An upright line at the automatic choice, from the least to the largest value.
    Figure.Curve mark(List<Figure.Curve> curves) {
      double x = skip.sigma() / sweep.law().scale();
      double[] all = curves.stream().flatMapToDouble(c -> c.y().stream()).toArray();
      return Figure.Curve.of(
              "automatic",
              Vector.of(x, x),
              Vector.of(
                  Arrays.stream(all).min().orElseThrow(), Arrays.stream(all).max().orElseThrow()))
          .asYardstick();
    }
  }
}
