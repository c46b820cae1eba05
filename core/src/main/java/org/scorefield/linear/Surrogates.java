package org.scorefield.linear;

import java.util.List;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.random.NoiseKey;

/// The closed-form models that a score is compared with, from rough to exact (Wang and Vastola
/// 2412.09726): the mean alone, mean and spread, mean and covariance, a mixture, the rows
/// themselves.
public final class Surrogates {
  public static final String MEAN = "mean";
  public static final String SPREAD = "mean and spread";
  public static final String GAUSSIAN = "Gaussian";
  public static final String MIXTURE = "mixture";
  public static final String ROWS = "training rows";

  private Surrogates() {}

  /// `N(mu, 0)`: score `(mu - x) / sigma^2`.
  public static NamedDenoiser mean(Gaussian gaussian) {
    return new NamedDenoiser(MEAN, Gaussian.isotropic(gaussian.shape(), gaussian.mean(), 0));
  }

  /// `N(mu, tr Sigma / d)`: score `(mu - x) / (sigma^2 + tr Sigma / d)`.
  public static NamedDenoiser spread(Gaussian gaussian) {
    double variance = gaussian.totalVariance() / gaussian.shape().size();
    return new NamedDenoiser(
        SPREAD, Gaussian.isotropic(gaussian.shape(), gaussian.mean(), variance));
  }

  public static NamedDenoiser gaussian(Gaussian gaussian) {
    return new NamedDenoiser(GAUSSIAN, gaussian);
  }

  /// The rows, at most `cap` of them: cost `4 cap d` an evaluation.
  public static NamedDenoiser rows(Dataset train, int cap, NoiseKey key) {
    return new NamedDenoiser(ROWS, Empirical.of(RandomRows.atMost(cap, train, key)));
  }

  /// The first three, which need no more than the mean and covariance.
  public static List<NamedDenoiser> ofMoments(Gaussian gaussian) {
    return List.of(mean(gaussian), spread(gaussian), gaussian(gaussian));
  }
}
