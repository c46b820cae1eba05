package org.scorefield.analytic;

import org.scorefield.linalg.GaussLegendre;

/// A uniform number u on [a, b] seen through noise, `x = u + sigma n`: the density of x and the
/// mean of u given x, accurate however far x is from the interval and however wide the noise.
///
/// With z the standard normal quantities at the ends, the density is `[Phi(beta) - Phi(alpha)] / (b
/// - a)` and the mean `x - sigma [phi(beta) - phi(alpha)] / [Phi(beta) - Phi(alpha)]`. Both
///   differences cancel where the noise is wide beside the interval; there a quadrature takes over.
///
/// @param logDensity of x
/// @param mean of u given x
record NoisyInterval(double logDensity, double mean) {
  private static final GaussLegendre RULE = GaussLegendre.of(20);
  private static final double ROOT_HALF = Math.sqrt(0.5);
  private static final double ROOT_TWO_BY_PI = Math.sqrt(2 / Math.PI);
  private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  static NoisyInterval at(double x, double sigma, double a, double b) {
    double centre = (a + b) / 2;
    double half = (b - a) / 2;
    double side = x < centre ? -1 : 1;
    double u = Math.abs(x - centre);
    NoisyInterval mirrored =
        half <= sigma && 2 * u * half <= 4 * sigma * sigma
            ? byQuadrature(u, sigma, half)
            : closedForm(u, sigma, half);
    return new NoisyInterval(mirrored.logDensity, centre + side * mirrored.mean);
  }

  /// On [-half, half] for u >= 0, where the integrand is smooth.
  private static NoisyInterval byQuadrature(double u, double sigma, double half) {
    double nearest = (u - half) / sigma;
    double peak = nearest > 0 ? nearest * nearest / 2 : 0;
    double mass = 0;
    double moment = 0;
    for (int q = 0; q < RULE.points(); q++) {
      double t = half * RULE.node(q);
      double z = (u - t) / sigma;
      double w = RULE.weight(q) / 2 * Math.exp(peak - z * z / 2);
      mass += w;
      moment += w * t;
    }
    return new NoisyInterval(
        Math.log(mass) - peak - LOG_ROOT_TWO_PI - Math.log(sigma), moment / mass);
  }

  /// On [-half, half] for u >= 0, where the tail beyond the far end is at most a fraction of that
  /// beyond the near one.
  private static NoisyInterval closedForm(double u, double sigma, double half) {
    double far = (u + half) / sigma;
    double near = (u - half) / sigma;
    double ratio = Math.exp(-2 * u * half / (sigma * sigma));
    double farTail = ratio * ErrorFunction.scaledComplement(far * ROOT_HALF);
    double logPeak = -near * near / 2;
    if (near >= 0) {
      double scaled = ErrorFunction.scaledComplement(near * ROOT_HALF) - farTail;
      return new NoisyInterval(
          logPeak + Math.log(scaled / (4 * half)),
          u - sigma * ROOT_TWO_BY_PI * (1 - ratio) / scaled);
    }
    double peak = Math.exp(logPeak);
    double tails = (ErrorFunction.scaledComplement(-near * ROOT_HALF) + farTail) * peak / 2;
    double mass = 1 - tails;
    return new NoisyInterval(
        Math.log(mass / (2 * half)), u - sigma * ROOT_TWO_BY_PI / 2 * peak * (1 - ratio) / mass);
  }
}
