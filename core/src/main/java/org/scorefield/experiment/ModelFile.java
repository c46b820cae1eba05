package org.scorefield.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;

/// Models in files: one safetensors file, whatever the kind, with the {@link ModelCard} as JSON in
/// its metadata. Reading one executes nothing, and checks everything it needs before it is used.
public final class ModelFile {
  private static final String CARD = "scorefield_model";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ModelFile() {}

  /// Writes the model, whole or not at all.
  public static void write(Path file, Model model) {
    Map<String, Tensor> tensors = new TreeMap<>();
    switch (model.denoiser()) {
      case Gaussian gaussian -> put(tensors, "", gaussian);
      case GaussianMixture mixture -> {
        tensors.put("weights", Tensor.of(mixture.weights()));
        for (int c = 0; c < mixture.components().size(); c++) {
          put(tensors, component(c), mixture.components().get(c));
        }
      }
      case Empirical empirical -> {
        tensors.put("mean", Tensor.of(empirical.mean()));
        tensors.put("centred_rows", Tensor.of(empirical.centredRows()));
      }
      default ->
          throw new IllegalArgumentException(
              "a model of kind " + model.card().kind() + " has no file format");
    }
    new SafeTensors(tensors, Map.of(CARD, format(model.card()))).write(file);
  }

  /// Reads a model.
  ///
  /// @throws DataException if the file is missing, damaged, or not a model of ours
  public static Model read(Path file) {
    SafeTensors content = SafeTensors.read(file).requireFinite(file);
    String text = content.metadata().get(CARD);
    if (text == null) {
      throw new DataException(
          file.toString(),
          "is a safetensors file, but not a Scorefield model (no '" + CARD + "' in its metadata)",
          "make one with `scorefield fit`");
    }
    try {
      ModelCard card = parse(text);
      return new Model(law(card, content), card);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new DataException(
          file.toString(), "is not a whole model (" + e.getMessage() + ")", "fit it again", e);
    }
  }

  private static Distribution law(ModelCard card, SafeTensors content) {
    return switch (card.kind()) {
      case "gaussian" -> gaussian(card.shape(), content, "");
      case "gmm" -> {
        Tensor weights = content.tensor("weights");
        List<Gaussian> components = new ArrayList<>();
        for (int c = 0; c < weights.size(); c++) {
          components.add(gaussian(card.shape(), content, component(c)));
        }
        yield new GaussianMixture(weights.toVector(), components);
      }
      case "empirical" ->
          Empirical.ofCentred(
              card.shape(),
              content.tensor("mean").toVector(),
              content.tensor("centred_rows").toMatrix());
      default -> throw new IllegalArgumentException("unknown kind of model '" + card.kind() + "'");
    };
  }

  private static void put(Map<String, Tensor> tensors, String prefix, Gaussian gaussian) {
    tensors.put(prefix + "mean", Tensor.of(gaussian.mean()));
    tensors.put(prefix + "basis", Tensor.of(gaussian.basis()));
    tensors.put(prefix + "variances", Tensor.of(gaussian.variances()));
    tensors.put(prefix + "residual", Tensor.scalar(gaussian.residual()));
  }

  private static Gaussian gaussian(Shape shape, SafeTensors content, String prefix) {
    return new Gaussian(
        shape,
        content.tensor(prefix + "mean").toVector(),
        content.tensor(prefix + "basis").toMatrix(),
        content.tensor(prefix + "variances").toVector(),
        content.tensor(prefix + "residual").get(0));
  }

  private static String component(int c) {
    return "component.%04d.".formatted(c);
  }

  private static String format(ModelCard card) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("kind", card.kind());
    card.shape().dimensions().forEach(node.putArray("shape")::add);
    node.put("units", card.units());
    node.put("scale", card.scale());
    node.put("data", card.data());
    node.put("data_hash", card.dataHash());
    node.put("rows", card.rows());
    node.put("seed", card.seed());
    node.put("fit", card.fit());
    return node.toString();
  }

  private static ModelCard parse(String text) throws JsonProcessingException {
    JsonNode node = MAPPER.readTree(text);
    List<Integer> axes = new ArrayList<>();
    required(node, "shape").forEach(axis -> axes.add(axis.asInt()));
    return new ModelCard(
        required(node, "kind").asText(),
        new Shape(axes),
        required(node, "units").asText(),
        required(node, "scale").asDouble(),
        required(node, "data").asText(),
        required(node, "data_hash").asText(),
        required(node, "rows").asInt(),
        required(node, "seed").asLong(),
        required(node, "fit").asText());
  }

  private static JsonNode required(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new IllegalArgumentException("its description has no '" + field + "'");
    }
    return value;
  }
}
