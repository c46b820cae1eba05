package org.scorefield.linear;

import java.util.Arrays;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;

/// The divergence between two Gaussians of one mean and one set of principal directions, after
/// noise of level sigma:
///
/// `KL = 1/2 sum_k [rho_k - 1 - ln rho_k]`, `rho_k = (lambda_k + sigma^2) / (lambda'_k + sigma^2)`.
///
/// This is what a wrong spectrum costs a closed-form start *on top of* what is not Gaussian about
/// the data: keeping only r directions, or leaving out the residual variance of the rest.
public final class SharedBasisKl {
  private SharedBasisKl() {}

  /// @param truth lambda, of the law
  /// @param model lambda', of what stands for it; as many
  /// @return nats; infinite where sigma and a model variance are 0 and the true one is not
  public static double of(Vector truth, Vector model, double sigma) {
    if (truth.size() != model.size()) {
      throw new IllegalArgumentException(
          "need one model variance for each true one, got "
              + model.size()
              + " for "
              + truth.size());
    }
    double sum = 0;
    for (int k = 0; k < truth.size(); k++) {
      sum += term(truth.get(k), model.get(k), sigma * sigma);
    }
    return sum;
  }

  /// What {@link Gaussian#truncated} to r directions costs: the rest share their mean variance.
  public static double ofTruncation(Gaussian full, int rank, double sigma) {
    double[] spectrum = spectrum(full);
    return truncated(spectrum, rank, sigma * sigma);
  }

  /// The least rank whose truncation costs at most `target` nats at sigma.
  public static int smallestRank(Gaussian full, double sigma, double target) {
    if (!(target >= 0)) {
      throw new IllegalArgumentException("the target must be nats of at least 0, got " + target);
    }
    double[] spectrum = spectrum(full);
    int low = 0;
    int high = full.rank();
    while (low < high) {
      int middle = (low + high) / 2;
      if (truncated(spectrum, middle, sigma * sigma) <= target) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static double truncated(double[] spectrum, int rank, double noise) {
    int rest = spectrum.length - rank;
    double mean = 0;
    for (int k = rank; k < spectrum.length; k++) {
      mean += spectrum[k] / rest;
    }
    double sum = 0;
    for (int k = rank; k < spectrum.length; k++) {
      sum += term(spectrum[k], mean, noise);
    }
    return sum;
  }

  /// All d variances, decreasing.
  private static double[] spectrum(Gaussian full) {
    double[] all = Arrays.copyOf(full.variances().toArray(), full.shape().size());
    Arrays.fill(all, full.rank(), all.length, full.residual());
    Arrays.sort(all);
    for (int i = 0, j = all.length - 1; i < j; i++, j--) {
      double swap = all[i];
      all[i] = all[j];
      all[j] = swap;
    }
    return all;
  }

  private static double term(double truth, double model, double noise) {
    if (truth != model && model + noise == 0) {
      return Double.POSITIVE_INFINITY;
    }
    // rho - 1 is formed by a difference: near 1 the term is its square.
    double excess = (truth - model) / (model + noise);
    return truth == model ? 0 : 0.5 * (excess - Math.log1p(excess));
  }
}
