package org.scorefield.engine.torch;

import java.util.Arrays;
import java.util.List;
import org.scorefield.engine.nn.Init;
import org.scorefield.random.NoiseKey;

/// An array of floats, for tests.
///
/// @param axes lengths, the batch first
/// @param values row-major
public record Numbers(List<Integer> axes, float[] values) {
  /// Draws from an initial law; the name and the seed fix them.
  public static Numbers drawn(String name, Init law, Integer... axes) {
    double[] drawn = law.draw(size(List.of(axes)), NoiseKey.of(11).child(name));
    float[] values = new float[drawn.length];
    for (int i = 0; i < drawn.length; i++) {
      values[i] = (float) drawn[i];
    }
    return new Numbers(List.of(axes), values);
  }

  public static int size(List<Integer> axes) {
    return axes.stream().reduce(1, Math::multiplyExact);
  }

  /// The largest difference, each relative to the larger of the value and 1.
  public double distance(Numbers other) {
    if (!axes.equals(other.axes)) {
      throw new IllegalArgumentException(axes + " is not like " + other.axes);
    }
    double most = 0;
    for (int i = 0; i < values.length; i++) {
      double d = Math.abs(values[i] - other.values[i]) / Math.max(1, Math.abs(values[i]));
      most = d <= most ? most : d; // a NaN is the largest
    }
    return most;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Numbers(List<Integer> a, float[] v)
        && a.equals(axes)
        && Arrays.equals(v, values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
