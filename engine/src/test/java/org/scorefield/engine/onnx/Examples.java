package org.scorefield.engine.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
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

/// Networks to export: every kind of the catalogue, for the samples it takes, with parameters of
/// which none is what training starts from.
final class Examples {
  private static final List<Shape> SHAPES =
      List.of(Shape.vector(5), Shape.image(1, 8, 8), Shape.image(3, 7, 10));

  private Examples() {}

  static final Mlp SMALL = new Mlp(Shape.vector(3), 0, 8, 1, 4);

  static Stream<Network> networks() {
    return Networks.ALL.names().stream().map(Networks.ALL::parse).flatMap(Examples::ofKind);
  }

  private static Stream<Network> ofKind(NetworkKind<?> kind) {
    List<Network> networks = new ArrayList<>();
    for (Shape shape : SHAPES) {
      for (int condition : new int[] {0, 4}) {
        try {
          networks.add(kind.preset().of(shape, condition));
        } catch (IllegalArgumentException _) {
          // not for such samples
        }
      }
    }
    if (networks.isEmpty()) {
      throw new IllegalStateException("no example of " + kind.name() + "; add a shape to SHAPES");
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
