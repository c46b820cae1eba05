package org.scorefield.bench.peer;

import java.util.Map;
import java.util.function.Supplier;
import org.scorefield.linalg.Matrix;

/// A case with its data in place.
///
/// @param what is computed, with sizes, for people
/// @param arrays the data, as the worker gets them
/// @param numbers the scalars, as the worker gets them
/// @param ours our side; called many times, its answer read once
public record Task(
    String what, Map<String, Matrix> arrays, Map<String, Double> numbers, Supplier<Answer> ours) {
  public Task {
    arrays = Map.copyOf(arrays);
    numbers = Map.copyOf(numbers);
  }
}
