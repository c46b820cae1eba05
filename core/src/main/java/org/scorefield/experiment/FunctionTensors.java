package org.scorefield.experiment;

import java.util.Locale;
import org.scorefield.convex.Activation;
import org.scorefield.convex.gated.GatedScore;
import org.scorefield.convex.line.LineScore;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.convex.VectorFunction;
import org.scorefield.convex.WithAffine;
import org.scorefield.convex.features.FeatureActivation;
import org.scorefield.convex.features.FeatureMap;
import org.scorefield.convex.features.RandomFeatures;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;

/// Functions that convex programs found, as named tensors; `form` in the metadata says which. A new
/// one is a case in both directions.
final class FunctionTensors {
  private static final String FORM = "form";
  private static final String ACTIVATION = "activation";
  private static final String HIDDEN_BIAS = "hidden_bias";

  private static final String GATED = "gated";
  private static final String LINE = "line";
  private static final String TWO_LAYERS = "two-layer";

  private static final String FEATURES = "random-features";
  private static final String WITH_AFFINE = "with-affine";
  private static final String BASE = "base.";

  private FunctionTensors() {}

  /// @throws IllegalArgumentException if the function has no file format
  static void put(NamedTensors out, String prefix, VectorFunction function) {
    switch (function) {
      case GatedScore gated -> {
        out.put(prefix + FORM, GATED);
        out.put(prefix + ACTIVATION, name(gated.activation()));
        out.put(prefix + HIDDEN_BIAS, String.valueOf(gated.hiddenBias()));
        out.put(prefix + "gates", Tensor.of(gated.gates()));
        out.put(prefix + "weights", Tensor.of(gated.weights()));
        out.put(prefix + "skip", Tensor.of(gated.skip()));
        out.put(prefix + "bias", Tensor.of(gated.bias()));
      }
      case LineScore line -> {
        out.put(prefix + FORM, LINE);
        out.put(prefix + "knots", Tensor.of(line.knots()));
        out.put(prefix + "values", Tensor.of(line.values()));
        out.put(prefix + "slopes", Tensor.of(line.slopes()));
      }
      case TwoLayerScore network -> {
        out.put(prefix + FORM, TWO_LAYERS);
        out.put(prefix + ACTIVATION, name(network.activation()));
        out.put(prefix + "inner", Tensor.of(network.inner()));
        out.put(prefix + "hidden_biases", Tensor.of(network.hiddenBiases()));
        out.put(prefix + "outer", Tensor.of(network.outer()));
        out.put(prefix + "skip", Tensor.of(network.skip()));
        out.put(prefix + "bias", Tensor.of(network.bias()));
      }
      case RandomFeatures features -> {
        out.put(prefix + FORM, FEATURES);
        out.put(prefix + ACTIVATION, features.map().activation().word());
        out.put(prefix + "directions", Tensor.of(features.map().directions()));
        out.put(prefix + "offsets", Tensor.of(features.map().offsets()));
        out.put(prefix + "slopes", Tensor.of(features.map().slopes()));
        out.put(prefix + "outer", Tensor.of(features.outer()));
        out.put(prefix + "skip", Tensor.of(features.skip()));
        out.put(prefix + "bias", Tensor.of(features.bias()));
      }
      case WithAffine sum -> {
        out.put(prefix + FORM, WITH_AFFINE);
        out.put(prefix + "slope", Tensor.of(sum.slope()));
        out.put(prefix + "bias", Tensor.of(sum.bias()));
        put(out, prefix + BASE, sum.base());
      }
      default ->
          throw new IllegalArgumentException(
              "a function " + function.getClass().getSimpleName() + " has no file format");
    }
  }

  /// @throws IllegalArgumentException if a part is missing or does not fit
  static VectorFunction read(SafeTensors content, String prefix) {
    String form = ModelTensors.text(content, prefix + FORM);
    return switch (form) {
      case GATED ->
          new GatedScore(
              activation(content, prefix),
              hiddenBias(content, prefix),
              content.tensor(prefix + "gates").toMatrix(),
              content.tensor(prefix + "weights").toVector(),
              content.tensor(prefix + "skip").toMatrix(),
              content.tensor(prefix + "bias").toVector());
      case LINE ->
          new LineScore(
              content.tensor(prefix + "knots").toVector(),
              content.tensor(prefix + "values").toVector(),
              content.tensor(prefix + "slopes").toVector());
      case TWO_LAYERS ->
          new TwoLayerScore(
              activation(content, prefix),
              content.tensor(prefix + "inner").toMatrix(),
              content.tensor(prefix + "hidden_biases").toVector(),
              content.tensor(prefix + "outer").toMatrix(),
              content.tensor(prefix + "skip").toMatrix(),
              content.tensor(prefix + "bias").toVector());
      case FEATURES ->
          new RandomFeatures(
              new FeatureMap(
                  FeatureActivation.named(ModelTensors.text(content, prefix + ACTIVATION)),
                  content.tensor(prefix + "directions").toMatrix(),
                  content.tensor(prefix + "offsets").toVector(),
                  content.tensor(prefix + "slopes").toVector()),
              content.tensor(prefix + "outer").toMatrix(),
              content.tensor(prefix + "skip").toMatrix(),
              content.tensor(prefix + "bias").toVector());
      case WITH_AFFINE ->
          new WithAffine(
              read(content, prefix + BASE),
              content.tensor(prefix + "slope").toMatrix(),
              content.tensor(prefix + "bias").toVector());
      default ->
          throw new IllegalArgumentException(
              "unknown form of function '%s'; there are %s, %s, %s, %s and %s"
                  .formatted(form, GATED, LINE, TWO_LAYERS, FEATURES, WITH_AFFINE));
    };
  }

  private static String name(Activation activation) {
    return activation.name().toLowerCase(Locale.ROOT);
  }

  private static Activation activation(SafeTensors content, String prefix) {
    String name = ModelTensors.text(content, prefix + ACTIVATION);
    for (Activation activation : Activation.values()) {
      if (name(activation).equals(name)) {
        return activation;
      }
    }
    throw new IllegalArgumentException(
        "unknown activation '%s'; there are relu and absolute".formatted(name));
  }

  private static boolean hiddenBias(SafeTensors content, String prefix) {
    String text = ModelTensors.text(content, prefix + HIDDEN_BIAS);
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(
          "'%s' must be true or false, got '%s'".formatted(prefix + HIDDEN_BIAS, text));
    }
    return Boolean.parseBoolean(text);
  }
}
