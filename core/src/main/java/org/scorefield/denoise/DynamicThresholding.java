package org.scorefield.denoise;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;

/// Dynamic thresholding (Saharia et al. 2205.11487, section 2.3): for data that are known to lie in
/// `[-limit, limit]`, keeps a model from leaving that range, as guided ones do at high noise. With
/// q the quantile of `|D_j|` over the components of a sample,
///
/// `s = max(q, limit)`, `D -> limit/s clamp(D, -s, s)`.
///
/// diffusers bounds s by a largest value, `sample_max_value`: at the limit, which is its default,
/// samples are plainly clipped, and no quantile is looked for.
///
/// Samples whose quantile is within the range are clipped to it, others are scaled down as a whole,
/// which keeps their contrast where clipping would saturate it. Each sample has its own s.
///
/// The result is no longer the conditional mean of any law, and a solver's order of accuracy no
/// longer means much: wrap a model for its samples, not to measure it. Meant for images of many
/// pixels; with one component it is plain clipping. A sample that is not finite stays as it is, so
/// that a diverging model is still found out. Cost: sorting each sample.
///
/// @param inner the model
/// @param quantile between 0 and 1, by linear interpolation between order statistics; 0.995 is
///   usual
/// @param limit largest magnitude of a component of the data, in their units, > 0
/// @param most the largest s, > 0; may be infinite, as published
public record DynamicThresholding(Denoiser inner, double quantile, double limit, double most)
    implements Denoiser {
  private static final int ROWS_A_BLOCK = 16;

  public DynamicThresholding {
    if (!(quantile >= 0 && quantile <= 1)) {
      throw new IllegalArgumentException(
          "the quantile must lie between 0 and 1, got " + quantile + "; 0.995 is usual");
    }
    if (!(limit > 0) || !Double.isFinite(limit)) {
      throw new IllegalArgumentException(
          "the limit of the data must be positive and finite, got " + limit);
    }
    if (!(most > 0)) {
      throw new IllegalArgumentException(
          "the largest bound must be positive, got " + most + "; infinity is as published");
    }
  }

  /// As published, without a largest bound.
  public DynamicThresholding(Denoiser inner, double quantile, double limit) {
    this(inner, quantile, limit, Double.POSITIVE_INFINITY);
  }

  /// The published quantile, 0.995, for data in -1..1.
  public DynamicThresholding(Denoiser inner) {
    this(inner, 0.995, 1);
  }

  @Override
  public Shape shape() {
    return inner.shape();
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    Batch denoised = inner.denoise(x, sigma);
    double[] values = denoised.shared();
    int d = denoised.dimension();
    double[] out = new double[values.length];
    Rows.parallel(
        denoised.count(),
        ROWS_A_BLOCK,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            threshold(values, i * d, d, out);
          }
        });
    return Batch.adopt(denoised.shape(), out);
  }

  private void threshold(double[] values, int from, int d, double[] out) {
    double[] magnitudes = new double[d];
    Arrays.setAll(magnitudes, j -> Math.abs(values[from + j]));
    double largest = 0;
    for (double magnitude : magnitudes) {
      largest = Math.max(largest, magnitude); // NaN wins
    }
    if (!Double.isFinite(largest)) {
      System.arraycopy(values, from, out, from, d);
      return;
    }
    double bound = most <= limit ? most : Math.clamp(quantileOf(magnitudes), limit, most);
    for (int j = from; j < from + d; j++) {
      out[j] = Math.clamp(values[j], -bound, bound) * (limit / bound);
    }
  }

  private double quantileOf(double[] magnitudes) {
    double[] ascending = magnitudes.clone();
    Arrays.sort(ascending);
    double position = quantile * (ascending.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, ascending.length - 1);
    double weight = position - below;
    return ascending[below] + weight * (ascending[above] - ascending[below]);
  }
}
