package org.scorefield.study;

import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.scorefield.metric.Estimate;

/// Whether a run reached a target, and when.
public sealed interface Reach {
  /// Standard errors that bound the step.
  double BOUND = 2;

  /// It did.
  ///
  /// @param step of the first recorded value at or below the target, moved back towards the value
  ///   recorded before it: their logarithms are joined by a line, or the values where one is not
  ///   positive
  /// @param earliest the same for the values less two standard errors
  /// @param latest the same for the values plus two standard errors; empty if these never got there
  record Reached(double step, double earliest, OptionalDouble latest) implements Reach {}

  /// It did not, as far as it was followed: the step is not known, only that it is later.
  ///
  /// @param lastStep recorded
  /// @param least value recorded
  record Censored(double lastStep, double least) implements Reach {}

  /// When a trace first reaches a target.
  static Reach of(Trace trace, double target) {
    OptionalDouble step = crossing(trace, Estimate::value, target);
    if (step.isEmpty()) {
      double least = trace.values().stream().mapToDouble(Estimate::value).min().orElseThrow();
      return new Censored(trace.steps().last(), least);
    }
    double known = step.getAsDouble();
    return new Reached(
        known,
        crossing(trace, v -> v.value() - BOUND * error(v), target).orElse(known),
        crossing(trace, v -> v.value() + BOUND * error(v), target));
  }

  private static double error(Estimate value) {
    return Double.isNaN(value.standardError()) ? 0 : value.standardError();
  }

  private static OptionalDouble crossing(
      Trace trace, ToDoubleFunction<Estimate> value, double target) {
    for (int i = 0; i < trace.size(); i++) {
      double here = value.applyAsDouble(trace.values().get(i));
      if (here <= target) {
        if (i == 0) {
          return OptionalDouble.of(trace.steps().first());
        }
        double before = value.applyAsDouble(trace.values().get(i - 1));
        double from = trace.steps().get(i - 1);
        return OptionalDouble.of(
            from + (trace.steps().get(i) - from) * fraction(before, here, target));
      }
    }
    return OptionalDouble.empty();
  }

  /// Where between two values the target lies: `before > target >= here`.
  private static double fraction(double before, double here, double target) {
    return here > 0
        ? Math.log(before / target) / Math.log(before / here)
        : (before - target) / (before - here);
  }
}
