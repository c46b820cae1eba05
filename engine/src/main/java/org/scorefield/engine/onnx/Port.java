package org.scorefield.engine.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.scorefield.array.Shape;

/// An input or output of a model as it is declared.
///
/// @param name in the graph
/// @param element the type of its numbers
/// @param axes their lengths; {@link #OPEN} where they are left open
record Port(String name, Element element, List<Long> axes) {
  static final long OPEN = -1;

  Port {
    axes = List.copyOf(axes);
  }

  /// @throws IllegalArgumentException if it holds no numbers
  static Port of(NodeInfo info) {
    if (!(info.getInfo() instanceof TensorInfo tensor)) {
      throw new IllegalArgumentException("'%s' is no array of numbers".formatted(info.getName()));
    }
    Element element =
        Element.of(tensor.type)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "'%s' has numbers of type %s; there can be float16, float32, float64, int32 and int64: convert the model"
                        .formatted(info.getName(), tensor.onnxType)));
    return new Port(info.getName(), element, LongStream.of(tensor.getShape()).boxed().toList());
  }

  /// The lengths of all axes for so many samples: the first open one is the batch, others are 1.
  long[] axes(int count) {
    long[] lengths = axes.stream().mapToLong(Long::longValue).toArray();
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] == OPEN) {
        lengths[i] = i == 0 ? count : 1;
      }
    }
    return lengths;
  }

  /// The lengths for so many samples of a shape.
  static long[] axes(int count, Shape shape) {
    return LongStream.concat(
            LongStream.of(count), shape.dimensions().stream().mapToLong(Integer::longValue))
        .toArray();
  }

  /// As in `x float[batch, 3, 64, 64]`.
  @Override
  public String toString() {
    return axes.stream()
        .map(axis -> axis == OPEN ? "?" : Long.toString(axis))
        .collect(
            Collectors.joining(
                ", ", name + " " + element.name().toLowerCase(java.util.Locale.ROOT) + "[", "]"));
  }
}
