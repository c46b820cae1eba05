package org.scorefield.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;

/// What becomes of {@link PublishedBound} on the two families of schedules, as the paper simplifies
/// it (Wang, He and Tao 2406.12839, appendix I.1, table 2): polynomial in time with exponent a, and
/// exponential. With `r = T/delta` the ratio of the last time to the first, the discretisation is
/// of order `f(r)/N`,
///
/// | family | f as published | f sharpened |
/// |---|---|---|
/// | polynomial | `a^2 r^(1/a)` | `a^2 (r^(1/a) - 2 + r^(-1/a)) = 4 a^2 sinh^2(ln r/(2a))` |
/// | exponential | `ln^2 r` | `ln^2 r` |
///
/// and on the clock `sigma = t` there is a further term of order `1/N^2`.
///
/// The published f has its minimum at `a = (ln r)/2` (remark 3). That is an artefact of dropping
/// `-2 + r^(-1/a)`: the sum that f stands for, `N sum_j (gamma_j/t_j)^2`, tends to the sharpened f,
/// which falls for all a, to `ln^2 r`. For rho = 7 and levels from 80 to .002 it is 21 % above the
/// exponential, not 98 %. Neither says anything about data with spread, for which the exponential
/// is not the best ({@link org.scorefield.schedule.TotalVarianceGrid}).
///
/// All up to a constant. Nothing here is an estimate of an error.
///
/// @param clock whose time the family is a law of
/// @param exponent a of the polynomial; empty for the exponential
public record PublishedRate(Clock clock, OptionalDouble exponent) {
  public PublishedRate {
    exponent.ifPresent(a -> {
      if (!(a > 0) || !Double.isFinite(a)) {
        throw new IllegalArgumentException(
            "the exponent of a polynomial schedule must be positive and finite, got " + a);
      }
    });
  }

  public static PublishedRate polynomial(Clock clock, double exponent) {
    return new PublishedRate(clock, OptionalDouble.of(exponent));
  }

  public static PublishedRate exponential(Clock clock) {
    return new PublishedRate(clock, OptionalDouble.empty());
  }

  /// The exponent that minimises the published f, `(ln r)/2`.
  public static double optimalExponent(double ratioOfTimes) {
    return Math.log(ratioOfTimes) / 2;
  }

  /// f as published.
  ///
  /// @param ratioOfTimes r > 1; that of the levels, or its square where `sigma = sqrt(t)`
  public double factor(double ratioOfTimes) {
    return exponent.isPresent()
        ? square(exponent.getAsDouble()) * Math.pow(ratioOfTimes, 1 / exponent.getAsDouble())
        : square(Math.log(ratioOfTimes));
  }

  /// f sharpened: the limit of `N sum_j (gamma_j/t_j)^2`.
  ///
  /// @param ratioOfTimes r > 1
  public double sharpened(double ratioOfTimes) {
    double logarithm = Math.log(ratioOfTimes);
    return exponent.isPresent()
        ? square(2 * exponent.getAsDouble() * Math.sinh(logarithm / (2 * exponent.getAsDouble())))
        : square(logarithm);
  }

  /// The levels of the family.
  public GridRule rule() {
    return exponent.isPresent()
        ? new RhoGrid(exponent.getAsDouble() / clock.power())
        : new LogUniformGrid();
  }

  /// The simplified bound without the score.
  ///
  /// @param sigmaMax first level
  /// @param sigmaMin last level, > 0
  /// @param steps N
  public ErrorBudget bound(double sigmaMax, double sigmaMin, int steps, Moments data) {
    return PublishedBound.budget(sampling(sigmaMax, sigmaMin, steps, data));
  }

  /// Corollary 1: the simplified bound with the score error of a network after K steps of gradient
  /// descent on EDM's objective, `(1/N)(floor + (1 - contraction)^K)`. The paper gives neither
  /// number.
  ///
  /// @param floor the part of the training error that does not fall, C_9
  /// @param contraction of the objective in one step, between 0 and 1
  /// @param trained number of steps of training K
  public ErrorBudget bound(
      double sigmaMax,
      double sigmaMin,
      int steps,
      Moments data,
      double floor,
      double contraction,
      long trained) {
    if (!(contraction >= 0 && contraction <= 1)) {
      throw new IllegalArgumentException(
          "a contraction is between 0 and 1, got %s".formatted(contraction));
    }
    List<ErrorBudget.Part> parts = sampling(sigmaMax, sigmaMin, steps, data);
    parts.add(
        ErrorBudget.Part.exact("score", (floor + Math.pow(1 - contraction, trained)) / steps));
    return PublishedBound.budget(parts);
  }

  private List<ErrorBudget.Part> sampling(
      double sigmaMax, double sigmaMin, int steps, Moments data) {
    double ratio = Math.pow(sigmaMax / sigmaMin, clock.power());
    double first = factor(ratio) / steps;
    double second = clock == Clock.EDM ? cubic(ratio) / steps / steps : 0;
    List<ErrorBudget.Part> parts = new ArrayList<>();
    parts.add(ErrorBudget.Part.exact("start", data.second() / (sigmaMax * sigmaMax)));
    parts.add(ErrorBudget.Part.exact("discretisation, noise", data.dimension() * first));
    parts.add(
        ErrorBudget.Part.exact(
            "discretisation, spacing", (data.second() + data.dimension()) * (first + second)));
    return parts;
  }

  private double cubic(double ratio) {
    return exponent.isPresent()
        ? Math.pow(exponent.getAsDouble(), 3) * Math.pow(ratio, 2 / exponent.getAsDouble())
        : Math.pow(Math.log(ratio), 3);
  }

  /// The first level that the published complexity takes for an accuracy: `m_2/sqrt(accuracy)`.
  public static double sigmaMax(double accuracy, Moments data) {
    return Math.sqrt(data.second() / accuracy);
  }

  /// The published complexity: the order of the number of steps for start and discretisation within
  /// an accuracy in nats, `f(r) (m_2^2 + d)/accuracy` from {@link #sigmaMax}. Where m_2^2 is of
  /// order d that is `f(r) sigma_max^2`, as in table 2, and nearly linear in d.
  public double steps(double accuracy, double sigmaMin, Moments data) {
    double ratio = Math.pow(sigmaMax(accuracy, data) / sigmaMin, clock.power());
    return factor(ratio) * (data.second() + data.dimension()) / accuracy;
  }

  private static double square(double x) {
    return x * x;
  }
}
