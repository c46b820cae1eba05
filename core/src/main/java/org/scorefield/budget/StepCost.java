package org.scorefield.budget;

/// What one step of a scheme adds to its {@link PathCost}, a component of the data: with `x = 1 -
/// v'/v` the share of noise it removes, `q = 1 - ell/d` what the model recognises at its first
/// level, and r = D/eta the drop in variance over that of the noise it draws,
///
/// `(r (1 - x q) - 1 - ln r)/2`.
///
/// A scheme's cost is the sum over its steps, whatever lies before and after them, which is what
/// {@link GridProgram} needs.
@FunctionalInterface
public interface StepCost {

  /// In nats a component.
  ///
  /// @param sigma level the step begins at
  /// @param next level it ends at, 0 < next < sigma
  /// @param loss `ell/d` of the model at sigma
  double of(double sigma, double next, double loss);

  /// The cost under a step noise:
  ///
  /// | noise | eta/D | cost |
  /// |---|---|---|
  /// | frozen score | 1 | `-x q/2` |
  /// | DDPM | `1 - x` | `(x (1 - q)/(1 - x) + ln(1 - x))/2` |
  /// | best | `1 - x q` | `ln(1 - x q)/2` |
  ///
  /// Of the best noise q is kept between 0 and 1, as the noise itself is.
  static StepCost of(NoiseChoice noise) {
    return switch (noise) {
      case FROZEN_SCORE -> (sigma, next, loss) -> -removed(sigma, next) * (1 - loss) / 2;
      case DDPM ->
          (sigma, next, loss) -> {
            double x = removed(sigma, next);
            double kept = next / sigma * (next / sigma);
            return (x * loss / kept + 2 * Math.log(next / sigma)) / 2;
          };
      case BEST ->
          (sigma, next, loss) -> {
            double x = removed(sigma, next);
            double drawn = x * Math.clamp(1 - loss, 0.0, 1.0);
            double wrong = x * (1 - loss) - drawn;
            return (Math.log1p(-drawn) - wrong / (1 - drawn)) / 2;
          };
    };
  }

  private static double removed(double sigma, double next) {
    return (sigma - next) * (sigma + next) / (sigma * sigma);
  }
}
