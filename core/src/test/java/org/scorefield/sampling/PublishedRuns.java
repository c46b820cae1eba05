package org.scorefield.sampling;

import static org.scorefield.sampling.DummyProblem.network;
import static org.scorefield.sampling.DummyProblem.noise;
import static org.scorefield.sampling.DummyProblem.sample;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Prediction;
import org.scorefield.denoise.PredictionDenoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.solver.Dpm2;
import org.scorefield.sampling.solver.Dpmpp2S;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.Pndm;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.schedule.DiscreteSchedule.Interpolation;
import org.scorefield.schedule.DiscreteSchedules;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.Spacing;
import org.scorefield.schedule.TimeGrid;

/// How diffusers' tests drive its schedulers, said with our grids, adapters and sampler.
final class PublishedRuns {
  static final DiscreteSchedule K = table(1100, 1e-4);
  static final DiscreteSchedule D = table(1000, 1e-4);
  static final DiscreteSchedule D01 = table(1000, 0.01);

  private PublishedRuns() {}

  /// diffusers keeps abar in float32. At the first timestep, where abar = 0.9999, that moves sigma
  /// by 8e-5 of itself: more than the tolerance of some constants.
  private static DiscreteSchedule table(int timesteps, double firstBeta) {
    DiscreteSchedule exact = DiscreteSchedules.linear(timesteps, firstBeta, 0.02);
    return DiscreteSchedule.ofAlphasCumprod(
        "float32", Vector.generate(timesteps, k -> (float) exact.alphaCumprod(k)));
  }

  static TimeGrid linspaceK() {
    return Spacing.LINSPACE.toZero(K.interpolated(Interpolation.LINEAR), 10);
  }

  static TimeGrid karrasK() {
    return new RhoGrid(7).toZero(10, K.sigmas().last(), K.sigmas().first());
  }

  static TimeGrid linspaceD() {
    return linspaceD(10);
  }

  /// Uniform from the last timestep to the first, rounded to whole ones: for ten steps 999, 899,
  /// ... 599, 500, ... 0.
  static TimeGrid linspaceD(int steps) {
    Vector indices = Spacing.LINSPACE.indices(1000, steps + 1);
    return grid(indices.stream().map(Math::rint).map(D::sigma).toArray());
  }

  static TimeGrid karrasD() {
    return repeatingTheEnd(new RhoGrid(7).toMin(9, D.sigmas().last(), D.sigmas().first()));
  }

  static TimeGrid luD() {
    return repeatingTheEnd(new LogUniformGrid().toMin(9, D.sigmas().last(), D.sigmas().first()));
  }

  /// diffusers ends such grids with the lowest level twice. A step of no length changes no state,
  /// but UniPC corrects the step before with what is evaluated there; here the step is as short as
  /// a grid allows.
  static TimeGrid repeatingTheEnd(TimeGrid grid) {
    double[] levels = Arrays.copyOf(grid.sigmas().toArray(), grid.steps() + 2);
    levels[grid.steps() + 1] = grid.last() * (1 - 1e-12);
    return grid(levels);
  }

  /// The same grid with 0 for its last level.
  static TimeGrid toZero(TimeGrid grid) {
    double[] levels = grid.sigmas().toArray();
    levels[grid.steps()] = 0;
    return grid(levels);
  }

  /// Timesteps 900, 800, ... 0: without `set_alpha_to_one`, the last step of diffusers goes from
  /// the first level to itself.
  static TimeGrid leadingToFirstLevel(DiscreteSchedule table) {
    return grid(Arrays.copyOf(Spacing.LEADING.toZero(table, 10).sigmas().toArray(), 10));
  }

  static TimeGrid tail(TimeGrid grid, int from) {
    return grid(Arrays.copyOfRange(grid.sigmas().toArray(), from, grid.steps() + 1));
  }

  static TimeGrid grid(double... levels) {
    return new TimeGrid(Vector.of(levels));
  }

  /// The Euler family: from data times sigma_max, with the state scaled before every step.
  static Batch scaled(Solver solver, Prediction prediction, TimeGrid grid) {
    Solver onScaled = new ScaledState(solver, network(), prediction, timestepsK(solver, grid));
    return run(onScaled, unused(), grid, sample().times(grid.first()));
  }

  /// From data times sigma_max plus noise of level `grid[from]`, on the rest of the grid.
  static Batch scaledFrom(int from, Solver solver) {
    TimeGrid grid = linspaceK();
    Solver onScaled =
        new ScaledState(solver, network(), Prediction.EPSILON, timestepsK(solver, grid));
    return run(onScaled, unused(), tail(grid, from), noisy(grid, from));
  }

  /// The same for a method that pretends to have a history.
  static Batch scaledFromAsleep(int from, Solver solver) {
    TimeGrid grid = linspaceK();
    Solver onScaled =
        new ScaledState(
            solver, network(), Prediction.EPSILON, timestepsK(solver, grid), grid.sigma(from));
    return run(onScaled, unused(), grid, noisy(grid, from));
  }

  private static Batch noisy(TimeGrid grid, int from) {
    return Batch.combine(grid.first(), sample(), grid.sigma(from), noise());
  }

  /// diffusers interpolates sigma linearly in the timestep, but the timestep linearly in ln sigma;
  /// it needs the latter where levels do not come from timesteps.
  private static DoubleUnaryOperator timestepsK(Solver solver, TimeGrid grid) {
    boolean levelsFromTimesteps = grid.equals(linspaceK()) && !(solver instanceof Dpm2);
    return levelsFromTimesteps ? K.interpolated(Interpolation.LINEAR)::noiseInput : K::noiseInput;
  }

  /// In the coordinates of the variance-preserving process, from the data as they are.
  static Batch vp(Solver solver, Prediction prediction, TimeGrid grid) {
    return vp(solver, prediction, D, grid, sample());
  }

  static Batch vp(Solver solver, DiscreteSchedule table, TimeGrid grid) {
    return vp(solver, Prediction.EPSILON, table, grid, sample());
  }

  /// From the data with noise of level `grid[from]`, on the rest of the grid.
  static Batch vpFrom(int from, Solver solver, TimeGrid grid) {
    TimeGrid rest = tail(grid, from);
    return vp(solver, Prediction.EPSILON, D, rest, noisyVp(rest.first()));
  }

  private static Batch noisyVp(double sigma) {
    return Batch.combine(scale(sigma), sample(), scale(sigma) * sigma, noise());
  }

  private static Batch vp(
      Solver solver, Prediction prediction, DiscreteSchedule table, TimeGrid grid, Batch start) {
    boolean whole = !(solver instanceof Pndm);
    Denoiser denoiser = vpDenoiser(prediction, table, whole);
    return vp(solver, denoiser, grid, start);
  }

  static Batch vp(Solver solver, Denoiser denoiser, TimeGrid grid, Batch start) {
    Batch end = run(solver, denoiser, grid, start.times(1 / scale(grid.first())));
    return end.times(scale(grid.last()));
  }

  static Denoiser vpDenoiser(Prediction prediction, DiscreteSchedule table, boolean whole) {
    return new PredictionDenoiser(
        network(),
        prediction,
        PredictionDenoiser.VARIANCE_PRESERVING,
        whole ? sigma -> Math.rint(table.noiseInput(sigma)) : table::noiseInput);
  }

  /// DPM-Solver++(2S) as diffusers steps it: two levels of the grid make one step, the first of
  /// them is the inner one, wherever in the step it lies. Begun in the middle of a pair it starts
  /// with a step of order 1.
  static Batch singlestep(Prediction prediction, TimeGrid grid, int from) {
    Denoiser denoiser = vpDenoiser(prediction, D, true);
    double first = grid.sigma(from);
    Batch start = from == 0 ? sample() : noisyVp(first);
    return singlestep(denoiser, grid, from, start);
  }

  static Batch singlestep(Denoiser denoiser, TimeGrid grid, int from, Batch start) {
    Batch x = start.times(1 / scale(grid.sigma(from)));
    int at = from;
    if (from % 2 == 1) {
      x = run(new Euler(), denoiser, grid(grid.sigma(at), grid.sigma(at + 1)), x);
      at++;
    }
    for (; at < grid.steps(); at += 2) {
      double sigma = grid.sigma(at);
      double next = grid.sigma(at + 2);
      double ratio = Math.log(sigma / grid.sigma(at + 1)) / Math.log(sigma / next);
      x = run(new Dpmpp2S(ratio), denoiser, grid(sigma, next), x);
    }
    return x.times(scale(grid.last()));
  }

  static Batch run(Solver solver, Denoiser denoiser, TimeGrid grid, Batch start) {
    return new Sampler(grid, solver, new Start.Given(start))
        .sample(denoiser, Noise.of(0, start.count()))
        .orElseThrow();
  }

  /// What a stochastic method that is linear makes of a state if its noise is left out: the
  /// difference of two runs with the same noise, one of them from 0.
  static Batch noiseless(java.util.function.UnaryOperator<Batch> run) {
    return run.apply(sample()).minus(run.apply(sample().times(0)));
  }

  static double scale(double sigma) {
    return PredictionDenoiser.VARIANCE_PRESERVING.applyAsDouble(sigma);
  }

  /// Where the solver brings its own model.
  static Denoiser unused() {
    return new PredictionDenoiser(
        network(), Prediction.EPSILON, PredictionDenoiser.UNSCALED, sigma -> Double.NaN);
  }
}
