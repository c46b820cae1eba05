package org.scorefield.engine.torch;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.scorefield.array.Rows;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Parameter;

/// The gradient of a mean over rows by all trained parameters.
///
/// The rows are cut into shards of fixed size, each computed by one thread; gradients are added in
/// the order of the shards, so the result does not depend on the number of threads.
final class ShardedGradient implements AutoCloseable {
  private final Layout layout;
  private final int shardRows;
  private final List<Parameter> trained;
  private final Tensor all;
  private final TorchOps ops;
  private final Tensor[] leaves;

  /// What is differentiated.
  @FunctionalInterface
  interface Shard {
    /// The sum over rows `from .. to-1`, a scalar.
    Tensor sum(TorchOps ops, int from, int to);
  }

  /// @param shardRows rows that one thread computes together
  ShardedGradient(Layout layout, int shardRows) {
    if (shardRows < 1) {
      throw new IllegalArgumentException("shardRows must be at least 1, got " + shardRows);
    }
    this.layout = layout;
    this.shardRows = shardRows;
    Torch.require();
    all = torch.empty(layout.size());
    Map<String, Tensor> parts = Tensors.parts(all, layout);
    ops = new TorchOps(parts);
    trained = layout.parameters().stream().filter(Parameter::trained).toList();
    leaves =
        trained.stream()
            .map(parameter -> ops.parameter(parameter).set_requires_grad(true))
            .toArray(Tensor[]::new);
  }

  /// The gradient, laid out as the parameters; zero where they are not trained.
  ///
  /// @param rows number of them, over which the mean is taken
  float[] at(float[] parameters, int rows, Shard shard) {
    Tensors.write(parameters, all);
    int shards = (rows + shardRows - 1) / shardRows;
    float[][] gradients = new float[shards][];
    Rows.parallel(
        rows,
        shardRows,
        (from, to) ->
            gradients[from / shardRows] =
                Torch.scoped(() -> gradient(shard.sum(ops, from, to), 1f / rows)));
    float[] sum = gradients[0];
    for (int s = 1; s < shards; s++) {
      float[] more = gradients[s];
      for (int i = 0; i < sum.length; i++) {
        sum[i] += more[i];
      }
    }
    return sum;
  }

  private float[] gradient(Tensor total, float scale) {
    TensorVector gradients = torch.grad(new TensorVector(total), new TensorVector(leaves));
    float[] flat = new float[layout.size()];
    for (int i = 0; i < leaves.length; i++) {
      Tensors.copy(gradients.get(i), flat, layout.offset(trained.get(i)));
    }
    for (int i = 0; i < flat.length; i++) {
      flat[i] *= scale;
    }
    return flat;
  }

  @Override
  public void close() {
    for (Tensor part : ops.parameters().values()) {
      part.close();
    }
    all.close();
  }
}
