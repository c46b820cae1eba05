package org.scorefield.engine.torch;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
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
    Tensors.write(Tensors.requireFit(parameters, layout), all);
    TensorVector[] parts = new TensorVector[(rows + shardRows - 1) / shardRows];
    try {
      Rows.parallel(
          rows,
          shardRows,
          (from, to) ->
              parts[from / shardRows] =
                  Torch.scoped(() -> gradient(shard.sum(ops, from, to), rows)));
      return sum(parts);
    } finally {
      for (TensorVector part : parts) {
        if (part != null) {
          part.close();
        }
      }
    }
  }

  /// An element a leaf; outlives the scope.
  private TensorVector gradient(Tensor sum, int rows) {
    Tensor mean = torch.mul(sum, new Scalar(1.0 / rows));
    return Torch.kept(torch.grad(new TensorVector(mean), new TensorVector(leaves)));
  }

  /// Adds the shards in their order, one thread a leaf.
  private float[] sum(TensorVector[] parts) {
    float[] flat = new float[layout.size()];
    Rows.parallel(
        leaves.length,
        1,
        (leaf, end) ->
            Torch.inference(() -> {
              Tensor total = parts[0].get(leaf);
              for (int s = 1; s < parts.length; s++) {
                total = torch.add(total, parts[s].get(leaf));
              }
              Tensors.copy(total, flat, layout.offset(trained.get(leaf)));
              return flat;
            }));
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
