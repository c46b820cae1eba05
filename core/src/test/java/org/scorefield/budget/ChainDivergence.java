package org.scorefield.budget;

import org.scorefield.array.Vector;
import org.scorefield.linear.StartLaw;

/// The path divergence from its definition, as an oracle: the law of the exact chain is that of
/// `Y_k = X + sqrt(v_k) noise` with covariances `lambda + min(v_j, v_k)`, and its transitions are
/// regressions of one state on the one before.
final class ChainDivergence {
  private ChainDivergence() {}

  static double of(Scheme scheme, GaussianModel model, StartLaw start) {
    Vector noise = scheme.variances();
    double sum = 0;
    for (int i = 0; i < model.data().size(); i++) {
      double lambda = model.data().variances().get(i);
      double first = scheme.grid().first();
      double one =
          gaussian(
              lambda + first * first,
              start.variance(lambda, first),
              Math.pow(start.meanOffset(lambda, first) * model.mean(i), 2));
      for (int k = 0; k < scheme.steps(); k++) {
        double sigma = scheme.grid().sigma(k);
        double next = scheme.grid().sigma(k + 1);
        double here = lambda + sigma * sigma;
        double there = lambda + next * next;
        double slope = there / here;
        double left = there - slope * there;
        double strength = (1 + model.error().relative(sigma)) / here;
        double drop = sigma * sigma - next * next;
        double off = slope - (1 - drop * strength);
        double pull = drop * strength * model.error().shift(sigma);
        one += gaussian(left, noise.get(k), off * off * here + pull * pull);
      }
      sum += model.data().counts().get(i) * one;
    }
    return sum;
  }

  /// `KL(N(0, p) | N(e, s))`, e^2 given by its mean.
  private static double gaussian(double p, double s, double squared) {
    return (p / s - 1 - Math.log(p / s) + squared / s) / 2;
  }
}
