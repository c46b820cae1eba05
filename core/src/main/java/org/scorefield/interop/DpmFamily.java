package org.scorefield.interop;

import java.util.List;
import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.DataSlope;
import org.scorefield.sampling.solver.Deis;
import org.scorefield.sampling.solver.Dpmpp1Sde;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Dpmpp2MSde;
import org.scorefield.sampling.solver.Dpmpp3M;
import org.scorefield.sampling.solver.DpmppSinglestep;
import org.scorefield.sampling.solver.DpmSolverM;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.Finish;
import org.scorefield.sampling.solver.UniPc;
import org.scorefield.sampling.solver.Warmup;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.schedule.GeometricVarianceExploding;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.Schedule;
import org.scorefield.schedule.TimeGrid;

/// DPM-Solver, DEIS and UniPC: whole timesteps of the table, or levels placed anew between its
/// ends, or a flow.
final class DpmFamily {
  private static final List<String> ALGORITHMS =
      List.of("dpmsolver++", "dpmsolver", "sde-dpmsolver++", "deis");
  private static final List<String> SLOPES = List.of("midpoint", "heun", "logrho", "bh1", "bh2");

  /// Grids of fewer steps have their order lowered at the end.
  private static final int SHORT = 15;

  /// diffusers' DEIS extrapolates in ln sigma, at any level.
  private static final Schedule LOGARITHM = new GeometricVarianceExploding(1e-12, 1e12);

  private static final String TRUNCATES =
      "It tells the network the whole part of the timestep that a level lies at, here the nearest timestep.";

  private DpmFamily() {}

  static Draft multistep(Options options, int steps) {
    TimeGrid grid = grid(options, steps, last(options));
    return Draft.of(multistepSolver(options, steps), grid)
        .sayingIf(
            stochastic(options) && lowers(options, steps) && grid.last() > 0,
            "With lower_order_final its last step has order 1; here the order is kept.")
        .startingFromUnitVariance()
        .endingScaled()
        .sayingIf(truncates(options), TRUNCATES)
        .thresholded(options, false);
  }

  static Solver multistepSolver(Options options, int steps) {
    int order = options.whole("solver_order", 2);
    requireOrder(options, order);
    Finish finish = finish(options, steps);
    DataSlope slope = slope(options);
    return switch (options.oneOf("algorithm_type", ALGORITHMS)) {
      case "dpmsolver" -> order == 1 ? new Euler() : new DpmSolverM(order, slope, finish);
      case "sde-dpmsolver++" ->
          switch (order) {
            case 1 -> new Dpmpp1Sde();
            case 2 -> new Dpmpp2MSde(slope);
            default ->
                throw options.refusal(
                    "'solver_order' 3 of sde-dpmsolver++ has no counterpart here",
                    "take 2, or the sampler name \"DPM++ 3M SDE\"");
          };
      default ->
          switch (order) {
            case 1 -> new Euler();
            case 2 -> new Dpmpp2M(slope, finish);
            default -> new Dpmpp3M(Dpmpp3M.Curvature.PUBLISHED, slope, Warmup.RAMP, finish);
          };
    };
  }

  /// In EDM's coordinates: levels between two ends of its own.
  static Draft edm(Options options, int steps) {
    return edm(options, steps, multistepSolver(options, steps)).thresholded(options, false);
  }

  static Draft edmEuler(Options options, int steps) {
    return edm(options, steps, new Euler());
  }

  private static Draft edm(Options options, int steps, Solver solver) {
    GridRule rule =
        options.oneOf("sigma_schedule", List.of("karras", "exponential")).equals("karras")
            ? new RhoGrid(options.number("rho", 7))
            : new LogUniformGrid();
    double[] levels =
        Ladder.levels(
            rule, steps, options.number("sigma_max", 80), options.number("sigma_min", 0.002));
    double end = last(options) == Last.ZERO ? 0 : Double.POSITIVE_INFINITY;
    return Draft.of(solver, Ladder.grid(levels, end)).startingFromUnitVariance();
  }

  static Draft singlestep(Options options, int steps) {
    int order = options.whole("solver_order", 2);
    requireOrder(options, order);
    String algorithm = options.oneOf("algorithm_type", ALGORITHMS);
    if (algorithm.startsWith("sde") || algorithm.equals("dpmsolver")) {
      throw options.refusal(
          "'algorithm_type' of %s has no counterpart here but dpmsolver++"
              .formatted(options.name()),
          "write \"dpmsolver++\", or take DPMSolverMultistepScheduler, which has them");
    }
    boolean toZero = last(options) == Last.ZERO;
    boolean lower = options.flag("lower_order_final") || steps % order != 0 || toZero;
    return Draft.of(
            new DpmppSinglestep(order, slope(options), lower), grid(options, steps, last(options)))
        .startingFromUnitVariance()
        .endingScaled()
        .sayingIf(truncates(options), TRUNCATES)
        .thresholded(options, false);
  }

  static Draft deis(Options options, int steps) {
    int order = options.whole("solver_order", 2);
    requireOrder(options, order);
    Finish finish = lowers(options, steps) ? Finish.RAMP_DOWN : Finish.FULL;
    return Draft.of(
            new Deis(order, LOGARITHM, Warmup.RAMP, finish),
            grid(options, steps, Ladder.rule(options).isPresent() ? Last.REPEATED : Last.TABLE))
        .startingFromUnitVariance()
        .endingScaled()
        .sayingIf(truncates(options), TRUNCATES)
        .thresholded(options, false);
  }

  static Draft uniPc(Options options, int steps) {
    options.requireUnset(
        "disable_corrector", "leave it empty; here every step but the last is corrected");
    options.requireUnset("solver_p", "leave it null; UniPC's own predictor is what there is");
    options.requireUnset("shift_terminal", "leave it null");
    if (!options.flag("predict_x0", true)) {
      throw options.refusal(
          "UniPC with 'predict_x0' false, in noise prediction, has no counterpart here",
          "set it true, which is the default");
    }
    int order = options.whole("solver_order", 2);
    requireOrder(options, order);
    UniPc.Variant variant =
        options.oneOf("solver_type", "bh2", SLOPES).equals("bh1")
            ? UniPc.Variant.BH1
            : UniPc.Variant.BH2;
    Finish finish = options.flag("lower_order_final", true) ? Finish.RAMP_DOWN : Finish.FULL;
    return Draft.of(new UniPc(order, variant, finish), grid(options, steps, last(options)))
        .startingFromUnitVariance()
        .endingScaled()
        .sayingIf(truncates(options), TRUNCATES)
        .thresholded(options, false);
  }

  /// Where the last step goes.
  private enum Last {
    ZERO,
    /// The lowest level of the table.
    TABLE,
    /// The level before it.
    REPEATED
  }

  private static Last last(Options options) {
    return options.oneOf("final_sigmas_type", List.of("zero", "sigma_min")).equals("zero")
        ? Last.ZERO
        : Last.TABLE;
  }

  private static TimeGrid grid(Options options, int steps, Last last) {
    DiscreteSchedule table = SingleTable.of(options, 1e-4, 0.02);
    Optional<GridRule> rule = Ladder.rule(options);
    if (options.flag("use_flow_sigmas")) {
      if (rule.isPresent()) {
        throw options.refusal(
            "it asks for flow sigmas and for another rule at once", "leave one of them true");
      }
      return FlowFamily.grid(options, steps, last == Last.ZERO);
    }
    double[] levels =
        rule.map(r ->
                Ladder.levels(
                    r,
                    steps,
                    options.number("sigma_max").orElse(table.sigmas().last()),
                    options.number("sigma_min").orElse(table.sigmas().first())))
            .orElseGet(() -> Timesteps.levels(table, timesteps(options, table, steps)));
    double end =
        switch (last) {
          case ZERO -> 0;
          case TABLE -> table.sigmas().first();
          case REPEATED -> Double.POSITIVE_INFINITY;
        };
    return Ladder.grid(levels, end);
  }

  private static Vector timesteps(Options options, DiscreteSchedule table, int steps) {
    double lowest = options.number("lambda_min_clipped", Double.NEGATIVE_INFINITY);
    int highest = (int) table.sigmas().stream().filter(sigma -> -Math.log(sigma) >= lowest).count();
    return Timesteps.aboveTheLowest(options, table.timesteps(), highest, steps);
  }

  /// Levels between two timesteps become whole ones by a cast, except where they are rounded
  /// before.
  private static boolean truncates(Options options) {
    return options.flag("use_exponential_sigmas") || options.flag("use_beta_sigmas");
  }

  private static boolean stochastic(Options options) {
    return options.oneOf("algorithm_type", ALGORITHMS).startsWith("sde");
  }

  private static boolean lowers(Options options, int steps) {
    return options.flag("lower_order_final", true) && steps < SHORT;
  }

  private static Finish finish(Options options, int steps) {
    if (lowers(options, steps)) {
      return Finish.RAMP_DOWN;
    }
    return options.flag("euler_at_final") ? Finish.EULER : Finish.FULL;
  }

  private static DataSlope slope(Options options) {
    return options.oneOf("solver_type", SLOPES).equals("heun")
        ? DataSlope.HEUN
        : DataSlope.MIDPOINT;
  }

  private static void requireOrder(Options options, int order) {
    if (order < 1 || order > 3) {
      throw options.refusal("'solver_order' is " + order, "it is 1, 2 or 3");
    }
  }
}
