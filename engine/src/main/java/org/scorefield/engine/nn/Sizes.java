package org.scorefield.engine.nn;

import org.scorefield.array.Shape;

/// Checks of the sizes of a network.
final class Sizes {
  private Sizes() {}

  static void atLeast(int least, int value, String what) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
    }
  }

  static void divides(int divisor, int value, String what, String cure) {
    if (value % divisor != 0) {
      throw new IllegalArgumentException(
          "%s must be a multiple of %d, got %d; %s".formatted(what, divisor, value, cure));
    }
  }

  static void picture(Shape shape, String kind) {
    if (shape.rank() != 3) {
      throw new IllegalArgumentException(
          "a network of kind %s is for pictures of channels x height x width, got samples of %s; use residual-mlp"
              .formatted(kind, shape));
    }
  }

  /// The axes of a sample, for {@link Ops#reshape}.
  static int[] axes(Shape shape) {
    return shape.dimensions().stream().mapToInt(Integer::intValue).toArray();
  }
}
