package org.scorefield.engine.torch;

import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.denoise.RawNetwork;
import org.scorefield.engine.nn.Inputs;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;

/// A network at fixed parameters, as a function of samples.
///
/// Samples are computed in blocks of a few fixed lengths, one thread a block, at places of them
/// where this machine's kernels are known to treat a row alike ({@link Calibration}): so the result
/// for a sample depends neither on the batch it is in nor on the number of threads. Inside it is
/// float32, outside float64.
///
/// The noise level and the condition are the same for all samples of a call, so what a network
/// makes of them alone is computed once a block, not once a sample.
public final class NetworkFunction implements RawNetwork {
  private final Network network;
  private final TorchOps ops;
  private final Blocks blocks;
  private final float[] condition;

  private NetworkFunction(Network network, TorchOps ops, Blocks blocks, float[] condition) {
    this.network = network;
    this.ops = ops;
    this.blocks = blocks;
    this.condition = condition;
  }

  /// Costs a few evaluations of a block.
  ///
  /// @param parameters as {@link Layout} has them
  public static NetworkFunction of(Network network, float[] parameters) {
    Map<String, Tensor> loaded = Tensors.loaded(parameters, Layout.of(network));
    Blocks blocks = Calibration.of(network);
    return new NetworkFunction(
        network, new TorchOps(loaded, blocks.turned()), blocks, new float[network.condition()]);
  }

  /// The same network with other parameters. How rows are laid out does not depend on these, so
  /// this costs a copy of them.
  ///
  /// @param parameters as many
  public NetworkFunction with(float[] parameters) {
    Map<String, Tensor> loaded = Tensors.loaded(parameters, Layout.of(network));
    return new NetworkFunction(network, new TorchOps(loaded, blocks.turned()), blocks, condition);
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
    return new NetworkFunction(network, ops, blocks, values.clone());
  }

  @Override
  public Shape shape() {
    return network.shape();
  }

  @Override
  public Batch evaluate(Batch input, double noiseInput) {
    int cores = Runtime.getRuntime().availableProcessors();
    int share = (input.count() + cores - 1) / cores;
    double[] in = input.shared();
    double[] out = new double[in.length];
    Rows.parallel(
        input.count(),
        blocks.taking(share).capacity(),
        (from, to) -> compute(in, from, to, (float) noiseInput, out));
    return Batch.adopt(shape(), out);
  }

  private void compute(double[] in, int from, int to, float noise, double[] out) {
    int d = shape().size();
    int count = to - from;
    Block block = blocks.taking(count);
    float[] rows = block.filled(in, from, count, d);
    Torch.inference(() -> {
      Tensor output = network.forward(ops, inputs(rows, block.length(), noise));
      Tensors.copy(output, rows, 0);
      return rows;
    });
    block.read(rows, out, from, count, d);
  }

  private Inputs<Tensor> inputs(float[] rows, int length, float noise) {
    int c = condition.length;
    return new Inputs<>(
        Tensors.of(rows, 0, Tensors.axes(length, shape())),
        Tensors.of(new float[] {noise}, 0, 1, 1),
        c == 0 ? Optional.empty() : Optional.of(Tensors.of(condition, 0, 1, c)));
  }
}
