package org.scorefield.bench.input;

import java.util.Arrays;
import org.scorefield.array.Shape;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.engine.torch.MiniBatch;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// A network with parameters and one batch to train it on.
///
/// @param network without a condition
/// @param parameters in general position: none is zero, so every gradient flows
/// @param batch normals in and out
public record TrainingInput(Network network, float[] parameters, MiniBatch batch) {
  private static final NoiseKey KEY = NoiseKey.of(11).child("training input");

  /// @param rows of the batch
  public static TrainingInput of(Network network, int rows) {
    int d = network.shape().size();
    float[] weight = new float[rows];
    Arrays.fill(weight, 1);
    return new TrainingInput(
        network,
        parameters(network),
        new MiniBatch(
            normals("x", rows * d, 1),
            normals("noise", rows, 1),
            new float[0],
            normals("target", rows * d, 1),
            weight));
  }

  /// Weights of a standard deviation that keeps results of size 1, offsets small, gains about 1.
  public static float[] parameters(Network network) {
    Layout layout = Layout.of(network);
    float[] all = layout.start(KEY);
    for (Parameter parameter : layout.parameters()) {
      boolean flat = parameter.axes().size() == 1;
      int inputs = parameter.size() / parameter.axes().getFirst();
      float[] drawn =
          normals(parameter.name(), parameter.size(), flat ? 0.1 : 1 / Math.sqrt(inputs));
      boolean gain = flat && parameter.start().equals(Init.ONES);
      int at = layout.offset(parameter);
      for (int i = 0; i < drawn.length && parameter.trained(); i++) {
        all[at + i] = gain ? 1 + drawn[i] : drawn[i];
      }
    }
    return all;
  }

  private static float[] normals(String what, int count, double deviation) {
    double[] values = new Noise(KEY.child(what), 0, 1).normal(Shape.vector(count)).shared();
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) (deviation * values[i]);
    }
    return floats;
  }
}
