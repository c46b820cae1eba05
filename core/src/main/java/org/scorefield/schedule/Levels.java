package org.scorefield.schedule;

import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Vector;

/// What grid rules share.
final class Levels {
  private Levels() {}

  /// Levels at equal fractions of a curve, with the two ends pinned, which rounding would miss.
  static Vector between(int count, double first, double last, DoubleUnaryOperator sigmaAtFraction) {
    return Vector.generate(
        count,
        i -> {
          if (i == 0) {
            return first;
          }
          return i == count - 1 ? last : sigmaAtFraction.applyAsDouble(i / (count - 1.0));
        });
  }

  /// A parameter as it is written in the name of a rule.
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }
}
