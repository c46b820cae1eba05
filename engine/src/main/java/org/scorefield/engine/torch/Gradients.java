package org.scorefield.engine.torch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.scorefield.array.Rows;
import org.scorefield.engine.nn.Inputs;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Parameter;

/// The weighted squared error of a network, and its gradient:
///
/// `L = 1/n sum_i w_i |F(x_i, c_i) - y_i|^2 / d`.
///
/// The rows are cut into shards of fixed size, each computed by one thread; gradients are added in
/// the order of the shards, so the result does not depend on the number of threads.
public final class Gradients implements AutoCloseable {
  private final Network network;
  private final Layout layout;
  private final int shardRows;
  private final List<Parameter> trained;
  private final Tensor all;
  private final TorchOps ops;
  private final Tensor[] leaves;

  /// What a batch gave.
  ///
  /// @param losses squared error a component of each row, unweighted
  /// @param gradient of L, laid out as the parameters; zero where they are not trained
  public record Result(float[] losses, float[] gradient) {}

  /// @param shardRows rows that one thread computes together
  public Gradients(Network network, int shardRows) {
    if (shardRows < 1) {
      throw new IllegalArgumentException("shardRows must be at least 1, got " + shardRows);
    }
    this.network = network;
    this.layout = Layout.of(network);
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

  /// The losses and the gradient at these parameters.
  public Result at(float[] parameters, MiniBatch batch) {
    Tensors.write(parameters, all);
    int shards = (batch.count() + shardRows - 1) / shardRows;
    float[] losses = new float[batch.count()];
    TensorVector[] parts = new TensorVector[shards];
    try {
      Rows.parallel(
          batch.count(),
          shardRows,
          (from, to) ->
              parts[from / shardRows] = Torch.scoped(() -> shard(batch, from, to, losses)));
      return new Result(losses, sum(parts));
    } finally {
      for (TensorVector part : parts) {
        if (part != null) {
          part.close();
        }
      }
    }
  }

  /// The gradient of one shard, an element a leaf; outlives the scope.
  private TensorVector shard(MiniBatch batch, int from, int to, float[] losses) {
    int n = to - from;
    Tensor output = network.forward(ops, inputs(batch, from, n));
    int d = network.shape().size();
    Tensor target = Tensors.of(batch.target(), from * d, n, d);
    Tensor error = torch.sub(output.reshape(n, d), target);
    Tensor each = torch.mul(error, error).mean(1);
    Tensor weight = Tensors.of(batch.weight(), from, n);
    Tensor total = torch.mul(torch.dot(each, weight), new Scalar(1.0 / batch.count()));
    Tensors.copy(each.detach(), losses, from);
    return Torch.kept(torch.grad(new TensorVector(total), new TensorVector(leaves)));
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

  private Inputs<Tensor> inputs(MiniBatch batch, int from, int n) {
    int d = network.shape().size();
    int c = network.condition();
    return new Inputs<>(
        Tensors.of(batch.x(), from * d, Tensors.axes(n, network.shape())),
        Tensors.of(batch.noise(), from, n, 1),
        c == 0 ? Optional.empty() : Optional.of(Tensors.of(batch.condition(), from * c, n, c)));
  }

  @Override
  public void close() {
    for (Tensor part : ops.parameters().values()) {
      part.close();
    }
    all.close();
  }
}
