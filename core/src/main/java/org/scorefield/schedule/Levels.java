package org.scorefield.schedule;

import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Vector;

/// Places levels at equal fractions of a curve and pins the two ends, which rounding would miss.
final class Levels {
  private Levels() {}

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
}
