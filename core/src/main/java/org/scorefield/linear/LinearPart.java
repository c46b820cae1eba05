package org.scorefield.linear;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.sampling.solver.GaussianExponential;

/// Down to which noise level the Gaussian is the right linear part of a model: where {@link
/// GaussianExponential} should change over to data prediction.
///
/// What an exponential integrator should take out of the denoiser is its mean Jacobian, since what
/// is left is then as flat as a fixed linear part can make it. That of an exact denoiser is
/// `E[Cov(x0 | x)]/sigma^2` (Tweedie's formula, differentiated), of trace `E|x0 - D|^2 / sigma^2`:
/// the denoising loss. So the ratio of two losses,
///
/// `share(sigma) = E|x0 - D(x; sigma)|^2 / E|x0 - D_G(x; sigma)|^2`,
///
/// is the mean Jacobian of the model as a share of the Gaussian's. It is 1 at high noise and falls
/// where the model begins to see clusters in which the Gaussian sees a wide cloud. Of the two
/// linear parts on offer, the Gaussian's (share 1) and none (share 0, data prediction), the
/// Gaussian's is nearer while the share is above 1/2: {@link #above}. A law of few wide clusters
/// may never fall below, images do at a few tenths of their largest deviation.
///
/// Costs nothing beyond what {@link LinearityProbe} measures anyway.
///
/// @param gaussian of the data's mean and covariance
/// @param sigmas noise levels, increasing, at least one
/// @param shares the share at each
public record LinearPart(Gaussian gaussian, Vector sigmas, List<Estimate> shares) {
  private static final double HALF = 0.5;

  public LinearPart {
    shares = List.copyOf(shares);
    if (shares.isEmpty() || shares.size() != sigmas.size()) {
      throw new IllegalArgumentException(
          "need the share of at least one noise level, got %d shares of %d levels"
              .formatted(shares.size(), sigmas.size()));
    }
    for (int i = 0; i < sigmas.size(); i++) {
      if (!(sigmas.get(i) > (i == 0 ? 0 : sigmas.get(i - 1)))) {
        throw new IllegalArgumentException(
            "noise levels must be positive and increase, got " + sigmas);
      }
    }
  }

  /// From a model's measured losses.
  ///
  /// @param gaussian of the data the losses were measured on
  public static LinearPart of(Gaussian gaussian, Linearity measured) {
    return new LinearPart(
        gaussian,
        Vector.generate(measured.levels().size(), i -> measured.levels().get(i).sigma()),
        measured.levels().stream()
            .map(level -> share(gaussian, level.sigma(), level.loss()))
            .toList());
  }

  /// From statistics alone: a mixture fitted to the data stands in for the model, and its loss is
  /// the mean posterior variance at samples of its own.
  ///
  /// @param noise of the samples, a few hundred
  public static LinearPart of(GaussianMixture mixture, Vector sigmas, Noise noise) {
    Gaussian gaussian = mixture.matchingGaussian();
    Batch clean = mixture.sample(noise.child("clean"));
    Batch white = noise.child("noise").normal(mixture.shape());
    List<Estimate> shares =
        sigmas.stream()
            .mapToObj(sigma -> {
              Vector losses = mixture.posteriorTrace(clean.plus(white, sigma), sigma);
              return share(gaussian, sigma, Estimate.mean(losses.shared()));
            })
            .toList();
    return new LinearPart(gaussian, sigmas, shares);
  }

  private static Estimate share(Gaussian gaussian, double sigma, Estimate loss) {
    double reference = gaussian.posteriorTrace(Batch.zeros(gaussian.shape(), 1), sigma).get(0);
    return new Estimate(loss.value() / reference, loss.standardError() / reference, loss.n());
  }

  /// The level where the share, followed down from the highest level, first falls to 1/2; linear in
  /// `ln sigma` between levels. 0 if it never does, the highest level if it begins below.
  public double above() {
    int below =
        IntStream.iterate(sigmas.size() - 1, i -> i >= 0, i -> i - 1)
            .filter(i -> shares.get(i).value() < HALF)
            .findFirst()
            .orElse(-1);
    if (below < 0) {
      return 0;
    }
    if (below == sigmas.size() - 1) {
      return sigmas.last();
    }
    double low = shares.get(below).value();
    double part = (HALF - low) / (shares.get(below + 1).value() - low);
    return sigmas.get(below) * Math.pow(sigmas.get(below + 1) / sigmas.get(below), part);
  }

  /// The solver with the Gaussian above that level and data prediction below.
  ///
  /// @param terms as in {@link GaussianExponential}
  /// @param corrected as in {@link GaussianExponential}
  public GaussianExponential solver(int terms, boolean corrected) {
    return new GaussianExponential(gaussian, terms, corrected, above());
  }
}
