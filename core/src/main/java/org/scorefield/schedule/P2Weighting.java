package org.scorefield.schedule;

/// `1/(k + SNR)^gamma` on the error of the noise prediction, so `lambda = 1/(sigma^2 (k +
/// SNR)^gamma)`, SNR = sd^2/sigma^2 (Choi et al., *Perception prioritized training*, 2204.00227):
/// keeps low noise, where only imperceptible detail is left to learn, from taking the capacity.
///
/// @param k > 0; 1 is the paper's
/// @param gamma >= 0; 1 and 0.5 are the paper's, 0 is {@link UniformWeighting}
public record P2Weighting(double k, double gamma) implements Weighting {

  public P2Weighting {
    Domain.positive("k of p2", k);
    if (!(gamma >= 0) || !Double.isFinite(gamma)) {
      throw new IllegalArgumentException("gamma of p2 must be 0 or more, got " + gamma);
    }
  }

  /// k = 1, gamma = 1.
  public P2Weighting() {
    this(1, 1);
  }

  @Override
  public String name() {
    boolean usual = k == 1 && gamma == 1;
    return "p2" + (usual ? "" : ":" + Levels.plain(k) + ":" + Levels.plain(gamma));
  }

  @Override
  public double weight(double sigma, NoiseLevels levels) {
    double ratio = levels.sigmaData() / sigma;
    return 1 / (sigma * sigma * Math.pow(k + ratio * ratio, gamma));
  }
}
