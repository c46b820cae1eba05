package org.scorefield.sampling.solver;

/// The inner level of two-stage single-step solvers.
final class Ratios {
  private Ratios() {}

  static void require(String name, double ratio) {
    if (!(ratio > 0 && ratio < 1)) {
      throw new IllegalArgumentException(
          name + " needs its inner level strictly inside the step, 0 < ratio < 1, got " + ratio);
    }
  }

  /// What a solver's name says of the ratio; nothing for 1/2.
  static String suffix(double ratio) {
    return ratio == 0.5 ? "" : "-r" + ratio;
  }

  /// `sigma^(1-r) next^r`, which stays between the two.
  static double between(double sigma, double next, double ratio) {
    return Math.clamp(sigma * Math.exp(ratio * Math.log(next / sigma)), next, sigma);
  }
}
