package org.scorefield.engine.torch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/// The value of an expression by LibTorch.
public final class TorchValue {
  private TorchValue() {}

  /// @param parameters by name
  public static Numbers of(
      Expression expression, List<Numbers> inputs, Map<String, Numbers> parameters) {
    return Torch.inference(() -> {
      Map<String, Tensor> tensors = new HashMap<>();
      parameters.forEach((name, numbers) -> tensors.put(name, tensor(numbers)));
      Tensor result =
          expression.of(new TorchOps(tensors), inputs.stream().map(TorchValue::tensor).toList());
      List<Integer> axes = new ArrayList<>();
      for (int i = 0; i < result.dim(); i++) {
        axes.add((int) result.size(i));
      }
      float[] values = new float[Numbers.size(axes)];
      Tensors.copy(result, values, 0);
      return new Numbers(axes, values);
    });
  }

  private static Tensor tensor(Numbers numbers) {
    return Tensors.of(
        numbers.values(), 0, numbers.axes().stream().mapToLong(Integer::longValue).toArray());
  }
}
