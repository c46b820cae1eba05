package org.scorefield.interop;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.schedule.AlignYourStepsGrid;
import org.scorefield.schedule.BetaGrid;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.PolyexponentialGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TangentGrid;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.schedule.UniformTimeGrid;
import org.scorefield.schedule.VpLinear;

/// A rule for placing noise levels, as A1111 and ComfyUI name them.
///
/// @param label A1111's name
/// @param names further names, lower case
/// @param grid what it is here, for the documentation
/// @param rule places the levels
/// @param remark what is not the same, if anything
record SigmaSchedule(
    String label, List<String> names, String grid, Rule rule, Optional<String> remark) {

  /// Places the levels of a run.
  @FunctionalInterface
  interface Rule {
    TimeGrid grid(int steps, NoiseRange range);
  }

  static final List<SigmaSchedule> ALL =
      List.of(
          of("Karras", "rho7", (n, r) -> new RhoGrid(7).toZero(n, r.sigmaMax(), r.sigmaMin())),
          of(
              "Exponential",
              "log-uniform",
              (n, r) -> new LogUniformGrid().toZero(n, r.sigmaMax(), r.sigmaMin())),
          of(
              "Polyexponential",
              "polyexponential:1",
              (n, r) -> new PolyexponentialGrid(1).toZero(n, r.sigmaMax(), r.sigmaMin())),
          of("VP", "uniform:vp-linear, from sigma 152.17 to 0.0105", (n, _) -> vp(n)),
          of(
              "Uniform",
              List.of("normal"),
              "uniform in the timesteps of the table",
              (n, r) -> new UniformTimeGrid(table(r)).toZero(n, r.sigmaMax(), r.sigmaMin())),
          of(
              "SGM Uniform",
              List.of("sgm_uniform", "sgmuniform"),
              "the same without the last level",
              (n, r) -> sgm(n, r)),
          of("Simple", "every T/n-th timestep, from the highest", (n, r) -> simple(n, table(r))),
          of(
              "DDIM",
              List.of("ddim_uniform"),
              "timesteps 1, 1 + T/n, ...",
              (n, r) -> ddim(n, table(r))),
          saying(
              of(
                  "Beta",
                  "beta:0.6:0.6",
                  (n, r) -> new BetaGrid(0.6, 0.6).toZero(n, r.sigmaMax(), r.sigmaMin())),
              "Beta quantiles are taken of sigma, as in A1111 and diffusers; ComfyUI takes them of the timestep."),
          saying(
              of(
                  "Align Your Steps",
                  List.of("align_your_steps", "ays"),
                  "ays:sd15",
                  (n, _) -> alignYourSteps(n)),
              "The levels of Align Your Steps are those found for Stable Diffusion 1.5, whatever the model."),
          of(
              "KL Optimal",
              List.of("kl_optimal"),
              "tangent:1, not to 0",
              (n, r) -> new TangentGrid(1).toMin(n, r.sigmaMax(), r.sigmaMin())));

  private static DiscreteSchedule table(NoiseRange range) {
    return range
        .table()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "this schedule counts the timesteps of a network in discrete time, and the model has none; take Karras, Exponential, Polyexponential, Beta or KL Optimal"));
  }

  private static TimeGrid vp(int steps) {
    VpLinear clock = new VpLinear();
    return new UniformTimeGrid(clock).toZero(steps, clock.sigma(1), clock.sigma(1e-3));
  }

  private static TimeGrid sgm(int steps, NoiseRange range) {
    double[] levels =
        new UniformTimeGrid(table(range))
            .levels(steps + 1, range.sigmaMax(), range.sigmaMin())
            .toArray();
    levels[steps] = 0;
    return new TimeGrid(Vector.adopt(levels));
  }

  private static TimeGrid simple(int steps, DiscreteSchedule table) {
    int highest = (int) table.maxTime();
    double stride = (highest + 1) / (double) steps;
    return atTimesteps(
        table, IntStream.range(0, steps).map(i -> highest - (int) (i * stride)).toArray());
  }

  /// As many steps as there are timesteps, which may be one more than asked for.
  private static TimeGrid ddim(int steps, DiscreteSchedule table) {
    int highest = (int) table.maxTime();
    int stride = Math.max((highest + 1) / steps, 1);
    int count = Math.ceilDiv(highest, stride);
    return atTimesteps(
        table, IntStream.range(0, count).map(i -> 1 + (count - 1 - i) * stride).toArray());
  }

  private static TimeGrid atTimesteps(DiscreteSchedule table, int[] timesteps) {
    if (Arrays.stream(timesteps).distinct().count() < timesteps.length) {
      throw new IllegalArgumentException(
          "%d steps are more than the table has timesteps, %d; take fewer"
              .formatted(timesteps.length, table.timesteps()));
    }
    double[] levels = Arrays.stream(timesteps).mapToDouble(table::sigma).toArray();
    return Ladder.grid(levels, 0);
  }

  private static TimeGrid alignYourSteps(int steps) {
    Vector list = AlignYourStepsGrid.Network.STABLE_DIFFUSION.sigmas();
    return new AlignYourStepsGrid(AlignYourStepsGrid.Network.STABLE_DIFFUSION)
        .toZero(steps, list.first(), list.last());
  }

  private static SigmaSchedule of(String label, String grid, Rule rule) {
    return of(label, List.of(), grid, rule);
  }

  private static SigmaSchedule of(String label, List<String> more, String grid, Rule rule) {
    return new SigmaSchedule(label, more, grid, rule, Optional.empty());
  }

  private static SigmaSchedule saying(SigmaSchedule schedule, String remark) {
    return new SigmaSchedule(
        schedule.label, schedule.names, schedule.grid, schedule.rule, Optional.of(remark));
  }
}
