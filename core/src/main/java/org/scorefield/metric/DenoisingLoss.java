package org.scorefield.metric;

import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;

/// How well a model denoises: `E |x0 - D(x0 + sigma n; sigma)|^2 / d`, the mean squared error a
/// component, over the rows of a dataset. The exact conditional mean has the least value there is,
/// so of two models the one with the lower loss on held-out rows is nearer to the truth at that
/// noise level; the difference is the mean squared error of its score times sigma^4.
///
/// The same rows and the same noise give common random numbers: compare models at one key.
///
/// @param cap most rows used: the first ones, at least 2
public record DenoisingLoss(int cap) {
  private static final int BLOCK = 256;

  public DenoisingLoss {
    Inputs.requireAtLeast(2, cap, "the cap on rows");
  }

  /// @return the loss, with the standard error of its mean over rows
  public Estimate measure(Denoiser denoiser, Dataset data, double sigma, Noise noise) {
    int n = Math.min(cap, data.size());
    double sum = 0;
    double squares = 0;
    for (int from = 0; from < n; from += BLOCK) {
      Batch clean = data.rows(from, Math.min(BLOCK, n - from));
      Batch white =
          new Noise(noise.key().child("denoising"), from, clean.count()).normal(data.shape());
      Batch denoised = denoiser.denoise(clean.plus(white, sigma), sigma);
      double[] error = clean.minus(denoised).shared();
      int d = clean.dimension();
      for (int i = 0; i < clean.count(); i++) {
        double loss = 0;
        for (int j = i * d; j < (i + 1) * d; j++) {
          loss += error[j] * error[j];
        }
        loss /= d;
        sum += loss;
        squares += loss * loss;
      }
    }
    double mean = sum / n;
    double variance = Math.max(0, squares / n - mean * mean) * n / (n - 1.0);
    return new Estimate(mean, Math.sqrt(variance / n), n);
  }
}
