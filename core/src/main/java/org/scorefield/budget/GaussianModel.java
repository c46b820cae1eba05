package org.scorefield.budget;

import org.scorefield.linear.ModeModel;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;

/// A model of Gaussian data: their exact score, or one with a {@link LinearScoreError}. All that
/// error analysis asks for is known in closed form, direction by direction, with `v = sigma^2`:
///
/// - loss `ell = sum lambda/(lambda + v) + v e`, where
/// - `e = E|s_theta - s|^2 = sum eps^2/(lambda + v) + (1 + eps)^2 b^2/(lambda + v)^2`.
///
/// Directions that share a variance also share the mean: their axes are turned so that each has `m
/// = sqrt(squaredMean/count)`, which is possible as nothing else tells them apart.
///
/// @param data spectrum of the data
/// @param error of the model's score
public record GaussianModel(Spectrum data, LinearScoreError error) implements EpsilonLoss {

  /// The exact score.
  public static GaussianModel exact(Spectrum data) {
    return new GaussianModel(data, LinearScoreError.NONE);
  }

  @Override
  public int dimension() {
    return Math.toIntExact(Math.round(data.dimension()));
  }

  @Override
  public double at(double sigma) {
    double v = sigma * sigma;
    double exact = 0;
    for (int i = 0; i < data.size(); i++) {
      double lambda = data.variances().get(i);
      exact += data.counts().get(i) * (lambda / (lambda + v));
    }
    return (exact + v * squaredError(sigma)) / data.dimension();
  }

  /// `E|s_theta - s|^2` over the noisy data of a level.
  public double squaredError(double sigma) {
    double v = sigma * sigma;
    double relative = error.relative(sigma);
    double pull = (1 + relative) * error.shift(sigma);
    double sum = 0;
    for (int i = 0; i < data.size(); i++) {
      double a = data.variances().get(i) + v;
      sum += data.counts().get(i) * (relative * relative + pull * pull / a) / a;
    }
    return sum;
  }

  /// `h(p_from) - h(p_to)`, what the entropy of the noisy data falls by between two levels, in
  /// nats.
  public double entropyDrop(double from, double to) {
    double sum = 0;
    for (int i = 0; i < data.size(); i++) {
      double lambda = data.variances().get(i);
      sum += data.counts().get(i) / 2 * Math.log((lambda + from * from) / (lambda + to * to));
    }
    return sum;
  }

  /// `KL(p_v | N(0, v I))`, what white noise of a level costs as a start, in nats.
  public double start(double sigma) {
    return GaussianOutput.start(this, new StartLaw.White(sigma), sigma).divergence(sigma);
  }

  /// `m`, the mean of the data along each direction of an entry of the spectrum.
  public double mean(int entry) {
    return Math.sqrt(data.squaredMeans().get(entry) / data.counts().get(entry));
  }

  /// The same data with their exact score.
  public GaussianModel exact() {
    return exact(data);
  }

  /// The denoiser, one component an entry of the spectrum, in coordinates whose origin is the mean
  /// of the data.
  public ModeModel modes() {
    return new GaussianModes(data.variances(), error);
  }
}
