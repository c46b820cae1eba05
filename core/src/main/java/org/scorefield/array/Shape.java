package org.scorefield.array;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The shape of one sample, without the batch axis: `(d)` for a vector, `(channels, height, width)`
/// for an image. Components are stored row-major, so an image is channel-first.
///
/// @param dimensions the axes, outermost first; each at least 1
public record Shape(List<Integer> dimensions) {

  public Shape {
    dimensions = List.copyOf(dimensions);
    if (dimensions.isEmpty()) {
      throw new IllegalArgumentException("a shape needs at least one axis; use Shape.vector(d)");
    }
    long size = 1;
    for (int axis : dimensions) {
      if (axis < 1) {
        throw new IllegalArgumentException("every axis must be at least 1, got " + dimensions);
      }
      size *= axis;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a sample of shape " + dimensions + " has more components than an array can hold");
      }
    }
  }

  public static Shape of(int... dimensions) {
    return new Shape(Arrays.stream(dimensions).boxed().toList());
  }

  public static Shape vector(int dimension) {
    return of(dimension);
  }

  public static Shape image(int channels, int height, int width) {
    return of(channels, height, width);
  }

  /// Number of components of one sample: the product of the axes.
  public int size() {
    return dimensions.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
  }

  public int rank() {
    return dimensions.size();
  }

  /// Whether this is `(1 or 3, height, width)`: what can be shown as a grey or colour picture.
  public boolean isImage() {
    return rank() == 3 && (dimensions.get(0) == 1 || dimensions.get(0) == 3);
  }

  @Override
  public String toString() {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
