package org.scorefield.engine.train;

import java.util.List;
import org.scorefield.data.file.NumberType;
import org.scorefield.data.file.Tensor;

/// Parts of arrays of floats as tensors of a file, and back.
final class FloatTensors {
  private FloatTensors() {}

  /// `values[from ..]`.
  static Tensor of(List<Integer> axes, float[] values, int from) {
    int count = axes.stream().reduce(1, Math::multiplyExact);
    double[] copy = new double[count];
    for (int i = 0; i < count; i++) {
      copy[i] = values[from + i];
    }
    return Tensor.of(NumberType.F32, axes, copy);
  }

  /// Writes the values to `into[at ..]`.
  static void copy(Tensor tensor, float[] into, int at) {
    double[] values = tensor.shared();
    for (int i = 0; i < values.length; i++) {
      into[at + i] = (float) values[i];
    }
  }
}
