package org.scorefield.sampling.solver;

/// The coefficients of one step of the diffusion SDE in `lambda = -ln sigma`, with the part linear
/// in x solved exactly (Lu et al. 2211.01095, section 5):
///
/// `x_next = keep x + integral of the denoiser + deviation z`,
///
/// `h = ln(sigma/next)`, `total = (1 + eta) h`, `keep = e^-total`, `deviation = next sqrt(1 - e^(-2
/// eta h))`. The weights of the denoiser and of its scaled derivatives `h^k D^(k)` are the phi
/// functions of exponential integrators at -total.
///
/// @param h step in lambda
/// @param total (1 + eta) h
/// @param deviation standard deviation of the step's noise
record SdeStep(double h, double total, double deviation) {

  /// Below this the phi functions are summed as series: the differences cancel.
  private static final double SMALL = 0.1;

  static SdeStep of(double sigma, double next, double eta) {
    double h = Math.log(sigma / next);
    double deviation = next * Math.sqrt(-Math.expm1(-2 * eta * h));
    return new SdeStep(h, (1 + eta) * h, deviation);
  }

  /// Weight of x: `e^-total`.
  double keep() {
    return Math.exp(-total);
  }

  /// Weight of a constant denoiser: `1 - e^-total`.
  double constant() {
    return -Math.expm1(-total);
  }

  /// Weight of `h D'`: `1 - (1 - e^-total)/total = total/2 - total^2/6 + ...`.
  double slope() {
    return total < SMALL ? series(2) : 1 - constant() / total;
  }

  /// Weight of `h^2 D''`: `1/2 - slope/total = total/6 - total^2/24 + ...`.
  double curvature() {
    return total < SMALL ? series(3) : 0.5 - slope() / total;
  }

  /// `total/first! - total^2/(first+1)! + ...`
  private double series(int first) {
    double term = first == 2 ? total / 2 : total / 6;
    double sum = 0;
    for (int k = first; Math.abs(term) > 0x1p-60 * Math.abs(sum) && k < first + 20; k++) {
      sum += term;
      term *= -total / (k + 1);
    }
    return sum;
  }
}
