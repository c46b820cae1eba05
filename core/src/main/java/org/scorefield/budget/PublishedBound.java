package org.scorefield.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.schedule.TimeGrid;

/// The bounds on the divergence of the samples of {@link Scheme#plain} as published (Wang, He and
/// Tao 2406.12839, theorems 2 and 3), term by term, with every hidden constant taken as 1. They
/// need nothing but the second moment of the data; what they bound is known exactly, by {@link
/// PathCost} and the entropies of the data, and is often far smaller.
///
/// With `v_j = sigma^2` at the j-th level of a run from sigma_max down, gamma_j the duration of its
/// step on the {@link Clock}, `sigma_t^2` the diffusion there:
///
/// | part | term |
/// |---|---|
/// | start | `m_2^2/v_0` |
/// | discretisation, noise | `d sum_j gamma_j int_j sigma_t^4/sigma^4 dt` |
/// | discretisation, first step | `m_2^2 int_0 sigma_t^2 dt/v_0^2` |
/// | discretisation, spacing | `(m_2^2 + d) sum_{j=1}^{N-1} (1 - e^-v_j)(v_j^2 - v_{j+1} v_{j-1})/(v_{j-1} v_j^2)`, 0 for geometric levels |
/// | score | `sum_j gamma_j sigma_t^2 E\|s - s*\|^2` |
///
/// Read with care:
///
/// - The theorem says "up to a universal constant", so the numbers order schemes and give rates;
///   they need not exceed the error. The lemma behind the start gives half of it ({@link
///   #sharpStart}); lemma 9 has half of Girsanov's constant.
/// - `1 - e^-v` is not free of units: the paper scales data to unit order.
/// - The score part of the path divergence is `sum_j (D_j/2) E|s - s*|^2`, D_j the drop in
///   variance. The published one is that on the clock `sigma = sqrt(t)`, and up to twice that on
///   the other: it depends on the clock, and the error does not.
///
/// @param grid levels, the last > 0
/// @param clock whose durations are charged
/// @param data its moments
public record PublishedBound(TimeGrid grid, Clock clock, Moments data) {
  private static final String MEASURE =
      "published bound on the divergence of samples, hidden constants taken as 1, nats";

  /// The four errors of training of theorem 3, in units of the training objective.
  ///
  /// @param optimisation what is left of the empirical objective, eps_train
  /// @param statistical gap between empirical and true objective, eps_n
  /// @param estimation gap between interpolating networks and the best, eps_est
  /// @param approximation what the best network of the class leaves, eps_approx
  public record TrainingErrors(
      double optimisation, double statistical, double estimation, double approximation) {}

  public PublishedBound {
    if (grid.endsAtZero()) {
      throw new IllegalArgumentException(
          "the published bound is infinite down to sigma = 0; end the grid at a sigma_min > 0");
    }
  }

  /// E_I as stated: `m_2^2/v_0`.
  public double start() {
    return 2 * sharpStart();
  }

  /// E_I as proved (lemma 10): half of what is stated.
  public double sharpStart() {
    return data.second() / (2 * variance(0));
  }

  /// The part of E_D with the dimension alone.
  public double noise() {
    double sum = 0;
    for (int k = 0; k < grid.steps(); k++) {
      double from = grid.sigma(k);
      double to = grid.sigma(k + 1);
      sum += clock.duration(from, to) * clock.relativeDiffusion(from, to);
    }
    return data.dimension() * sum;
  }

  /// The part of E_D with the first step.
  public double firstStep() {
    return data.second() * drop(0) / 2 / (variance(0) * variance(0));
  }

  /// The part of E_D with three levels in a row: how far they are from geometric.
  public double spacing() {
    double sum = 0;
    for (int j = 1; j < grid.steps(); j++) {
      double above = grid.sigma(j - 1);
      double here = grid.sigma(j);
      double below = grid.sigma(j + 1);
      // v_j^2 - v_{j+1} v_{j-1}, as a product
      double bend = (here * here - below * above) * (here * here + below * above);
      sum -= Math.expm1(-here * here) * bend / (above * above * variance(j) * variance(j));
    }
    return (data.second() + data.dimension()) * sum;
  }

  /// E_D, all its parts.
  public double discretisation() {
    return noise() + firstStep() + spacing();
  }

  /// E_S.
  ///
  /// @param squaredErrors `E |s - s*|^2` at each level but the last, highest first
  public double score(Vector squaredErrors) {
    if (squaredErrors.size() != grid.steps()) {
      throw new IllegalArgumentException(
          "the score is used at the %d levels a step begins at, got errors of %d"
              .formatted(grid.steps(), squaredErrors.size()));
    }
    double sum = 0;
    for (int k = 0; k < grid.steps(); k++) {
      double share =
          clock.duration(grid.sigma(k), grid.sigma(k + 1)) * clock.diffusion(grid.sigma(k));
      sum += share * squaredErrors.get(k);
    }
    return sum;
  }

  /// Theorem 2.
  ///
  /// @param squaredErrors `E |s - s*|^2` at each level but the last, highest first
  public ErrorBudget budget(Vector squaredErrors) {
    List<ErrorBudget.Part> parts = sampling();
    parts.add(ErrorBudget.Part.exact("score", score(squaredErrors)));
    return budget(parts);
  }

  /// Theorem 3: the score error bounded by that of training on the same grid, `max_j sigma_t^2/w`
  /// times the sum of its four errors. The authors remark that the first two add up to more than a
  /// positive constant, so this never says 0.
  ///
  /// @param factor `max_j sigma_t^2/w`, {@link TrainingFactor#largest}
  public ErrorBudget budget(double factor, TrainingErrors errors) {
    List<ErrorBudget.Part> parts = sampling();
    parts.add(ErrorBudget.Part.exact("optimisation", factor * errors.optimisation()));
    parts.add(ErrorBudget.Part.exact("statistics", factor * errors.statistical()));
    parts.add(ErrorBudget.Part.exact("estimation", factor * errors.estimation()));
    parts.add(ErrorBudget.Part.exact("approximation", factor * errors.approximation()));
    return budget(parts);
  }

  private List<ErrorBudget.Part> sampling() {
    List<ErrorBudget.Part> parts = new ArrayList<>();
    parts.add(ErrorBudget.Part.exact("start", start()));
    parts.add(ErrorBudget.Part.exact("discretisation, noise", noise()));
    parts.add(ErrorBudget.Part.exact("discretisation, first step", firstStep()));
    parts.add(ErrorBudget.Part.exact("discretisation, spacing", spacing()));
    return parts;
  }

  static ErrorBudget budget(List<ErrorBudget.Part> parts) {
    return new ErrorBudget(MEASURE, ErrorBudget.Rule.BOUND, parts, Optional.empty());
  }

  private double variance(int k) {
    return grid.sigma(k) * grid.sigma(k);
  }

  private double drop(int k) {
    return (grid.sigma(k) - grid.sigma(k + 1)) * (grid.sigma(k) + grid.sigma(k + 1));
  }
}
