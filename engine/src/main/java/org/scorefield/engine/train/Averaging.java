package org.scorefield.engine.train;

/// An average of the parameters over training with EDM2's power-function profile (Karras et al.
/// 2312.02696, section 3.1),
///
/// `average(t) = (g + 1)/t^(g+1) int_0^t u^g parameters(u) du`,
///
/// which forgets the start however long the run is. Step by step it is `average <- b average + (1 -
/// b) parameters` with `b = (1 - 1/t)^(g+1)`, t counted from 1.
///
/// @param width standard deviation of the profile relative to the length of training, between 0 and
///   0.28: `sqrt(g+1)/((g+2) sqrt(g+3))`. EDM2's networks are best between 0.02 and 0.2
public record Averaging(double width) {
  /// That of g = 0, the plain mean: `1/sqrt(12)`.
  private static final double WIDEST = Math.sqrt(1 / 12.0);

  public Averaging {
    if (!(width > 0 && width < WIDEST)) {
      throw new IllegalArgumentException(
          "the relative width of an average must be between 0 and 0.28, got "
              + width
              + "; 0.05 and 0.1 are usual");
    }
  }

  /// g, the exponent of the profile: the root of `width^2 (g+2)^2 (g+3) = g + 1`.
  public double exponent() {
    double low = 0;
    double high = 2 / (width * width);
    for (int i = 0; i < 200 && low < high; i++) {
      double g = (low + high) / 2;
      if (g == low || g == high) {
        break;
      }
      boolean wider = g + 1 > width * width * (g + 2) * (g + 2) * (g + 3);
      low = wider ? g : low;
      high = wider ? high : g;
    }
    return (low + high) / 2;
  }

  /// The share of the average that is kept.
  ///
  /// @param step counted from 1
  public double kept(int step) {
    return Math.pow(1 - 1.0 / step, exponent() + 1);
  }
}
