package org.scorefield.engine.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.data.file.NumberType;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Networks;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.experiment.ModelKind;

/// Trained networks in files: every parameter is a tensor of its own name and shape, as a PyTorch
/// module of the same layers would have it, beside the normaliser's and, where the network was
/// given it, the Gaussian's. Metadata:
///
/// | key | |
/// |---|---|
/// | `architecture` | the network's sizes, {@link Networks#description} |
/// | `prediction` | a {@link Parametrisation} |
/// | `classes` | number of classes |
public final class TrainedNetworks {
  /// One for each kind of network.
  public static final List<ModelKind> KINDS =
      Networks.ALL.names().stream().<ModelKind>map(Kind::new).toList();

  private static final String ARCHITECTURE = "architecture";
  private static final String PREDICTION = "prediction";
  private static final String CLASSES = "classes";
  private static final String MEAN = "normaliser.mean";
  private static final String DEVIATIONS = "normaliser.deviations";
  private static final String GAUSSIAN = "gaussian.";

  private TrainedNetworks() {}

  /// Trained networks of one architecture.
  private record Kind(String name) implements ModelKind {
    @Override
    public boolean describes(Denoiser denoiser) {
      return denoiser instanceof TrainedNetwork trained && trained.network().kind().equals(name);
    }

    @Override
    public SafeTensors write(Denoiser denoiser, String prefix, Path folder) {
      if (denoiser instanceof TrainedNetwork trained) {
        return tensors(trained, prefix);
      }
      throw new IllegalArgumentException(
          "a " + denoiser.getClass().getSimpleName() + " is no trained network");
    }

    @Override
    public Denoiser read(Shape shape, SafeTensors content, String prefix, Path folder) {
      TrainedNetwork trained = TrainedNetworks.read(name, content, prefix);
      if (!trained.shape().equals(shape)) {
        throw new IllegalArgumentException(
            "the network is for samples of shape %s, the card says %s"
                .formatted(trained.shape(), shape));
      }
      return trained;
    }
  }

  /// A network as tensors and metadata.
  ///
  /// @param prefix of all their names
  public static SafeTensors tensors(TrainedNetwork trained, String prefix) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Layout layout = Layout.of(trained.network());
    float[] parameters = trained.parameters();
    for (Parameter parameter : layout.parameters()) {
      tensors.put(
          prefix + parameter.name(),
          FloatTensors.of(parameter.axes(), parameters, layout.offset(parameter)));
    }
    tensors.put(prefix + MEAN, Tensor.of(trained.normaliser().mean()));
    tensors.put(prefix + DEVIATIONS, Tensor.of(trained.normaliser().deviations()));
    trained
        .gaussian()
        .ifPresent(g -> {
          tensors.put(prefix + GAUSSIAN + "mean", Tensor.of(g.mean()));
          tensors.put(prefix + GAUSSIAN + "basis", Tensor.of(g.basis()));
          tensors.put(prefix + GAUSSIAN + "variances", Tensor.of(g.variances()));
          tensors.put(prefix + GAUSSIAN + "residual", Tensor.scalar(g.residual()));
        });
    return new SafeTensors(
        tensors,
        Map.of(
            prefix + ARCHITECTURE, Networks.description(trained.network()),
            prefix + PREDICTION, trained.parametrisation().name(),
            prefix + CLASSES, Integer.toString(trained.classes())));
  }

  /// The network in tensors and metadata.
  ///
  /// @param kind of the network
  /// @throws IllegalArgumentException if something is missing or does not fit
  public static TrainedNetwork read(String kind, SafeTensors content, String prefix) {
    Network network = Networks.read("its architecture", kind, text(content, prefix + ARCHITECTURE));
    Layout layout = Layout.of(network);
    float[] parameters = new float[layout.size()];
    for (Parameter parameter : layout.parameters()) {
      Tensor tensor = content.tensor(prefix + parameter.name());
      if (!tensor.shape().equals(parameter.axes()) || tensor.type() != NumberType.F32) {
        throw new IllegalArgumentException(
            "the parameter %s is %s %s in the file, the architecture needs F32 %s"
                .formatted(
                    prefix + parameter.name(), tensor.type(), tensor.shape(), parameter.axes()));
      }
      FloatTensors.copy(tensor, parameters, layout.offset(parameter));
    }
    return TrainedNetwork.of(
        network,
        parameters,
        Parametrisation.valueOf(text(content, prefix + PREDICTION)),
        new Normaliser(
            content.tensor(prefix + MEAN).toVector(),
            content.tensor(prefix + DEVIATIONS).toVector()),
        Integer.parseInt(text(content, prefix + CLASSES)),
        content.tensors().containsKey(prefix + GAUSSIAN + "mean")
            ? Optional.of(gaussian(network.shape(), content, prefix + GAUSSIAN))
            : Optional.empty());
  }

  private static Gaussian gaussian(Shape shape, SafeTensors content, String prefix) {
    return new Gaussian(
        shape,
        content.tensor(prefix + "mean").toVector(),
        content.tensor(prefix + "basis").toMatrix(),
        content.tensor(prefix + "variances").toVector(),
        content.tensor(prefix + "residual").get(0));
  }

  private static String text(SafeTensors content, String key) {
    String text = content.metadata().get(key);
    if (text == null) {
      throw new IllegalArgumentException("there is no '" + key + "' in its metadata");
    }
    return text;
  }
}
