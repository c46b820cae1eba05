package org.scorefield.metric;

/// The delete-block jackknife of a statistic of two independent samples: each sample is cut into K
/// blocks of nearly equal size (row i into block `i mod K`), and the statistic is taken again with
/// each block left out.
///
///     variance = sum over both samples of (K-1)/K sum_k (T_(k) - mean T_(.))^2
///     bias     = sum over both samples of (K-1) (mean T_(.) - T)
///
/// (Efron and Stein 1981; Shao and Wu 1989 for blocks.) For a smooth statistic the variance is right
/// to first order and, where the first order vanishes, up to twice too large: it errs on the safe
/// side. A bias of `b/n + c/m` is found whole, so `T - bias` extrapolates the statistic to infinite
/// samples.
///
/// @param variance of the statistic
/// @param bias what to subtract from it
record Jackknife(double variance, double bias) {

  static final Jackknife UNKNOWN = new Jackknife(Double.NaN, Double.NaN);

  /// The number of blocks for n rows: `wanted` or n, and 0 if fewer than 2 rows would be left
  /// without one of them.
  static int blocks(int wanted, int n) {
    int blocks = Math.min(wanted, n);
    return n - (n + blocks - 1) / blocks >= 2 ? blocks : 0;
  }

  /// The share of one sample: `leftOut[k]` is the statistic without its block k. Unknown if there
  /// are none.
  static Jackknife of(double whole, double[] leftOut) {
    int blocks = leftOut.length;
    if (blocks < 2) {
      return UNKNOWN;
    }
    double mean = 0;
    for (double v : leftOut) {
      mean += v / blocks;
    }
    double sum = 0;
    for (double v : leftOut) {
      sum += (v - mean) * (v - mean);
    }
    return new Jackknife(sum * (blocks - 1) / blocks, (blocks - 1) * (mean - whole));
  }

  Jackknife plus(Jackknife other) {
    return new Jackknife(variance + other.variance, bias + other.bias);
  }

  double standardError() {
    return Math.sqrt(variance);
  }
}
