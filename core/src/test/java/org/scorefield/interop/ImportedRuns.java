package org.scorefield.interop;

import static org.scorefield.sampling.DummyProblem.noise;
import static org.scorefield.sampling.DummyProblem.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Prediction;
import org.scorefield.denoise.PredictionDenoiser;
import org.scorefield.denoise.RawNetwork;
import org.scorefield.random.Noise;
import org.scorefield.sampling.DummyProblem;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.ScaledState;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.wiring.BetweenLevels;
import org.scorefield.wiring.Layout;
import org.scorefield.wiring.NoiseInput;
import org.scorefield.wiring.Predicted;
import org.scorefield.wiring.ScheduleSettings;
import org.scorefield.wiring.Wiring;

/// Runs of the {@link DummyProblem} as a scheduler file describes them: its sampler, and the
/// network called as it says.
final class ImportedRuns {
  private static final Wiring BARE =
      new Wiring(
          Predicted.X0,
          ScheduleSettings.of(ScheduleSettings.Kind.EDM),
          NoiseInput.SIGMA,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          OptionalDouble.empty(),
          Layout.NCHW,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          1,
          Optional.empty(),
          new Wiring.Inputs("x", Optional.of("t"), Optional.empty()),
          Optional.empty(),
          OptionalInt.empty(),
          OptionalInt.empty());

  private ImportedRuns() {}

  static SchedulerConfig config(String name, String options) {
    return SchedulerConfig.parse(
        "test",
        "{\"_class_name\": \"" + name + "\"" + (options.isEmpty() ? "" : ", " + options) + "}");
  }

  static Denoiser denoiser(SchedulerConfig config, RawNetwork network) {
    return config.network().orElseThrow().applyTo(BARE).denoiser(network, false);
  }

  /// From the data as they are, in the coordinates of a variance-preserving network.
  static Batch vp(SchedulerConfig config, int steps) {
    return vp(config, steps, 0);
  }

  /// On the rest of the grid from a level on; other than the first, from data with noise of it.
  static Batch vp(SchedulerConfig config, int steps, int from) {
    ImportedSampler sampler = config.sampler(steps);
    TimeGrid grid = tail(sampler.grid(), from);
    double scale = scale(grid.first());
    Batch start =
        from == 0 ? sample().times(1 / scale) : Batch.combine(1, sample(), grid.first(), noise());
    return run(sampler.solver(), denoiser(config, DummyProblem.network()), grid, start)
        .times(scale(grid.last()));
  }

  /// With a network that is told the whole part of the timestep.
  static Batch truncated(SchedulerConfig config, int steps) {
    ImportedSampler sampler = config.sampler(steps);
    TimeGrid grid = sampler.grid();
    NetworkSettings whole = config.network().orElseThrow();
    NetworkSettings fractional =
        new NetworkSettings(
            whole.prediction(),
            whole.schedule(),
            whole.noiseInput(),
            whole.noiseFactor(),
            Optional.of(BetweenLevels.INTERPOLATE),
            whole.sigmaData(),
            whole.outputFactor());
    RawNetwork dummy = DummyProblem.network();
    RawNetwork truncating = of((input, t) -> dummy.evaluate(input, Math.floor(t + 1e-6)));
    return run(
            sampler.solver(),
            fractional.applyTo(BARE).denoiser(truncating, false),
            grid,
            sample().times(1 / scale(grid.first())))
        .times(scale(grid.last()));
  }

  /// As diffusers' tests drive the Euler family, see {@link ScaledState}.
  static Batch scaled(SchedulerConfig config, int steps) {
    ImportedSampler sampler = config.sampler(steps);
    return onScaled(config, sampler, sampler.grid(), sample().times(sampler.grid().first()), 1e99);
  }

  /// As its pipelines drive what steps in x0 + sigma n, from the data times its first deviation.
  static Batch unscaled(SchedulerConfig config, int steps, RawNetwork network) {
    ImportedSampler sampler = config.sampler(steps);
    double first = sampler.grid().first();
    boolean unit = sampler.differences().stream().anyMatch(s -> s.contains("sqrt(1 + sigma^2) ="));
    Batch start = sample().times(unit ? Math.hypot(1, first) : first);
    return run(sampler.solver(), denoiser(config, network), sampler.grid(), start);
  }

  /// In the coordinates of a flow, from the data as they are.
  static Batch flow(SchedulerConfig config, int steps, RawNetwork network) {
    ImportedSampler sampler = config.sampler(steps);
    TimeGrid grid = sampler.grid();
    Batch start = sample().times(1 + grid.first());
    return run(sampler.solver(), denoiser(config, network), grid, start)
        .times(1 / (1 + grid.last()));
  }

  static RawNetwork of(BiFunction<Batch, Double, Batch> function) {
    return new RawNetwork() {
      @Override
      public Shape shape() {
        return DummyProblem.SHAPE;
      }

      @Override
      public Batch evaluate(Batch input, double noiseInput) {
        return function.apply(input, noiseInput);
      }
    };
  }

  /// From data times sigma_max plus noise of level `from`, on the rest of the grid.
  static Batch scaledFrom(SchedulerConfig config, int steps, int from) {
    ImportedSampler sampler = config.sampler(steps);
    TimeGrid rest = tail(sampler.grid(), from);
    return onScaled(config, sampler, rest, noisy(sampler.grid(), from), 1e99);
  }

  /// The same for a method that pretends to have a history.
  static Batch scaledFromAsleep(SchedulerConfig config, int steps, int from) {
    ImportedSampler sampler = config.sampler(steps);
    TimeGrid grid = sampler.grid();
    return onScaled(config, sampler, grid, noisy(grid, from), grid.sigma(from));
  }

  private static Batch noisy(TimeGrid grid, int from) {
    return Batch.combine(grid.first(), sample(), grid.sigma(from), noise());
  }

  private static Batch onScaled(
      SchedulerConfig config, ImportedSampler sampler, TimeGrid grid, Batch start, double awake) {
    return run(onScaled(config, sampler.solver(), awake), unused(), grid, start);
  }

  static Solver onScaled(SchedulerConfig config, Solver solver, double awake) {
    NetworkSettings network = config.network().orElseThrow();
    DiscreteSchedule table = (DiscreteSchedule) network.schedule().schedule();
    Prediction prediction = network.prediction().prediction().orElseThrow();
    return new ScaledState(solver, DummyProblem.network(), prediction, table::noiseInput, awake);
  }

  static TimeGrid tail(TimeGrid grid, int from) {
    return new TimeGrid(
        Vector.of(Arrays.copyOfRange(grid.sigmas().toArray(), from, grid.steps() + 1)));
  }

  static Batch run(Solver solver, Denoiser denoiser, TimeGrid grid, Batch start) {
    return new Sampler(grid, solver, new Start.Given(start))
        .sample(denoiser, Noise.of(0, start.count()))
        .orElseThrow();
  }

  static double scale(double sigma) {
    return PredictionDenoiser.VARIANCE_PRESERVING.applyAsDouble(sigma);
  }

  /// Where the solver brings its own model.
  static Denoiser unused() {
    return new PredictionDenoiser(
        DummyProblem.network(),
        Prediction.EPSILON,
        PredictionDenoiser.UNSCALED,
        sigma -> Double.NaN);
  }

  static List<String> differences(String name, String options, int steps) {
    return config(name, options).sampler(steps).differences();
  }
}
