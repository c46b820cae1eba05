package org.scorefield.engine.nn;

import java.util.List;

/// A parameter of a network: where it is, its shape, how it starts.
///
/// @param name unique in the network, its parts joined by dots
/// @param axes lengths
/// @param start its value before training
/// @param trained whether training changes it
public record Parameter(String name, List<Integer> axes, Init start, boolean trained) {
  public Parameter {
    axes = List.copyOf(axes);
    if (axes.stream().anyMatch(axis -> axis < 1)) {
      throw new IllegalArgumentException(
          "parameter '" + name + "' has an axis shorter than 1: " + axes);
    }
  }

  /// Number of its values.
  public int size() {
    return axes.stream().reduce(1, Math::multiplyExact);
  }
}
