package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linear.Stacked;

/// Denoisers as named tensors: each kind has a name and writes its numbers under a prefix, so that
/// a model can hold others.
final class ModelTensors {
  static final String GAUSSIAN = "gaussian";
  static final String MIXTURE = "gmm";
  static final String EMPIRICAL = "empirical";
  static final String STACK = "stack";

  private final Map<String, Tensor> tensors = new TreeMap<>();
  private final Map<String, String> metadata = new TreeMap<>();

  private ModelTensors() {}

  /// The tensors of a denoiser and the strings that go with them.
  static SafeTensors of(Denoiser denoiser) {
    ModelTensors out = new ModelTensors();
    out.put("", denoiser);
    return new SafeTensors(out.tensors, out.metadata);
  }

  /// The name of the kind of a denoiser.
  ///
  /// @throws IllegalArgumentException if it has no file format
  static String kind(Denoiser denoiser) {
    return switch (denoiser) {
      case Gaussian _ -> GAUSSIAN;
      case GaussianMixture _ -> MIXTURE;
      case Empirical _ -> EMPIRICAL;
      case Stacked _ -> STACK;
      default ->
          throw new IllegalArgumentException(
              "a " + denoiser.getClass().getSimpleName() + " has no file format");
    };
  }

  /// Reads the denoiser of the kind from the tensors under the prefix.
  ///
  /// @throws IllegalArgumentException if one is missing or does not fit the shape
  static Denoiser read(String kind, Shape shape, SafeTensors content, String prefix) {
    return switch (kind) {
      case GAUSSIAN -> gaussian(shape, content, prefix);
      case MIXTURE -> {
        Tensor weights = content.tensor(prefix + "weights");
        List<Gaussian> components = new ArrayList<>();
        for (int c = 0; c < weights.size(); c++) {
          components.add(gaussian(shape, content, component(prefix, c)));
        }
        yield new GaussianMixture(weights.toVector(), components);
      }
      case EMPIRICAL ->
          Empirical.ofCentred(
              shape,
              content.tensor(prefix + "mean").toVector(),
              content.tensor(prefix + "centred_rows").toMatrix());
      case STACK -> StackTensors.read(shape, content, prefix);
      default -> throw new IllegalArgumentException("unknown kind of model '" + kind + "'");
    };
  }

  void put(String prefix, Denoiser denoiser) {
    switch (denoiser) {
      case Gaussian gaussian -> put(prefix, gaussian);
      case GaussianMixture mixture -> {
        put(prefix + "weights", Tensor.of(mixture.weights()));
        for (int c = 0; c < mixture.components().size(); c++) {
          put(component(prefix, c), mixture.components().get(c));
        }
      }
      case Empirical empirical -> {
        put(prefix + "mean", Tensor.of(empirical.mean()));
        put(prefix + "centred_rows", Tensor.of(empirical.centredRows()));
      }
      case Stacked stack -> StackTensors.put(this, prefix, stack);
      default ->
          throw new IllegalArgumentException(
              "a " + denoiser.getClass().getSimpleName() + " has no file format");
    }
  }

  void put(String name, Tensor tensor) {
    tensors.put(name, tensor);
  }

  void put(String name, String text) {
    metadata.put(name, text);
  }

  private void put(String prefix, Gaussian gaussian) {
    put(prefix + "mean", Tensor.of(gaussian.mean()));
    put(prefix + "basis", Tensor.of(gaussian.basis()));
    put(prefix + "variances", Tensor.of(gaussian.variances()));
    put(prefix + "residual", Tensor.scalar(gaussian.residual()));
  }

  private static Gaussian gaussian(Shape shape, SafeTensors content, String prefix) {
    return new Gaussian(
        shape,
        content.tensor(prefix + "mean").toVector(),
        content.tensor(prefix + "basis").toMatrix(),
        content.tensor(prefix + "variances").toVector(),
        content.tensor(prefix + "residual").get(0));
  }

  private static String component(String prefix, int c) {
    return prefix + "component.%04d.".formatted(c);
  }
}
