package org.scorefield.engine.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scorefield.array.Shape;
import org.scorefield.catalogue.Catalogue;
import org.scorefield.data.file.NumberType;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Networks;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.engine.train.Normaliser;
import org.scorefield.engine.train.Parametrisation;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.experiment.ModelKind;

/// A trained network in a file: each parameter as a float32 tensor of its own name, `mean` and
/// `deviations` of the data; sizes, prediction and number of classes in the metadata.
///
/// @param name of the architecture
record NetworkModel(String name) implements ModelKind {
  private static final String NETWORK = "network";
  private static final String PREDICTION = "prediction";
  private static final String CLASSES = "classes";
  private static final String MEAN = "data.mean";
  private static final String DEVIATIONS = "data.deviations";
  private static final Catalogue<Parametrisation> PREDICTIONS =
      new Catalogue<>("prediction", Arrays.asList(Parametrisation.values()), Enum::name);

  @Override
  public boolean describes(Denoiser denoiser) {
    return denoiser instanceof TrainedNetwork trained && trained.network().kind().equals(name);
  }

  @Override
  public SafeTensors write(Denoiser denoiser, String prefix) {
    TrainedNetwork trained = (TrainedNetwork) denoiser;
    Layout layout = Layout.of(trained.network());
    float[] values = trained.parameters();
    Map<String, Tensor> tensors = new TreeMap<>();
    for (Parameter parameter : layout.parameters()) {
      int at = layout.offset(parameter);
      double[] part = new double[parameter.size()];
      Arrays.setAll(part, i -> values[at + i]);
      tensors.put(prefix + parameter.name(), Tensor.of(NumberType.F32, parameter.axes(), part));
    }
    tensors.put(prefix + MEAN, Tensor.of(trained.normaliser().mean()));
    tensors.put(prefix + DEVIATIONS, Tensor.of(trained.normaliser().deviations()));
    return new SafeTensors(
        tensors,
        Map.of(
            prefix + NETWORK,
            Networks.description(trained.network()),
            prefix + PREDICTION,
            trained.parametrisation().name(),
            prefix + CLASSES,
            String.valueOf(trained.classes())));
  }

  @Override
  public TrainedNetwork read(Shape shape, SafeTensors content, String prefix) {
    Network network =
        Networks.read("its network", name, text(content.metadata(), prefix + NETWORK));
    if (!network.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "a network for samples of %s in a model of %s".formatted(network.shape(), shape));
    }
    Layout layout = Layout.of(network);
    float[] values = new float[layout.size()];
    for (Parameter parameter : layout.parameters()) {
      copy(
          content.tensor(prefix + parameter.name()),
          prefix + parameter.name(),
          parameter.axes(),
          values,
          layout.offset(parameter));
    }
    return TrainedNetwork.of(
        network,
        values,
        PREDICTIONS.parse(text(content.metadata(), prefix + PREDICTION)),
        new Normaliser(
            content.tensor(prefix + MEAN).toVector(),
            content.tensor(prefix + DEVIATIONS).toVector()),
        Integer.parseInt(text(content.metadata(), prefix + CLASSES)));
  }

  private static void copy(
      Tensor tensor, String name, List<Integer> axes, float[] into, int offset) {
    if (!tensor.shape().equals(axes)) {
      throw new IllegalArgumentException(
          "'%s' has axes %s, the network needs %s".formatted(name, tensor.shape(), axes));
    }
    double[] values = tensor.shared();
    for (int i = 0; i < values.length; i++) {
      into[offset + i] = (float) values[i];
    }
  }

  private static String text(Map<String, String> metadata, String key) {
    String text = metadata.get(key);
    if (text == null) {
      throw new IllegalArgumentException("its metadata has no '" + key + "'");
    }
    return text;
  }
}
