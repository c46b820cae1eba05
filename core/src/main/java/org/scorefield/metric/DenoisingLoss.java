package org.scorefield.metric;

import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.random.Noise;

/// How well a model denoises: `E |x0 - D(x0 + sigma n; sigma)|^2 / d`, the mean squared error a
/// component, over the rows of a dataset. The exact conditional mean has the least value there is,
/// so of two models the one with the lower loss on held-out rows is nearer to the truth at that
/// noise level; the difference is the mean squared error of its score times sigma^4.
///
/// The same rows and the same noise give common random numbers: compare models at one key. {@link
/// HeldOut} does that for a whole range of levels.
///
/// @param cap most rows used: the first ones, at least 2
public record DenoisingLoss(int cap) {
  private static final int BLOCK = 256;

  public DenoisingLoss {
    Inputs.requireAtLeast(2, cap, "the cap on rows");
  }

  /// @return the loss, with the standard error of its mean over rows
  public Estimate measure(Denoiser denoiser, Dataset data, double sigma, Noise noise) {
    return Estimate.mean(rows(denoiser, data, sigma, noise).shared());
  }

  /// The loss of each row, `|x0 - D(x0 + sigma n; sigma)|^2 / d`.
  public Vector rows(Denoiser denoiser, Dataset data, double sigma, Noise noise) {
    return squares(
        data, sigma, noise, (clean, noisy) -> clean.minus(denoiser.denoise(noisy, sigma)));
  }

  /// The squared distance of two denoisers at each noisy row, `|D(x; sigma) - D'(x; sigma)|^2 / d`
  /// at the x that {@link #rows} takes.
  public Vector distances(
      Denoiser denoiser, Denoiser other, Dataset data, double sigma, Noise noise) {
    return squares(
        data,
        sigma,
        noise,
        (_, noisy) -> denoiser.denoise(noisy, sigma).minus(other.denoise(noisy, sigma)));
  }

  /// The posterior variance a component at each noisy row, `tr Cov[x0 | x] / d` at the x that
  /// {@link #rows} takes.
  public Vector posteriorVariances(
      PosteriorCovariance law, Dataset data, double sigma, Noise noise) {
    return each(
        data,
        noise,
        (clean, white) -> {
          Vector traces = law.posteriorTrace(clean.plus(white, sigma), sigma);
          return Vector.generate(traces.size(), i -> traces.get(i) / clean.dimension());
        });
  }

  /// The squared length of the noise of each row, `|n|^2/d`: of mean 1, and nearly the loss over
  /// sigma^2 where there is little noise.
  Vector noise(Dataset data, Noise noise) {
    return squares(data, 1, noise, (clean, noisy) -> noisy.minus(clean));
  }

  /// @param difference of clean and noisy rows
  private Vector squares(
      Dataset data, double sigma, Noise noise, BinaryOperator<Batch> difference) {
    return each(
        data,
        noise,
        (clean, white) -> meanSquares(difference.apply(clean, clean.plus(white, sigma))));
  }

  private static Vector meanSquares(Batch errors) {
    double[] error = errors.shared();
    int d = errors.dimension();
    return Vector.generate(
        errors.count(),
        i -> {
          double sum = 0;
          for (int j = i * d; j < (i + 1) * d; j++) {
            sum += error[j] * error[j];
          }
          return sum / d;
        });
  }

  /// @param values of clean rows and white noise, one a row
  private Vector each(Dataset data, Noise noise, BiFunction<Batch, Batch, Vector> values) {
    int n = Math.min(cap, data.size());
    double[] out = new double[n];
    for (int from = 0; from < n; from += BLOCK) {
      Batch clean = data.rows(from, Math.min(BLOCK, n - from));
      Batch white =
          new Noise(noise.key().child("denoising"), from, clean.count()).normal(data.shape());
      System.arraycopy(values.apply(clean, white).shared(), 0, out, from, clean.count());
    }
    return Vector.adopt(out);
  }
}
