package org.scorefield.engine.torch;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.scorefield.array.Shape;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.engine.nn.Dit;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.nn.Modulation;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Networks;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.engine.nn.ReluScore;
import org.scorefield.engine.nn.ResidualMlp;
import org.scorefield.engine.nn.TwoLayer;
import org.scorefield.engine.nn.UNet;

/// Networks that tests run over.
final class NetworkCase {
  private NetworkCase() {}

  /// A network of tiny size for each way through the code.
  static Stream<Network> tiny() {
    Shape picture = Shape.image(2, 7, 6);
    return Stream.of(
        new Mlp(Shape.vector(3), 2, 8, 2, 4),
        new Mlp(Shape.image(1, 2, 2), 0, 8, 1, 0),
        new ResidualMlp(Shape.vector(5), 3, 8, 12, 2, true, 6),
        new ResidualMlp(Shape.image(1, 2, 2), 0, 8, 6, 2, false, 6),
        new UNet(picture, 3, 8, List.of(1, 2), 1, 4, 8, 1, 12, Modulation.SCALE_SHIFT),
        new UNet(picture, 0, 4, List.of(2, 1, 2), 2, 0, 4, 1, 12, Modulation.ADD),
        new UNet(picture, 2, 4, List.of(1, 2), 1, 4, 4, 2, 12, Modulation.ADD),
        new Dit(picture, 3, 2, 8, 2, 2, 6),
        new TwoLayer(Shape.vector(4), 2, 16),
        new TwoLayer(Shape.image(1, 2, 2), 0, 16),
        new ReluScore(Shape.vector(4), 16, 2));
  }

  /// The preset of every kind for every shape that it takes, with and without conditions.
  static Stream<Network> presets() {
    return Networks.ALL.names().stream()
        .flatMap(kind ->
            shapes(kind)
                .flatMap(shape ->
                    (kind.equals(ReluScore.KIND) ? Stream.of(0) : Stream.of(0, 10))
                        .map(condition -> Networks.small(kind, shape, condition))));
  }

  private static Stream<Shape> shapes(String kind) {
    Stream<Shape> pictures =
        Stream.of(Shape.image(1, 8, 8), Shape.image(1, 28, 28), Shape.image(3, 32, 32));
    boolean forPicturesOnly = kind.equals(UNet.KIND) || kind.equals(Dit.KIND);
    return forPicturesOnly
        ? pictures
        : Stream.concat(Stream.of(Shape.vector(1), Shape.vector(6)), pictures.limit(1));
  }

  /// The file of that name beside the classes of the tests.
  static SafeTensors fixture(String name) throws IOException, URISyntaxException {
    URL place =
        Objects.requireNonNull(
            Network.class.getResource(name + ".safetensors"), "no fixture " + name);
    return SafeTensors.read(Path.of(place.toURI()));
  }

  /// Parameters as a network lays them out.
  static double[] parameters(Network network, SafeTensors from) {
    Layout layout = Layout.of(network);
    double[] all = new double[layout.size()];
    for (Parameter parameter : layout.parameters()) {
      double[] values = from.tensor(parameter.name()).toArray();
      if (!from.tensor(parameter.name()).shape().equals(parameter.axes())) {
        throw new AssertionError(
            parameter + " is of shape " + from.tensor(parameter.name()).shape());
      }
      System.arraycopy(values, 0, all, layout.offset(parameter), values.length);
    }
    return all;
  }
}
