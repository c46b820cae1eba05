package org.scorefield.sampling;

import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Prediction;
import org.scorefield.denoise.RawNetwork;
import org.scorefield.schedule.TimeGrid;

/// A quirk of the tests of diffusers, not a method. Their loop for the Euler family reads
///
/// `sample = scale_model_input(sample); sample = step(model(sample), sample)`
///
/// so the *scaled* input of the network, `x/sqrt(1 + sigma^2)`, takes the place of the state in
/// every evaluation. (Its pipelines keep the two apart.) The published constants contain it, hence
/// this adapter: any solver, run with its state scaled down before each step, on a model that sees
/// that state as its input.
///
/// @param inner the method itself
/// @param network the raw network
/// @param prediction what it predicts
/// @param timestep its noise input
/// @param awake levels above are passed with slope 0: diffusers' LMS, begun in the middle of its
///   grid, uses its full-order weights with the slopes it does not have left out
public record ScaledState(
    Solver inner,
    RawNetwork network,
    Prediction prediction,
    DoubleUnaryOperator timestep,
    double awake)
    implements Solver {

  public ScaledState(
      Solver inner, RawNetwork network, Prediction prediction, DoubleUnaryOperator timestep) {
    this(inner, network, prediction, timestep, Double.POSITIVE_INFINITY);
  }

  @Override
  public String name() {
    return inner.name() + "-on-scaled-state";
  }

  @Override
  public int order() {
    return inner.order();
  }

  @Override
  public boolean stochastic() {
    return inner.stochastic();
  }

  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    return inner.evaluations(grid);
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    Stepper stepper = inner.begin(grid);
    return (_, x, sigma, next, noise) ->
        sigma > awake
            ? stepper.step(new Asleep(x.shape()), x, sigma, next, noise)
            : stepper.step(new Scaled(sigma), x.times(scale(sigma)), sigma, next, noise);
  }

  private static double scale(double sigma) {
    return 1 / Math.hypot(1, sigma);
  }

  /// The model during the step that started at `start`, where the state is scaled already. States
  /// of inner stages w are not: there the slope is that of the scaled one, `(w - D(w))/sigma = (cw
  /// - D(cw))/sigma`.
  private final class Scaled implements Denoiser {
    private final double start;

    Scaled(double start) {
      this.start = start;
    }

    @Override
    public Shape shape() {
      return network.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      double c = sigma == start ? 1 : scale(sigma);
      Batch input = x.times(c);
      Batch output = network.evaluate(input, timestep.applyAsDouble(sigma));
      Batch denoised = prediction.denoised(output, input, sigma, scale(sigma));
      return Batch.combine(1 - c, x, 1, denoised);
    }
  }

  /// D(x) = x, slope 0.
  private record Asleep(Shape shape) implements Denoiser {
    @Override
    public Batch denoise(Batch x, double sigma) {
      return x;
    }
  }
}
