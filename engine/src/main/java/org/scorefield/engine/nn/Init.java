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
    };
  }
}
