package org.scorefield.schedule;

/// The total weighting that makes the loss a bound on the likelihood: uniform in ln sigma on the
/// error of the noise prediction, whatever the levels, `lambda = 1/(sigma^2 p_ln(sigma))` with p_ln
/// their density over ln sigma. As `1/2 int g^2 |score error|^2 dt = int |noise error|^2 d ln
/// sigma` (g^2 dt = d sigma^2), the excess loss over that of the exact model is the divergence of
/// the laws of the paths, in nats (Song et al. 2101.09258, theorem 1).
///
/// It divides by the density of the levels. Levels without ends ({@link LognormalLevels}) then give
/// rare draws of huge weight and a gradient of infinite variance: draw from {@link
/// LogUniformLevels} or others of bounded range.
public record LikelihoodWeighting() implements Weighting {
  @Override
  public String name() {
    return "likelihood";
  }

  @Override
  public double weight(double sigma, NoiseLevels levels) {
    return 1 / (sigma * sigma * levels.densityPerLog(sigma));
  }
}
