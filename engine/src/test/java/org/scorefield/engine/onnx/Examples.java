package org.scorefield.engine.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.NetworkKind;
import org.scorefield.engine.nn.Networks;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.engine.torch.Numbers;
import org.scorefield.engine.train.Normaliser;
import org.scorefield.engine.train.Parametrisation;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Networks to export: every kind of the catalogue, for the samples it takes, with parameters of
/// which none is what training starts from.
final class Examples {
  /// @param condition number of conditioning inputs
  private record Samples(Shape shape, int condition) {}

  private static final List<Samples> SAMPLES =
      List.of(
          new Samples(Shape.vector(5), 4),
          new Samples(Shape.image(1, 8, 8), 0),
          new Samples(Shape.image(3, 7, 10), 4));

  private Examples() {}

  static final Mlp SMALL = new Mlp(Shape.vector(3), 0, 8, 1, 4);

  static Stream<Network> networks() {
    return Networks.ALL.names().stream().map(Networks.ALL::parse).flatMap(Examples::ofKind);
  }

  private static Stream<Network> ofKind(NetworkKind<?> kind) {
    List<Network> networks = new ArrayList<>();
    for (Samples samples : SAMPLES) {
      try {
        networks.add(kind.preset().of(samples.shape(), samples.condition()));
      } catch (IllegalArgumentException _) {
        // not for such samples
      }
    }
    if (networks.isEmpty()) {
      throw new IllegalStateException("no example of " + kind.name() + "; add to SAMPLES");
    }
    return networks.stream();
  }

  /// The start of training, moved, so that layers that start at zero do something.
  static float[] parameters(Network network) {
    Layout layout = Layout.of(network);
    float[] values = new float[layout.size()];
    for (Parameter parameter : layout.parameters()) {
      Numbers start = drawn("start " + parameter.name(), parameter.start(), parameter);
      Numbers moved = drawn(parameter.name(), new Init.Normal(0.05), parameter);
      int at = layout.offset(parameter);
      for (int i = 0; i < parameter.size(); i++) {
        values[at + i] = start.values()[i] + (parameter.trained() ? moved.values()[i] : 0);
      }
    }
    return values;
  }

  private static Numbers drawn(String name, Init law, Parameter parameter) {
    return Numbers.drawn(name, law, parameter.axes().toArray(Integer[]::new));
  }

  static TrainedNetwork trained(Network network, Parametrisation parametrisation, int classes) {
    return TrainedNetwork.of(
        network, parameters(network), parametrisation, oneScale(network.shape()), classes);
  }

  /// One that was given a Gaussian of two directions, of larger variance than the others.
  static TrainedNetwork givenAGaussian(Network network) {
    int d = network.shape().size();
    double[] rows = Noise.of(1, 50).normal(network.shape()).toArray();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = 0.2 + rows[i] * (i % d < 2 ? 1.5 : 0.3);
    }
    Dataset data = Dataset.of("flat", "none", Batch.adopt(network.shape(), rows));
    return TrainedNetwork.of(
        network,
        parameters(network),
        Parametrisation.EDM,
        oneScale(network.shape()),
        0,
        Optional.of(LowRank.fit(data, 2, NoiseKey.of(2))));
  }

  /// Data of one deviation, and of a mean for each component.
  static Normaliser oneScale(Shape shape) {
    int d = shape.size();
    return new Normaliser(Vector.generate(d, j -> 0.3 * Math.sin(j)), Vector.generate(d, _ -> 0.7));
  }

  /// Data of a deviation for each component.
  static Normaliser manyScales(Shape shape) {
    int d = shape.size();
    return new Normaliser(
        Vector.generate(d, j -> 0.3 * Math.sin(j)), Vector.generate(d, j -> 0.5 + j % 3));
  }

  /// Samples, a number for the noise of each, and classes where the network knows any: one of them
  /// without a class.
  static List<Numbers> inputs(Network network, int batch, Numbers noise) {
    List<Integer> axes = new ArrayList<>(List.of(batch));
    axes.addAll(network.shape().dimensions());
    Numbers x = Numbers.drawn("x", new Init.Normal(1), axes.toArray(Integer[]::new));
    List<Numbers> inputs = new ArrayList<>(List.of(x, noise));
    int classes = network.condition();
    if (classes > 0) {
      float[] labels = new float[batch * classes];
      IntStream.range(1, batch).forEach(i -> labels[i * classes + i % classes] = 1);
      inputs.add(new Numbers(List.of(batch, classes), labels));
    }
    return inputs;
  }
}
