package org.scorefield.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.scorefield.reproduce.Reproduction;

/// Run records as JSON.
public final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  /// The record as one JSON object. A number that is not finite becomes null.
  public static String of(RunRecord record) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("command", record.command());
    root.put("outcome", record.outcome());
    root.set("settings", strings(record.settings()));
    record.evaluations().ifPresent(e -> root.put("evaluations", e));
    putNumber(root, "seconds", record.seconds());
    ArrayNode results = root.putArray("results");
    for (RunRecord.Result result : record.results()) {
      ObjectNode node = results.addObject();
      node.put("subject", result.subject());
      node.put("metric", result.name());
      putNumber(node, "value", result.estimate().value());
      putNumber(node, "standard_error", result.estimate().standardError());
      node.put("n", result.estimate().n());
    }
    root.set("files", list(record.files()));
    root.set("provenance", MAPPER.valueToTree(record.provenance()));
    return text(root);
  }

  /// What can be reproduced, as one JSON object.
  public static String of(List<Reproduction> reproductions) {
    ObjectNode root = MAPPER.createObjectNode();
    ArrayNode all = root.putArray("reproductions");
    for (Reproduction one : reproductions) {
      ObjectNode node = all.addObject();
      node.put("name", one.name());
      node.put("what", one.what());
      node.put("source", one.source());
      node.put("takes_data", one.takesData());
    }
    return text(root);
  }

  private static String text(ObjectNode root) {
    try {
      return MAPPER.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void putNumber(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static ObjectNode strings(Map<String, String> map) {
    ObjectNode node = MAPPER.createObjectNode();
    map.forEach(node::put);
    return node;
  }

  private static ArrayNode list(List<String> values) {
    ArrayNode node = MAPPER.createArrayNode();
    values.forEach(node::add);
    return node;
  }
}
