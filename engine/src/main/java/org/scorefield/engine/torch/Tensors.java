package org.scorefield.engine.torch;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.scorefield.array.Shape;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Parameter;

/// Floats of the JVM as tensors and back; every crossing is one copy.
final class Tensors {
  private Tensors() {}

  /// A tensor of `values[from ..]`.
  static Tensor of(float[] values, int from, long... axes) {
    Tensor tensor = torch.empty(axes);
    long count = tensor.numel();
    tensor.data_ptr_float().put(values, from, Math.toIntExact(count));
    return tensor;
  }

  /// Lengths of the axes of a batch of samples.
  static long[] axes(int count, Shape shape) {
    return LongStream.concat(
            LongStream.of(count), shape.dimensions().stream().mapToLong(Integer::longValue))
        .toArray();
  }

  /// Copies the values of a tensor to `into[at ..]`.
  static void copy(Tensor tensor, float[] into, int at) {
    Tensor whole = tensor.contiguous();
    whole.data_ptr_float().get(into, at, Math.toIntExact(whole.numel()));
  }

  /// The bits of the values of a tensor.
  static int[] bits(Tensor tensor) {
    Tensor whole = tensor.contiguous();
    int[] bits = new int[Math.toIntExact(whole.numel())];
    new IntPointer(whole.data_ptr_float()).get(bits);
    return bits;
  }

  /// The parameters as parts of one array in native memory.
  static Map<String, Tensor> parts(Tensor all, Layout layout) {
    Map<String, Tensor> parts = new HashMap<>();
    for (Parameter parameter : layout.parameters()) {
      long[] axes = parameter.axes().stream().mapToLong(Integer::longValue).toArray();
      parts.put(
          parameter.name(),
          all.narrow(0, layout.offset(parameter), parameter.size()).view(axes).detach());
    }
    return parts;
  }

  /// The parameters at these values, in native memory of their own.
  static Map<String, Tensor> loaded(float[] values, Layout layout) {
    Torch.require();
    Tensor all = torch.empty(layout.size());
    write(requireFit(values, layout), all);
    return parts(all, layout);
  }

  /// The values, if they are as many as the parameters: native copies do not look.
  static float[] requireFit(float[] values, Layout layout) {
    if (values.length != layout.size()) {
      throw new IllegalArgumentException(
          "the network has %d parameters, got %d".formatted(layout.size(), values.length));
    }
    return values;
  }

  static void write(float[] values, Tensor all) {
    FloatPointer place = all.data_ptr_float();
    place.put(values, 0, values.length);
  }
}
