package org.scorefield.study;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;

/// A number recorded as training goes on.
///
/// @param steps at which it was recorded, rising, >= 0
/// @param values one for each; a standard error of NaN says that it is not known
public record Trace(Vector steps, List<Estimate> values) {
  public Trace {
    values = List.copyOf(values);
    IntPredicate rises = i -> i == 0 ? steps.first() >= 0 : steps.get(i) > steps.get(i - 1);
    if (steps.size() == 0
        || steps.size() != values.size()
        || !IntStream.range(0, steps.size()).allMatch(rises)) {
      throw new IllegalArgumentException(
          "a trace needs rising steps >= 0 and one value for each, got steps "
              + steps
              + " and "
              + values.size()
              + " values");
    }
    for (int i = 0; i < values.size(); i++) {
      if (!Double.isFinite(values.get(i).value())) {
        throw new IllegalArgumentException(
            "the value at step %s is %s; end the trace where training fails"
                .formatted(steps.get(i), values.get(i).value()));
      }
    }
  }

  /// Values whose standard errors are not known.
  public static Trace of(double[] steps, double[] values) {
    return new Trace(
        Vector.of(steps),
        Arrays.stream(values).mapToObj(v -> new Estimate(v, Double.NaN, 1)).toList());
  }

  public int size() {
    return values.size();
  }

  double value(int i) {
    return values.get(i).value();
  }

  /// Whether every value has a standard error > 0, so that they can be weighted by it.
  boolean hasErrors() {
    return values.stream().allMatch(v -> v.standardError() > 0);
  }
}
