package org.scorefield.budget;

import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Vector;
import org.scorefield.linalg.GaussLegendre;

/// What a score that is off costs along the path, in nats: the part S of the budget. With the
/// excess loss `exc(sigma) = sigma^2 E|s - s*|^2`, summed over components,
///
/// `S = 1/2 sum_k x_k (D_k/eta_k) exc(sigma_k)`,
///
/// which for the plain noise eta = D is `1/2 sum_k D_k E|s - s*|^2`. As the steps of any grid
/// become fine it tends to `int exc d ln sigma`: which schedule is chosen then does not matter, and
/// with few steps no schedule is the better one for every error.
public final class ScoreError {
  private static final GaussLegendre RULE = GaussLegendre.of(8);

  private ScoreError() {}

  /// S of a scheme.
  ///
  /// @param excess `exc(sigma)`, summed over components
  public static double of(Scheme scheme, DoubleUnaryOperator excess) {
    Vector variances = scheme.variances();
    double sum = 0;
    for (int k = 0; k < scheme.steps(); k++) {
      sum +=
          scheme.removed(k)
              * (scheme.drop(k) / variances.get(k))
              * excess.applyAsDouble(scheme.grid().sigma(k))
              / 2;
    }
    return sum;
  }

  /// `int exc d ln sigma` between two levels, what S tends to with many small steps: panels of an
  /// eighth of a factor e.
  public static double limit(double sigmaMin, double sigmaMax, DoubleUnaryOperator excess) {
    double span = Math.log(sigmaMax / sigmaMin);
    if (!(span > 0) || !(sigmaMin > 0)) {
      throw new IllegalArgumentException(
          "an integral runs from a level > 0 to a higher one, got " + sigmaMin + " to " + sigmaMax);
    }
    int panels = (int) Math.ceil(8 * span);
    double sum = 0;
    for (int p = 0; p < panels; p++) {
      for (int i = 0; i < RULE.points(); i++) {
        double u = (p + (1 + RULE.node(i)) / 2) * span / panels;
        sum += RULE.weight(i) / 2 * excess.applyAsDouble(sigmaMin * Math.exp(u));
      }
    }
    return sum * span / panels;
  }
}
