package org.scorefield.metric;

/// Quantiles of Student's law, for intervals from a few independent values.
public final class Students {
  /// The 97.5 % quantile of the normal law.
  private static final double NORMAL = 1.959963984540054;

  private static final double[] FEW = {12.7062, 4.3027, 3.1824, 2.7764, 2.5706};

  private Students() {}

  /// How many standard errors to either side hold the truth in 95 of 100 cases, for a mean of
  /// `freedom + 1` values: a table up to 5, from there on the series in `1/freedom` (Abramowitz and
  /// Stegun 26.7.5), right to three digits. Infinite for a single value, which tells nothing.
  public static double twoSided95(int freedom) {
    if (freedom < 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (freedom <= FEW.length) {
      return FEW[freedom - 1];
    }
    double z = NORMAL;
    double z2 = z * z;
    double first = (z2 + 1) * z / 4;
    double second = ((5 * z2 + 16) * z2 + 3) * z / 96;
    double third = (((3 * z2 + 19) * z2 + 17) * z2 - 15) * z / 384;
    double f = freedom;
    return z + first / f + second / (f * f) + third / (f * f * f);
  }
}
