package org.scorefield.budget;

import java.util.List;
import java.util.Optional;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;

/// The error budget of a scheme run with a model on a mixture on the line. Every number is a
/// quadrature, none is by chance.
///
/// @param law of the data
/// @param scheme the sampler
/// @param model in place of the exact score
public record LineBudget(LineMixture law, Scheme scheme, Denoiser model) {

  /// With the exact score.
  public LineBudget(LineMixture law, Scheme scheme) {
    this(law, scheme, law.law());
  }

  /// I, `KL(p_{v_0} | N(0, v_0))`.
  public double start() {
    return law.startDivergence(scheme.grid().first());
  }

  /// D, `h(p_{v_0}) - h(p_{v_N})` plus the {@link PathCost} with the exact score.
  public double discretisation() {
    return law.entropy(scheme.grid().first())
        - law.entropy(scheme.grid().last())
        + PathCost.of(scheme, law);
  }

  /// S, {@link ScoreError} with the excess of the model.
  public double score() {
    return ScoreError.of(scheme, sigma -> law.excess(model, sigma));
  }

  /// The divergence of the path, `I + D + S`.
  public double pathDivergence() {
    return start() + discretisation() + score();
  }

  /// The parts of the divergence of the path; they are all of it.
  public ErrorBudget path() {
    return new ErrorBudget(
        "path divergence, nats", ErrorBudget.Rule.IDENTITY, parts(), Optional.empty());
  }

  /// The same parts beside the divergence of the samples, which they bound.
  public ErrorBudget marginal() {
    double divergence = DensityPropagation.of(law.law()).run(scheme, model).klToTarget();
    return new ErrorBudget(
        "marginal divergence, nats",
        ErrorBudget.Rule.BOUND,
        parts(),
        Optional.of(new Estimate(divergence, 0, 1)));
  }

  private List<ErrorBudget.Part> parts() {
    return List.of(
        ErrorBudget.Part.exact("start", start()),
        ErrorBudget.Part.exact("discretisation", discretisation()),
        ErrorBudget.Part.exact("score", score()));
  }
}
