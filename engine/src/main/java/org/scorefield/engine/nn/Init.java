package org.scorefield.engine.nn;

import java.util.Arrays;
import org.scorefield.array.Shape;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// The value of a parameter before training.
public sealed interface Init {

  /// Every element the same.
  record Constant(double value) implements Init {}

  /// Independent normals.
  ///
  /// @param deviation their standard deviation
  record Normal(double deviation) implements Init {}

  /// Independent uniforms between `-bound` and `bound`.
  record Uniform(double bound) implements Init {}

  /// Sines and cosines of the places of a grid, line by line: for each place a row of four equal
  /// parts, `sin(i w_k), cos(i w_k), sin(j w_k), cos(j w_k)` with `w_k = 10000^(-k/n)`, for its
  /// line i, its column j and n the length of a part (Vaswani et al. 1706.03762, in two
  /// dimensions).
  record Places(int lines, int columns) implements Init {}

  Init ZEROS = new Constant(0);

  Init ONES = new Constant(1);

  /// PyTorch's default for weights and biases of linear layers and convolutions: uniform, of
  /// standard deviation `1/sqrt(3 inputs)`.
  static Init fanIn(int inputs) {
    return new Uniform(1 / Math.sqrt(inputs));
  }

  /// `count` values.
  default double[] draw(int count, NoiseKey key) {
    return switch (this) {
      case Constant(double value) -> {
        double[] all = new double[count];
        Arrays.fill(all, value);
        yield all;
      }
      case Normal(double deviation) ->
          new Noise(key, 0, 1).normal(Shape.vector(count)).times(deviation).shared();
      case Uniform(double bound) ->
          new Noise(key, 0, 1).uniform(Shape.vector(count)).map(u -> bound * (2 * u - 1)).shared();
      case Places(int lines, int columns) -> places(lines, columns, count / (lines * columns));
    };
  }

  private static double[] places(int lines, int columns, int width) {
    int n = width / 4;
    double[] all = new double[lines * columns * width];
    for (int place = 0; place < lines * columns; place++) {
      int at = place * width;
      for (int k = 0; k < n; k++) {
        double w = Math.pow(10_000, -(double) k / n);
        all[at + k] = Math.sin(place / columns * w);
        all[at + n + k] = Math.cos(place / columns * w);
        all[at + 2 * n + k] = Math.sin(place % columns * w);
        all[at + 3 * n + k] = Math.cos(place % columns * w);
      }
    }
    return all;
  }
}
