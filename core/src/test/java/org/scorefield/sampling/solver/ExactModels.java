package org.scorefield.sampling.solver;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// Models with exact denoisers that act on every component alone, and a way to run a solver on one.
final class ExactModels {
  static final Shape ONE = Shape.vector(1);

  private ExactModels() {}

  /// D of one component.
  @FunctionalInterface
  interface Scalar {
    double denoise(double x, double sigma);
  }

  static Denoiser on(Shape shape, Scalar model) {
    return new ElementWise(shape, model);
  }

  /// N(mean, variance).
  static Scalar gaussian(double mean, double variance) {
    return (x, sigma) -> {
      double v = sigma * sigma;
      return (variance * x + mean * v) / (variance + v);
    };
  }

  /// Half N(-1, variance), half N(1, variance); variance 0 is two points.
  static Scalar mixture(double variance) {
    return mixture(1, variance);
  }

  /// Half N(-a, variance), half N(a, variance).
  static Scalar mixture(double a, double variance) {
    return (x, sigma) -> {
      double v = sigma * sigma;
      return (variance * x + v * a * Math.tanh(a * x / (variance + v))) / (variance + v);
    };
  }

  /// The final state of one scalar run.
  static double run(Solver solver, TimeGrid grid, Scalar model, double start) {
    Batch x = Batch.copyOf(ONE, new double[] {start});
    return outcome(solver, grid, on(ONE, model), x).orElseThrow().get(0, 0);
  }

  static Outcome<Batch> outcome(Solver solver, TimeGrid grid, Denoiser model, Batch start) {
    return new Sampler(grid, solver, new Start.Given(start))
        .sample(model, Noise.of(7, start.count()));
  }

  /// The probability-flow ODE from `from` down to `to` by 20000 classical Runge-Kutta steps in `ln
  /// sigma`: an oracle that shares no code with the solvers.
  static double flow(Scalar model, double start, double from, double to) {
    int steps = 20000;
    double h = Math.log(to / from) / steps;
    double x = start;
    for (int i = 0; i < steps; i++) {
      double a = from * Math.exp(i * h);
      double m = a * Math.exp(h / 2);
      double b = a * Math.exp(h);
      double k1 = x - model.denoise(x, a);
      double k2 = x + h / 2 * k1 - model.denoise(x + h / 2 * k1, m);
      double k3 = x + h / 2 * k2 - model.denoise(x + h / 2 * k2, m);
      double k4 = x + h * k3 - model.denoise(x + h * k3, b);
      x += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
    }
    return x;
  }

  private record ElementWise(Shape shape, Scalar model) implements Denoiser {
    @Override
    public Batch denoise(Batch x, double sigma) {
      return x.map(value -> model.denoise(value, sigma));
    }
  }
}
