package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// Levels at quantiles of a beta distribution (Lee et al. 2407.12173, "Beta sampling is all you
/// need"), as diffusers and A1111 use them: at fraction f of the run, `sigma = sigma_min + q(1 - f)
/// (sigma_max - sigma_min)`, q the quantile function of Beta(alpha, beta). Below 1 the two
/// parameters crowd the levels at both ends; 0.6 and 0.6 are usual.
///
/// The quantile is found by bisection of the distribution function, which is integrated by its
/// continued fraction (Numerical Recipes, section 6.4) to rounding.
///
/// @param alpha > 0; below 1 levels crowd at the low end
/// @param beta > 0; below 1 levels crowd at the high end
public record BetaGrid(double alpha, double beta) implements GridRule {
  private static final int MOST_TERMS = 500;
  private static final double PRECISION = 1e-15;

  public BetaGrid {
    Domain.positive("alpha of the beta distribution", alpha);
    Domain.positive("beta of the beta distribution", beta);
  }

  @Override
  public String name() {
    return "beta:" + Levels.plain(alpha) + ":" + Levels.plain(beta);
  }

  @Override
  public Vector levels(int count, double sigmaMax, double sigmaMin) {
    return Levels.between(
        count,
        sigmaMax,
        sigmaMin,
        fraction -> sigmaMin + quantile(1 - fraction) * (sigmaMax - sigmaMin));
  }

  /// The x with `P(X <= x) = p`.
  double quantile(double p) {
    double low = 0;
    double high = 1;
    while (true) {
      double middle = (low + high) / 2;
      if (middle <= low || middle >= high || high - low < PRECISION * low) {
        return middle;
      }
      if (cumulative(middle) < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }

  /// `P(X <= x)`, the regularised incomplete beta function.
  double cumulative(double x) {
    double whole = incomplete(0.5, alpha, beta) + incomplete(0.5, beta, alpha);
    return x < (alpha + 1) / (alpha + beta + 2)
        ? incomplete(x, alpha, beta) / whole
        : 1 - incomplete(1 - x, beta, alpha) / whole;
  }

  /// The integral of `u^(a-1) (1-u)^(b-1)` from 0 to x, by Lentz's method; converges for x at most
  /// about `(a+1)/(a+b+2)`.
  private static double incomplete(double x, double a, double b) {
    double c = 1;
    double d = 1 / nonZero(1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int m = 1; m <= MOST_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / nonZero(1 + even * d);
      c = nonZero(1 + even / c);
      fraction *= c * d;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / nonZero(1 + odd * d);
      c = nonZero(1 + odd / c);
      fraction *= c * d;
      if (Math.abs(c * d - 1) < PRECISION) {
        break;
      }
    }
    return Math.pow(x, a) * Math.pow(1 - x, b) / a * fraction;
  }

  private static double nonZero(double value) {
    return Math.abs(value) < Double.MIN_NORMAL ? Double.MIN_NORMAL : value;
  }
}
