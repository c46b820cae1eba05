package org.scorefield.metric;

import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.data.Subset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Held-out rows, noises and noise levels, at which losses of models are measured: the same rows
/// and the same noises at every level and for every model, so that two {@link LossCurve}s from here
/// are paired and their difference has a small standard error.
///
/// Each noise is that of {@link DenoisingLoss} at the same key. Cost: `rows x draws x levels`
/// evaluations of a model for each curve; memory `8 x rows x levels` bytes.
public final class HeldOut {
  private final Dataset data;
  private final Vector sigmas;
  private final LossCurve.Draws draws;

  private HeldOut(Dataset data, Vector sigmas, LossCurve.Draws draws) {
    this.data = data;
    this.sigmas = sigmas;
    this.draws = draws;
  }

  /// @param data rows no model was trained on; for losses against an exact law, drawn from that law
  /// @param sigmas levels, rising, > 0; at least 2
  /// @param cap most rows used: the first ones, at least 2
  /// @param draws noises for each row, at least 1: more of them where rows are few
  public static HeldOut of(Dataset data, Vector sigmas, int cap, int draws, NoiseKey key) {
    Inputs.requireAtLeast(2, data.size(), "the number of held-out rows");
    Inputs.requireAtLeast(2, cap, "the cap on rows");
    Inputs.requireAtLeast(1, draws, "the number of noises for each row");
    LossCurve.requireLevels(sigmas);
    Dataset used =
        data.size() <= cap ? data : Subset.of(data.name(), data, IntStream.range(0, cap).toArray());
    return new HeldOut(used, sigmas, new LossCurve.Draws(ContentHash.of(used), draws, key));
  }

  /// Levels at equal steps of `ln sigma`, both ends included, rising.
  ///
  /// @param count at least 2
  public static Vector logLevels(double sigmaMin, double sigmaMax, int count) {
    if (!(sigmaMin > 0 && sigmaMax > sigmaMin && Double.isFinite(sigmaMax))) {
      throw new IllegalArgumentException(
          "levels run from a sigma > 0 to a larger one, got " + sigmaMin + " to " + sigmaMax);
    }
    Inputs.requireAtLeast(2, count, "the number of levels");
    double step = Math.log(sigmaMax / sigmaMin) / (count - 1);
    return Vector.generate(count, i -> i == count - 1 ? sigmaMax : sigmaMin * Math.exp(i * step));
  }

  /// The levels, rising.
  public Vector sigmas() {
    return sigmas;
  }

  /// The denoising loss of a model at every level.
  ///
  /// @throws IllegalArgumentException if the model is of another shape, or gives NaN or infinity
  public LossCurve curve(Denoiser denoiser) {
    return curve(denoiser, () -> {});
  }

  /// As {@link #curve(Denoiser)}.
  ///
  /// @param levelDone called after each level
  public LossCurve curve(Denoiser denoiser, Runnable levelDone) {
    requireShape(denoiser);
    DenoisingLoss loss = new DenoisingLoss(data.size());
    return measure(levelDone, (sigma, noise) -> loss.rows(denoiser, data, sigma, noise));
  }

  /// By how much a model's loss exceeds the least there is, from its distance to the exact denoiser
  /// of the law that the rows are drawn from: `E |x0 - D|^2 - E |x0 - D*|^2 = E |D - D*|^2`, as `x0
  /// - D*` is orthogonal to every function of the noisy row.
  ///
  /// It estimates what `curve(denoiser).minus(curve(exact))` does, is never negative, and leaves
  /// out a term of mean zero: its standard error is smaller, by far where the model is good. It is
  /// right only if the law is exactly that of the rows; the difference of curves needs no such
  /// thing.
  public LossCurve excess(Denoiser denoiser, Denoiser exact) {
    requireShape(denoiser);
    requireShape(exact);
    DenoisingLoss loss = new DenoisingLoss(data.size());
    return measure(() -> {}, (sigma, noise) -> loss.distances(denoiser, exact, data, sigma, noise));
  }

  /// The least loss any denoiser has, from the exact law of the rows: the posterior variance at
  /// each noisy row, `E |x0 - D*|^2 = E tr Cov[x0 | x]`.
  ///
  /// It estimates what `curve(exact)` does, and leaves out how far each row happens to lie from its
  /// posterior mean: its standard error is smaller, by far in many dimensions.
  ///
  /// @param law exactly that of the rows
  public LossCurve least(PosteriorCovariance law) {
    DenoisingLoss loss = new DenoisingLoss(data.size());
    return measure(() -> {}, (sigma, noise) -> loss.posteriorVariances(law, data, sigma, noise));
  }

  /// The same losses with the chance of the noise's length taken out: `|n|^2/d` of each row has
  /// mean 1 whatever the model, and at low noise nearly is the loss, so what it explains of the
  /// losses of a level (by regression over rows) is subtracted. The mean of a loss stays what it
  /// is, its standard error at low noise falls by far.
  ///
  /// @throws IllegalArgumentException unless the curve is from here
  public LossCurve steadied(LossCurve curve) {
    if (!curve.draws().equals(draws) || !curve.sigmas().equals(sigmas)) {
      throw new IllegalArgumentException(
          "a curve is steadied by the noises it was measured with, %s, got one of %s"
              .formatted(draws, curve.draws()));
    }
    int n = data.size();
    double[] lengths = new double[n];
    for (int draw = 0; draw < draws.perRow(); draw++) {
      Vector each = new DenoisingLoss(n).noise(data, new Noise(draws.key(draw), 0, n));
      for (int i = 0; i < n; i++) {
        lengths[i] += each.get(i) / draws.perRow();
      }
    }
    return curve.less(Vector.adopt(lengths), 1);
  }

  @FunctionalInterface
  private interface Rows {
    Vector at(double sigma, Noise noise);
  }

  private LossCurve measure(Runnable levelDone, Rows rows) {
    int n = data.size();
    int levels = sigmas.size();
    double[] losses = new double[Math.multiplyExact(n, levels)];
    for (int level = 0; level < levels; level++) {
      for (int draw = 0; draw < draws.perRow(); draw++) {
        Vector each = rows.at(sigmas.get(level), new Noise(draws.key(draw), 0, n));
        for (int i = 0; i < n; i++) {
          losses[i * levels + level] += each.get(i) / draws.perRow();
        }
      }
      levelDone.run();
    }
    return new LossCurve(sigmas, data.shape().size(), Matrix.adopt(n, levels, losses), draws);
  }

  private void requireShape(Denoiser denoiser) {
    if (!denoiser.shape().equals(data.shape())) {
      throw new IllegalArgumentException(
          "the model denoises samples of shape "
              + denoiser.shape()
              + ", "
              + data.name()
              + " has "
              + data.shape()
              + "; give data of the model's shape");
    }
  }
}
