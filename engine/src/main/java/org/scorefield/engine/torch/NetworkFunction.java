package org.scorefield.engine.torch;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.denoise.RawNetwork;
import org.scorefield.engine.nn.Inputs;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;

/// A network at fixed parameters, as a function of samples.
///
/// Samples are computed in blocks of one fixed length, the last filled up with zeros, one thread a
/// block: so the result for a sample depends neither on the batch it is in nor on the number of
/// threads. Inside it is float32, outside float64.
public final class NetworkFunction implements RawNetwork {
  private final Network network;
  private final TorchOps ops;
  private final float[] condition;
  private final int block;

  private NetworkFunction(Network network, TorchOps ops, float[] condition, int block) {
    this.network = network;
    this.ops = ops;
    this.condition = condition;
    this.block = block;
  }

  /// @param parameters as {@link Layout} has them
  /// @param block rows computed together
  public static NetworkFunction of(Network network, float[] parameters, int block) {
    if (block < 1) {
      throw new IllegalArgumentException("block must be at least 1, got " + block);
    }
    Layout layout = Layout.of(network);
    if (parameters.length != layout.size()) {
      throw new IllegalArgumentException(
          "the network has %d parameters, got %d".formatted(layout.size(), parameters.length));
    }
    Torch.require();
    Tensor all = torch.empty(layout.size());
    Tensors.write(parameters, all);
    return new NetworkFunction(
        network,
        new TorchOps(Tensors.parts(all, layout), true),
        new float[network.condition()],
        block);
  }

  /// The same network under a condition.
  ///
  /// @param values one for each of its conditioning inputs, the same for every sample
  public NetworkFunction given(float... values) {
    if (values.length != network.condition()) {
      throw new IllegalArgumentException(
          "the network has %d conditioning inputs, got %d values"
              .formatted(network.condition(), values.length));
    }
    return new NetworkFunction(network, ops, values.clone(), block);
  }

  @Override
  public Shape shape() {
    return network.shape();
  }

  @Override
  public Batch evaluate(Batch input, double noiseInput) {
    int d = shape().size();
    double[] in = input.shared();
    double[] out = new double[in.length];
    Rows.parallel(
        input.count(),
        block,
        (from, to) -> {
          float[] x = new float[block * d];
          for (int i = 0; i < (to - from) * d; i++) {
            x[i] = (float) in[from * d + i];
          }
          float[] y = Torch.inference(() -> block(x, (float) noiseInput));
          for (int i = 0; i < (to - from) * d; i++) {
            out[from * d + i] = y[i];
          }
        });
    return Batch.adopt(shape(), out);
  }

  private float[] block(float[] x, float noise) {
    Tensor output = network.forward(ops, inputs(x, noise));
    float[] y = new float[x.length];
    Tensors.copy(output, y, 0);
    return y;
  }

  private Inputs<Tensor> inputs(float[] x, float noise) {
    float[] level = new float[block];
    Arrays.fill(level, noise);
    return new Inputs<>(
        Tensors.of(x, 0, Tensors.axes(block, shape())),
        Tensors.of(level, 0, block, 1),
        condition.length == 0
            ? Optional.empty()
            : Optional.of(
                Tensors.of(condition, 0, 1, condition.length).expand(block, condition.length)));
  }
}
