package org.scorefield.sampling.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The last few outputs of the model in one run and the levels they were taken at, newest first.
///
/// @param <T> what is kept of an output
final class History<T> {
  /// Outputs closer together than this part of the step that would be extrapolated from them say
  /// nothing but their own rounding, and the noise drawn between them: in a grid with nearly equal
  /// levels they would be multiplied by the inverse of it.
  private static final double CLOSEST = 1e-4;

  /// In a step this short for its level, Euler's error is below rounding.
  private static final double NEGLIGIBLE = 1e-8;

  private final double[] levels;
  private final List<T> outputs;

  History(int capacity) {
    levels = new double[capacity];
    outputs = new ArrayList<>(capacity);
  }

  void add(double sigma, T output) {
    System.arraycopy(levels, 0, levels, 1, levels.length - 1);
    levels[0] = sigma;
    if (outputs.size() == levels.length) {
      outputs.removeLast();
    }
    outputs.addFirst(output);
  }

  boolean isEmpty() {
    return outputs.isEmpty();
  }

  T output(int age) {
    return outputs.get(age);
  }

  /// How many of the newest outputs, at most `order`, can be extrapolated over a step of length
  /// `step` in sigma.
  int usable(int order, double step) {
    if (step < NEGLIGIBLE * levels[0]) {
      return 1;
    }
    int n = Math.min(order, outputs.size());
    for (int k = 1; k < n; k++) {
      if (levels[k] - levels[k - 1] < CLOSEST * step) {
        return k;
      }
    }
    return n;
  }

  /// The newest `count` levels.
  double[] levels(int count) {
    return Arrays.copyOf(levels, count);
  }
}
