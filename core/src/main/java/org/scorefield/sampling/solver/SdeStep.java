package org.scorefield.sampling.solver;

/// One step of the diffusion SDE in `lambda = -ln sigma`, with the part linear in x solved exactly
/// (Lu et al. 2211.01095, section 5): with `h = ln(sigma/next)`,
///
/// `x_next = keep x + (1+eta) integral of e^(-(1+eta) l) D dl + deviation z`,
///
/// l the way in lambda from a point within the step to its end.
///
/// @param keep weight of x, `e^(-(1+eta) h)`
/// @param deviation standard deviation of the step's noise, `next sqrt(1 - e^(-2 eta h))`
record SdeStep(double keep, double deviation) {

  static SdeStep of(double sigma, double next, double eta) {
    double h = Math.log(sigma / next);
    return new SdeStep(Math.exp(-(1 + eta) * h), next * Math.sqrt(-Math.expm1(-2 * eta * h)));
  }
}
