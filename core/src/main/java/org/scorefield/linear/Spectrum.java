package org.scorefield.linear;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;

/// What the error of a solver on Gaussian data depends on: the variances lambda of the principal
/// directions, each with the number of directions that have it, and how much of the mean lies along
/// them.
///
/// @param variances lambda, none negative, not all 0
/// @param counts directions of each variance, > 0
/// @param squaredMeans squared length of the part of the mean of the data that lies along them
public record Spectrum(Vector variances, Vector counts, Vector squaredMeans) {

  /// Enough for four digits of every prediction.
  private static final int USUAL_BINS = 120;

  public Spectrum {
    int m = variances.size();
    if (m == 0) {
      throw new IllegalArgumentException(
          "a spectrum needs at least one variance; an empty one describes no data");
    }
    if (counts.size() != m || squaredMeans.size() != m) {
      throw new IllegalArgumentException(
          m
              + " variances need as many counts and squared means, got "
              + counts.size()
              + " and "
              + squaredMeans.size());
    }
    for (int k = 0; k < m; k++) {
      require("variance", k, variances.get(k), variances.get(k) >= 0);
      require("count", k, counts.get(k), counts.get(k) > 0);
      require("squared mean", k, squaredMeans.get(k), squaredMeans.get(k) >= 0);
    }
    if (!variances.stream().anyMatch(v -> v > 0)) {
      throw new IllegalArgumentException(
          "every variance of the spectrum is 0: the data are one point, which needs no sampler");
    }
  }

  private static void require(String what, int k, double value, boolean good) {
    if (!good || !Double.isFinite(value)) {
      throw new IllegalArgumentException(
          what + " " + k + " of the spectrum is " + value + "; look at where it was computed");
    }
  }

  /// Variances of one direction each, mean 0.
  public static Spectrum of(Vector variances) {
    int m = variances.size();
    return new Spectrum(variances, Vector.generate(m, _ -> 1), Vector.generate(m, _ -> 0));
  }

  /// `lambda_k` proportional to `k^-alpha`, k = 1..d, of that sum: natural images have alpha
  /// between 1 and 2.
  public static Spectrum powerLaw(int dimension, double alpha, double totalVariance) {
    double norm = IntStream.rangeClosed(1, dimension).mapToDouble(k -> Math.pow(k, -alpha)).sum();
    return of(Vector.generate(dimension, k -> totalVariance * Math.pow(k + 1, -alpha) / norm));
  }

  /// Of a Gaussian: its r principal directions, and the d - r others of its residual variance.
  public static Spectrum of(Gaussian gaussian) {
    int r = gaussian.rank();
    int rest = gaussian.shape().size() - r;
    double[] mean = gaussian.mean().shared();
    double[] along = new double[r];
    double outside = 0;
    for (int i = 0; i < mean.length; i++) {
      outside += mean[i] * mean[i];
      for (int k = 0; k < r; k++) {
        along[k] += gaussian.basis().get(i, k) * mean[i];
      }
    }
    for (double a : along) {
      outside -= a * a;
    }
    double residualMean = Math.max(0, outside);
    int m = rest > 0 ? r + 1 : r;
    return new Spectrum(
        Vector.generate(m, k -> k < r ? gaussian.variances().get(k) : gaussian.residual()),
        Vector.generate(m, k -> k < r ? 1 : rest),
        Vector.generate(m, k -> k < r ? along[k] * along[k] : residualMean));
  }

  /// Number of entries; several directions may share one.
  public int size() {
    return variances.size();
  }

  /// Number of directions, d.
  public double dimension() {
    return counts.sum();
  }

  /// Sum of the variances of all directions: the trace of the covariance.
  public double totalVariance() {
    double sum = 0;
    for (int k = 0; k < size(); k++) {
      sum += counts.get(k) * variances.get(k);
    }
    return sum;
  }

  /// Root mean square over directions of the standard deviation (EDM's sigma_data).
  public double scale() {
    return Math.sqrt(totalVariance() / dimension());
  }

  /// All variances times that factor; the mean stays.
  public Spectrum scaled(double factor) {
    return new Spectrum(
        Vector.generate(size(), k -> factor * variances.get(k)), counts, squaredMeans);
  }

  /// The spectrum in 120 bins, which is enough for four digits of every prediction.
  public Spectrum binned() {
    return binned(USUAL_BINS);
  }

  /// At most that many entries and one for the zeros: bins of equal width in the logarithm, each
  /// with the mean of its variances, which keeps the total. A spectrum of fewer entries stays as it
  /// is.
  public Spectrum binned(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("need at least 1 bin, got " + bins);
    }
    if (size() <= bins) {
      return this;
    }
    double least = variances.stream().filter(v -> v > 0).min().orElseThrow();
    double most = variances.stream().max().orElseThrow();
    double width = Math.log(most / least) / bins;
    double[][] sums = new double[3][bins + 1];
    for (int k = 0; k < size(); k++) {
      double v = variances.get(k);
      int bin = v == 0 ? bins : Math.clamp((int) (Math.log(v / least) / width), 0, bins - 1);
      sums[0][bin] += counts.get(k) * v;
      sums[1][bin] += counts.get(k);
      sums[2][bin] += squaredMeans.get(k);
    }
    int[] filled = IntStream.rangeClosed(0, bins).filter(b -> sums[1][b] > 0).toArray();
    return new Spectrum(
        Vector.adopt(Arrays.stream(filled).mapToDouble(b -> sums[0][b] / sums[1][b]).toArray()),
        Vector.adopt(Arrays.stream(filled).mapToDouble(b -> sums[1][b]).toArray()),
        Vector.adopt(Arrays.stream(filled).mapToDouble(b -> sums[2][b]).toArray()));
  }
}
