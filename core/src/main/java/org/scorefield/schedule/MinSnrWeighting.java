package org.scorefield.schedule;

/// `lambda = min(SNR, gamma)/sd^2`, SNR = sd^2/sigma^2 (Hang et al., *Min-SNR weighting*,
/// 2303.09556): as {@link UniformWeighting} at high noise, but levels of low noise, whose gradients
/// would drown the others, are held back.
///
/// @param gamma the largest weight, > 0; 5 is the paper's
public record MinSnrWeighting(double gamma) implements Weighting {

  public MinSnrWeighting {
    Domain.positive("gamma of min-snr", gamma);
  }

  /// gamma = 5.
  public MinSnrWeighting() {
    this(5);
  }

  @Override
  public String name() {
    return "min-snr" + (gamma == 5 ? "" : ":" + Levels.plain(gamma));
  }

  @Override
  public double weight(double sigma, NoiseLevels levels) {
    double variance = levels.sigmaData() * levels.sigmaData();
    return Math.min(variance / (sigma * sigma), gamma) / variance;
  }
}
