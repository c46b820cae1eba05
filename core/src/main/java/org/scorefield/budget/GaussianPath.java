package org.scorefield.budget;

import java.util.List;
import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.linear.StartLaw;

/// The path divergence of a {@link Scheme} on Gaussian data and what it is made of, in closed form:
/// the divergence of the chain `Y_0, ..., Y_N` of the exact reverse process from that of the scheme
/// is the sum of those of their start and of their transitions. Given Y_k both transitions are
/// Gaussian; the exact one has the mean `Y_k + D_k s` and along a direction the variance `t = D_k
/// (lambda + v_{k+1})/(lambda + v_k)`. So
///
/// - start: `KL(p_{v_0} | start)`;
/// - discretisation: `1/2 sum_k sum t/eta_k - 1 - ln(t/eta_k)`; with eta = D it is `1/2 sum -ln(1 -
///   y) - y`, `y = D_k/(lambda + v_k)`. It is 0 for isotropic data with the noise made for them:
///   then the scheme is exact;
/// - score: `sum_k D_k^2/(2 eta_k) E|s_theta - s|^2`.
///
/// All are positive, and for every step noise they add up to what {@link PathCost} gives with the
/// start and the entropies, `start + h(p_{v_0}) - h(p_{v_N}) + cost`.
public final class GaussianPath {
  /// The unit.
  static final String MEASURE = "path divergence, nats";

  private GaussianPath() {}

  /// The budget of a scheme started from white noise of its first level.
  public static ErrorBudget budget(Scheme scheme, GaussianModel model) {
    return budget(scheme, model, new StartLaw.White(scheme.grid().first()));
  }

  /// The budget of a scheme started from any law.
  public static ErrorBudget budget(Scheme scheme, GaussianModel model, StartLaw start) {
    double first = scheme.grid().first();
    double discretisation = 0;
    double score = 0;
    Vector noise = scheme.variances();
    for (int k = 0; k < scheme.steps(); k++) {
      double sigma = scheme.grid().sigma(k);
      double drop = scheme.drop(k);
      double eta = noise.get(k);
      discretisation += step(model, sigma * sigma, drop, drop / eta) / 2;
      score += drop * (drop / eta) / 2 * model.squaredError(sigma);
    }
    return new ErrorBudget(
        MEASURE,
        ErrorBudget.Rule.IDENTITY,
        List.of(
            ErrorBudget.Part.exact(
                "start", GaussianOutput.start(model, start, first).divergence(first)),
            ErrorBudget.Part.exact("discretisation", discretisation),
            ErrorBudget.Part.exact("score", score)),
        Optional.empty());
  }

  /// Twice the divergence of one exact transition from one of the right mean.
  private static double step(GaussianModel model, double v, double drop, double ratio) {
    double[] lambda = model.data().variances().shared();
    double[] counts = model.data().counts().shared();
    double sum = 0;
    for (int i = 0; i < lambda.length; i++) {
      double y = drop / (lambda[i] + v);
      sum += counts[i] * LogExcess.of(ratio - 1 - ratio * y);
    }
    return sum;
  }
}
