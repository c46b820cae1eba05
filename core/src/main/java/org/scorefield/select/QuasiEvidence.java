package org.scorefield.select;

import java.util.Arrays;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

/// The log evidence of features for denoising, with a noise variance for each band of noise levels
/// that is fitted itself. "Quasi", because the residual of denoising is no independent noise of one
/// size even within a band: its differences rank features, its value is no probability.
///
/// @param noiseVariances of each band, where the evidence is stationary
/// @param logEvidence in nats, with these
/// @param regression the problem with these
public record QuasiEvidence(Vector noiseVariances, double logEvidence, Regression regression) {

  /// Expectation maximisation over the variances, `s_b = mean over rows of band b of |r_i|^2/D +
  /// v_i` (MacKay 1992 in its EM form); the evidence never falls. Cost of a round: that of a
  /// posterior.
  ///
  /// @param features a row a sample
  /// @param targets a row a sample
  /// @param bands which band each row belongs to, from 0; none may be empty
  /// @param priorVariance of the weights
  /// @param rounds of EM, at least 1; 20 are usual
  public static QuasiEvidence of(
      Matrix features, Matrix targets, int[] bands, double priorVariance, int rounds) {
    if (bands.length != features.rows() || bands.length == 0 || rounds < 1) {
      throw new IllegalArgumentException(
          "need a band for each of at least one row and at least one round, got "
              + bands.length
              + " bands for "
              + features.rows()
              + " rows and "
              + rounds
              + " rounds");
    }
    double overall =
        Arrays.stream(targets.shared()).map(y -> y * y).sum() / targets.shared().length;
    double[] variances = new double[Arrays.stream(bands).max().orElseThrow() + 1];
    Arrays.fill(variances, overall);
    for (int round = 0; round < rounds; round++) {
      variances = refit(with(features, targets, bands, variances, priorVariance), bands, variances);
    }
    Regression fitted = with(features, targets, bands, variances, priorVariance);
    return new QuasiEvidence(Vector.adopt(variances), fitted.logEvidence(), fitted);
  }

  private static Regression with(
      Matrix features, Matrix targets, int[] bands, double[] variances, double priorVariance) {
    Vector rows = Vector.generate(bands.length, i -> variances[bands[i]]);
    return new Regression(features, targets, rows, priorVariance);
  }

  private static double[] refit(Regression regression, int[] bands, double[] before) {
    Posterior posterior = regression.posterior();
    Matrix fitted = posterior.predict(regression.features());
    Vector uncertainty = posterior.variances(regression.features());
    double[] sums = new double[before.length];
    int[] counts = new int[before.length];
    for (int i = 0; i < bands.length; i++) {
      double error = Regression.squaredDistance(regression.targets().row(i), fitted.row(i));
      sums[bands[i]] += error / regression.outputs() + uncertainty.get(i);
      counts[bands[i]]++;
    }
    double[] after = new double[before.length];
    for (int b = 0; b < after.length; b++) {
      if (counts[b] == 0) {
        throw new IllegalArgumentException(
            "no row belongs to band " + b + "; number the bands without gaps");
      }
      after[b] = sums[b] / counts[b];
    }
    return after;
  }
}
