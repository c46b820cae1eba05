package org.scorefield.engine.torch;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.scorefield.engine.nn.Inputs;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;

/// The weighted squared error of a network, and its gradient:
///
/// `L = 1/n sum_i w_i |F(x_i, c_i) - y_i|^2 / d`.
///
/// Computed by shards, see {@link ShardedGradient}: the result does not depend on the number of
/// threads.
public final class Gradients implements AutoCloseable {
  private final Network network;
  private final ShardedGradient gradient;

  /// What a batch gave.
  ///
  /// @param losses squared error a component of each row, unweighted
  /// @param gradient of L, laid out as the parameters; zero where they are not trained
  public record Result(float[] losses, float[] gradient) {}

  /// @param shardRows rows that one thread computes together
  public Gradients(Network network, int shardRows) {
    this.network = network;
    gradient = new ShardedGradient(Layout.of(network), shardRows);
  }

  /// The losses and the gradient at these parameters.
  ///
  /// @throws IllegalArgumentException if the batch or the parameters are not of the network's sizes
  public Result at(float[] parameters, MiniBatch batch) {
    requireFit(batch);
    float[] losses = new float[batch.count()];
    float[] slope =
        gradient.at(
            parameters, batch.count(), (ops, from, to) -> shard(ops, batch, from, to, losses));
    return new Result(losses, slope);
  }

  /// Native copies do not look how long an array is.
  private void requireFit(MiniBatch batch) {
    long components = (long) batch.count() * network.shape().size();
    long conditions = (long) batch.count() * network.condition();
    if (batch.x().length != components || batch.condition().length != conditions) {
      throw new IllegalArgumentException(
          "%d rows of %s with %d conditioning inputs are %d and %d numbers, got %d and %d"
              .formatted(
                  batch.count(),
                  network.shape(),
                  network.condition(),
                  components,
                  conditions,
                  batch.x().length,
                  batch.condition().length));
    }
  }

  private Tensor shard(TorchOps ops, MiniBatch batch, int from, int to, float[] losses) {
    int n = to - from;
    Tensor output = network.forward(ops, inputs(batch, from, n));
    int d = network.shape().size();
    Tensor target = Tensors.of(batch.target(), from * d, n, d);
    Tensor error = torch.sub(output.reshape(n, d), target);
    Tensor each = torch.mul(error, error).mean(1);
    Tensor weight = Tensors.of(batch.weight(), from, n);
    Tensors.copy(each.detach(), losses, from);
    return torch.dot(each, weight);
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
    gradient.close();
  }
}
