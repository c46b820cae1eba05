package org.scorefield.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.file.SafeTensors;

/// Models in files: one safetensors file, whatever the kind, with the {@link ModelCard} as JSON in
/// its metadata ({@link ModelTensors} has the tensors of each kind). Reading one executes nothing,
/// and checks everything it needs before it is used.
///
/// @param brought kinds of model beside the closed forms and their stacks, by different names
public record ModelFiles(List<ModelKind> brought) {
  /// Closed forms and stacks of them.
  public static final ModelFiles CLOSED_FORMS = new ModelFiles(List.of());

  private static final String CARD = "scorefield_model";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  public ModelFiles {
    brought = List.copyOf(brought);
    Set<String> names = new HashSet<>(ModelTensors.OWN);
    for (ModelKind kind : brought) {
      if (!names.add(kind.name())) {
        throw new IllegalArgumentException("two kinds of model are called " + kind.name());
      }
    }
  }

  /// Writes the model, whole or not at all.
  ///
  /// @throws IllegalArgumentException if its kind has no file format here
  public void write(Path file, Model model) {
    SafeTensors content = new ModelTensors(brought, folder(file)).write(model.denoiser());
    Map<String, String> metadata = new TreeMap<>(content.metadata());
    metadata.put(CARD, format(model.card()));
    new SafeTensors(content.tensors(), metadata).write(file);
  }

  /// Reads a model.
  ///
  /// @throws DataException if the file is missing, damaged, or not a model of ours
  public Model read(Path file) {
    SafeTensors content = SafeTensors.read(file).requireFinite(file);
    String text = content.metadata().get(CARD);
    if (text == null && content.metadata().getOrDefault("kind", "").equals("classifier")) {
      throw new DataException(
          file.toString(),
          "is a classifier, which makes features of pictures and no samples",
          "give it as --features, and here a model made with `scorefield fit`");
    }
    if (text == null) {
      throw new DataException(
          file.toString(),
          "is a safetensors file, but not a Scorefield model (no '" + CARD + "' in its metadata)",
          "make one with `scorefield fit`");
    }
    try {
      ModelCard card = parse(text);
      return new Model(
          new ModelTensors(brought, folder(file)).read(card.kind(), card.shape(), content, ""),
          card);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new DataException(
          file.toString(), "is not a whole model (" + e.getMessage() + ")", "fit it again", e);
    }
  }

  private static Path folder(Path file) {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    return folder == null ? absolute : folder;
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
