package org.scorefield.engine.onnx;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is written into an ONNX file besides what it computes.
///
/// @param name of the model
/// @param about what it is, for whoever opens the file
/// @param valueRange least and greatest value of clean data, where that is known; stands in the
///   wiring if it is -1 and 1, as of pictures
/// @param properties more about it by name, such as its card as JSON
public record OnnxCard(
    String name, String about, Optional<List<Double>> valueRange, Map<String, String> properties) {
  public OnnxCard {
    valueRange = valueRange.map(List::copyOf);
    valueRange.ifPresent(range -> {
      if (range.size() != 2 || !(range.get(0) < range.get(1))) {
        throw new IllegalArgumentException(
            "a range of values is two numbers, the smaller first, got " + range);
      }
    });
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /// With nothing but a name.
  public static OnnxCard named(String name) {
    return new OnnxCard(name, "", Optional.empty(), Map.of());
  }
}
