package org.scorefield.schedule;

/// `ln sigma` logistic, `P(sigma <= s) = 1/(1 + (s/median)^(-1/scale))`, cut to a range, for data
/// of standard deviation 1: an option of Crowson's k-diffusion, with its defaults of a median at
/// the standard deviation of the data and scale 0.5. Its tails are powers of sigma where those of
/// {@link LognormalLevels} fall faster, so the ends of the range are not forgotten.
///
/// @param location median of ln sigma before the cut
/// @param scale > 0
/// @param sigmaMin lowest level, >= 0
/// @param sigmaMax highest level, above it; may be infinite
public record LogLogisticLevels(double location, double scale, double sigmaMin, double sigmaMax)
    implements NoiseLevels {

  public LogLogisticLevels {
    Domain.finite("the location of ln sigma", location);
    Domain.positive("the scale of ln sigma", scale);
    if (!(sigmaMin >= 0 && sigmaMax > sigmaMin) || sigmaMin == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "need 0 <= sigma_min < sigma_max, got sigma_min = "
              + sigmaMin
              + " and sigma_max = "
              + sigmaMax);
    }
    if (!(below(sigmaMax, location, scale) > below(sigmaMin, location, scale))) {
      throw new IllegalArgumentException(
          "next to nothing of a log-logistic law at exp("
              + location
              + ") lies between "
              + sigmaMin
              + " and "
              + sigmaMax
              + "; move its location into the range");
    }
  }

  /// Not cut.
  public LogLogisticLevels(double location, double scale) {
    this(location, scale, 0, Double.POSITIVE_INFINITY);
  }

  /// Location 0, scale 0.5, not cut.
  public LogLogisticLevels() {
    this(0, 0.5);
  }

  @Override
  public String name() {
    boolean cut = sigmaMin > 0 || sigmaMax < Double.POSITIVE_INFINITY;
    String range = cut ? ":" + Levels.plain(sigmaMin) + ":" + Levels.plain(sigmaMax) : "";
    boolean usual = location == 0 && scale == 0.5 && !cut;
    return "log-logistic"
        + (usual ? "" : ":" + Levels.plain(location) + ":" + Levels.plain(scale) + range);
  }

  @Override
  public double sigmaData() {
    return 1;
  }

  @Override
  public double sigma(double u) {
    double first = below(sigmaMin, location, scale);
    double last = below(sigmaMax, location, scale);
    double share = first + Domain.share(u) * (last - first);
    double level = Math.exp(location + scale * Math.log(share / (1 - share)));
    return Math.clamp(level, sigmaMin, sigmaMax);
  }

  @Override
  public double density(double sigma) {
    return sigma > 0 ? densityPerLog(sigma) / sigma : 0;
  }

  @Override
  public double densityPerLog(double sigma) {
    if (!(sigma >= sigmaMin && sigma <= sigmaMax)) {
      return 0;
    }
    double share = below(sigma, location, scale);
    double above = below(1 / sigma, -location, scale);
    double kept = below(sigmaMax, location, scale) - below(sigmaMin, location, scale);
    return share * above / (scale * kept);
  }

  /// The share of the uncut law below a level.
  private static double below(double sigma, double location, double scale) {
    return 1 / (1 + Math.exp((location - Math.log(sigma)) / scale));
  }
}
