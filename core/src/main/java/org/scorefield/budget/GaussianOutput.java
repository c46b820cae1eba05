package org.scorefield.budget;

import java.util.function.Function;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.linear.AffineRun;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.TimeGrid;

/// The exact law of what a sampler puts out on Gaussian data: Gaussian in the axes of the data, of
/// known mean and variance along each. Beside it, its distance from the data with noise of any
/// level, which is the **marginal** error of the sampler.
///
/// @param data spectrum of the data
/// @param offsets mean of the output less that of the data, along each direction of an entry
/// @param variances of the output along each direction of an entry
public record GaussianOutput(Spectrum data, Vector offsets, Vector variances) {

  public GaussianOutput {
    int m = data.size();
    if (offsets.size() != m || variances.size() != m) {
      throw new IllegalArgumentException(
          "a spectrum of %d entries needs as many offsets and variances, got %d and %d"
              .formatted(m, offsets.size(), variances.size()));
    }
  }

  /// The noisy data themselves: what a sampler without error puts out.
  public static GaussianOutput exact(Spectrum data, double sigma) {
    return new GaussianOutput(
        data,
        Vector.generate(data.size(), _ -> 0),
        Vector.generate(data.size(), i -> data.variances().get(i) + sigma * sigma));
  }

  /// The law a run starts from.
  public static GaussianOutput start(GaussianModel model, StartLaw start, double sigma) {
    Vector lambda = model.data().variances();
    return new GaussianOutput(
        model.data(),
        Vector.generate(lambda.size(), i -> start.meanOffset(lambda.get(i), sigma) * model.mean(i)),
        Vector.generate(lambda.size(), i -> start.variance(lambda.get(i), sigma)));
  }

  /// Of any solver of fixed steps: the solver itself is run, on its modes ({@link AffineRun}).
  ///
  /// @throws IllegalArgumentException if the solver does not act affinely on each mode alone
  public static GaussianOutput of(
      Solver solver, TimeGrid grid, GaussianModel model, StartLaw start) {
    return start(model, start, grid.first()).after(AffineRun.of(solver, grid, model.modes()));
  }

  /// Of a solver that is made for a Gaussian: it is given that of the data, about their mean.
  public static GaussianOutput of(
      Function<? super Gaussian, ? extends Solver> family,
      TimeGrid grid,
      GaussianModel model,
      StartLaw start) {
    return start(model, start, grid.first()).after(AffineRun.of(family, grid, model.modes()));
  }

  /// Of a scheme, by its recursion: the same as of its solver, for `O(steps entries)`.
  public static GaussianOutput of(Scheme scheme, GaussianModel model, StartLaw start) {
    return start(model, start, scheme.grid().first()).after(FrozenRecursion.run(scheme, model));
  }

  /// Of the process that the steps of a solver approximate: no error of discretisation.
  public static GaussianOutput of(
      ReverseProcess process, double from, double to, GaussianModel model, StartLaw start) {
    return start(model, start, from).after(process.run(from, to, model));
  }

  /// What a run makes of states of this law.
  public GaussianOutput after(AffineRun run) {
    return new GaussianOutput(
        data,
        Vector.generate(
            data.size(), i -> run.factors().get(i) * offsets.get(i) + run.offsets().get(i)),
        Vector.generate(
            data.size(),
            i -> {
              double factor = run.factors().get(i);
              return factor * factor * variances.get(i) + run.drawn().get(i);
            }));
  }

  /// After a last call of the denoiser, `y <- D(y; sigma)`, as samplers end that are to give clean
  /// data.
  ///
  /// @param sigma level of this law
  public GaussianOutput denoised(GaussianModel model, double sigma) {
    double v = sigma * sigma;
    double relative = model.error().relative(sigma);
    double shift = model.error().shift(sigma);
    Vector keep =
        Vector.generate(
            data.size(),
            i -> {
              double lambda = data.variances().get(i);
              return (lambda - relative * v) / (lambda + v);
            });
    return after(
        new AffineRun(
            keep,
            Vector.generate(data.size(), i -> (1 - keep.get(i)) * shift),
            Vector.generate(data.size(), _ -> 0)));
  }

  /// `KL(p_sigma | q)` of the data with noise of a level from this law, in nats. Infinite if one of
  /// them has no width along a direction where the other has some: so it is at sigma = 0 for data
  /// without a density, and only {@link #wasserstein} means something.
  ///
  /// @param sigma level of the target, 0 for the data themselves
  public double divergence(double sigma) {
    double sum = 0;
    for (int i = 0; i < data.size(); i++) {
      double target = data.variances().get(i) + sigma * sigma;
      sum += data.counts().get(i) / 2 * twice(target, variances.get(i), offsets.get(i));
    }
    return sum;
  }

  private static double twice(double target, double variance, double offset) {
    if (variance > 0 && target > 0) {
      return LogExcess.of((target - variance) / variance) + offset * offset / variance;
    }
    return variance == target && offset == 0 ? 0 : Double.POSITIVE_INFINITY;
  }

  /// The 2-Wasserstein distance to the data with noise of a level, in units of the data: `sqrt(sum
  /// e^2 + (sqrt(lambda + sigma^2) - sqrt(s))^2)`.
  ///
  /// @param sigma level of the target, 0 for the data themselves
  public double wasserstein(double sigma) {
    double sum = 0;
    for (int i = 0; i < data.size(); i++) {
      double target = data.variances().get(i) + sigma * sigma;
      double variance = variances.get(i);
      // A difference of roots that are nearly equal, without loss of digits.
      double gap =
          variance == target ? 0 : (variance - target) / (Math.sqrt(variance) + Math.sqrt(target));
      double offset = offsets.get(i);
      sum += data.counts().get(i) * (offset * offset + gap * gap);
    }
    return Math.sqrt(sum);
  }
}
