package org.scorefield.budget;

import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.LossCurve;

/// The part of the path divergence that the choice of a {@link Scheme} can change, from the loss of
/// the model alone. For end points `v_0 = sigma_0^2`, `v_N = sigma_N^2` that are fixed,
///
/// `KL(path) = KL(p_{v_0} | N(0, v_0 I)) + h(p_{v_0}) - h(p_{v_N}) + cost`,
///
/// `cost = sum_k { d/2 (ln(eta_k/D_k) - 1) + D_k d/(2 eta_k) (1 - x_k q_k) }`, `q_k = 1 - ell_k/d`.
///
/// It is an identity, for any model and any data: the score of the noisy data is a martingale along
/// the reverse process, so the cross terms vanish (for eta = D, Wang, He and Tao 2406.12839 bound
/// the same divergence). With eta = D the cost is `J = -(d/2) sum x_k q_k`, with the best eta it is
/// `J_opt = (d/2) sum ln(1 - x_k q_k)`.
///
/// In nats; smaller is better. Only differences between schemes of the same end points mean
/// something. It is linear in the loss, so a measured curve gives it with its standard error, for a
/// scheme that was not fitted to that curve. A best step noise or optimised levels that were look
/// cheaper than they are: in the plane, on four lumps, both together by 3.4 standard errors at 64
/// rows, 1.3 at 256 and 0.8 at 1024; on a Gaussian of 64 components by none that shows.
public final class PathCost {
  private PathCost() {}

  /// The cost for a loss that is known.
  public static double of(Scheme scheme, EpsilonLoss loss) {
    Vector variances = scheme.variances();
    double cost = 0;
    for (int k = 0; k < scheme.steps(); k++) {
      cost += step(scheme, variances, k, loss.dimension(), loss.at(scheme.grid().sigma(k)));
    }
    return cost;
  }

  /// The cost for a loss that was measured.
  ///
  /// @throws IllegalArgumentException if the scheme uses levels outside of the curve's
  public static Estimate of(Scheme scheme, LossCurve curve) {
    return Linear.cost(scheme, curve).on(curve);
  }

  /// The cost of one scheme minus that of another, paired row by row: its standard error is far
  /// below those of the two.
  public static Estimate difference(Scheme a, Scheme b, LossCurve curve) {
    return Linear.cost(a, curve).minus(Linear.cost(b, curve)).on(curve);
  }

  /// What finitely many steps cost this model: the cost above that of infinitely many between the
  /// same two levels, `-int (d - ell) d ln sigma`, which is the same for every step noise and grid.
  /// With the exact score it is the discretisation error; with a model's it needs no knowledge of
  /// the truth, and adds up to the whole with the score error that infinitely many steps would
  /// have, {@link LossCurve#integral()} of the excess.
  ///
  /// @throws IllegalArgumentException if the scheme uses levels outside of the curve's
  public static Estimate discretisation(Scheme scheme, LossCurve curve) {
    return Linear.discretisation(scheme, curve).on(curve);
  }

  /// The discretisation of one scheme minus that of another, paired row by row. Of schemes between
  /// the same levels it is {@link #difference}.
  static Estimate discretisation(Scheme a, Scheme b, LossCurve curve) {
    return Linear.discretisation(a, curve).minus(Linear.discretisation(b, curve)).on(curve);
  }

  /// A number that is linear in the losses of a curve.
  private record Linear(double constant, Vector weights) {
    static Linear cost(Scheme scheme, LossCurve curve) {
      return new Linear(
          PathCost.constant(scheme, curve.dimension()), PathCost.weights(scheme, curve));
    }

    static Linear discretisation(Scheme scheme, LossCurve curve) {
      double last = scheme.grid().last();
      double first = scheme.grid().first();
      Linear fine =
          new Linear(
              -curve.dimension() * Math.log(first / last), curve.integralWeights(last, first));
      return cost(scheme, curve).minus(fine);
    }

    Linear minus(Linear other) {
      return new Linear(
          constant - other.constant,
          Vector.generate(weights.size(), l -> weights.get(l) - other.weights.get(l)));
    }

    Estimate on(LossCurve curve) {
      Estimate linear = curve.combination(weights);
      return new Estimate(constant + linear.value(), linear.standardError(), linear.n());
    }
  }

  /// What a loss of `ell_k/d` at step k costs.
  private static double step(Scheme scheme, Vector variances, int k, int d, double loss) {
    double ratio = scheme.drop(k) / variances.get(k);
    double left = 1 - scheme.removed(k) * (1 - loss);
    return d / 2.0 * (ratio * left - 1 - Math.log(ratio));
  }

  /// The cost with losses of 0.
  private static double constant(Scheme scheme, int d) {
    Vector variances = scheme.variances();
    double cost = 0;
    for (int k = 0; k < scheme.steps(); k++) {
      cost += step(scheme, variances, k, d, 0);
    }
    return cost;
  }

  /// Weights of the losses of a curve at its levels.
  static Vector weights(Scheme scheme, LossCurve curve) {
    Vector variances = scheme.variances();
    double[] weights = new double[curve.sigmas().size()];
    for (int k = 0; k < scheme.steps(); k++) {
      double slope =
          curve.dimension() / 2.0 * scheme.drop(k) / variances.get(k) * scheme.removed(k);
      Vector at = curve.epsilonWeights(scheme.grid().sigma(k));
      for (int l = 0; l < weights.length; l++) {
        weights[l] += slope * at.get(l);
      }
    }
    return Vector.adopt(weights);
  }
}
