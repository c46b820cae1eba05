package org.scorefield.budget;

import org.scorefield.array.Vector;
import org.scorefield.metric.LossCurve;

/// The mean of a measured {@link LossCurve} as a function of the level, by the curve's own
/// interpolation, kept between 0 and 1: a loss that chance put below 0, or a model that is worse
/// than no model, must not draw an optimiser in. For what is reported, ask the curve, which has
/// standard errors.
public final class CurveLoss implements EpsilonLoss {
  private final LossCurve curve;
  private final Vector means;

  public CurveLoss(LossCurve curve) {
    this.curve = curve;
    this.means = Vector.generate(curve.sigmas().size(), level -> curve.loss(level).value());
  }

  @Override
  public int dimension() {
    return curve.dimension();
  }

  @Override
  public double at(double sigma) {
    Vector weights = curve.epsilonWeights(sigma);
    double loss = 0;
    for (int l = 0; l < weights.size(); l++) {
      loss += weights.get(l) * means.get(l);
    }
    return Math.clamp(loss, 0.0, 1.0);
  }
}
