package org.scorefield.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.scorefield.array.Vector;
import org.scorefield.catalogue.Catalogue;

/// A JSON object that is read strictly: what is missing, unknown or of another type is refused by
/// name.
///
/// @param what what to call it in a message
/// @param node the object
record JsonFields(String what, JsonNode node) {

  static JsonFields of(String what, JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(what + " must be a JSON object");
    }
    return new JsonFields(what, node);
  }

  /// Refuses any other key, with the one that was probably meant.
  JsonFields requireKnown(String... keys) {
    node.fieldNames()
        .forEachRemaining(key -> {
          if (!Arrays.asList(keys).contains(key)) {
            throw Catalogue.unknown("key of " + what, key, List.of(keys));
          }
        });
    return this;
  }

  boolean has(String key) {
    return node.has(key);
  }

  String text(String key) {
    return required(key, JsonNode::isTextual, "text").asText();
  }

  double number(String key) {
    return required(key, JsonNode::isNumber, "a number").asDouble();
  }

  /// A number, or NaN where the file has null.
  double numberOrNaN(String key) {
    JsonNode value = required(key, n -> n.isNumber() || n.isNull(), "a number or null");
    return value.isNull() ? Double.NaN : value.asDouble();
  }

  int integer(String key) {
    return required(key, n -> n.isIntegralNumber() && n.canConvertToInt(), "a whole number")
        .asInt();
  }

  long whole(String key) {
    return required(key, n -> n.isIntegralNumber() && n.canConvertToLong(), "a whole number")
        .asLong();
  }

  Vector numbers(String key) {
    return numbers(key, required(key, JsonNode::isArray, "a list of numbers"));
  }

  private Vector numbers(String key, JsonNode list) {
    boolean all = list.isArray();
    for (JsonNode entry : list) {
      all &= entry.isNumber();
    }
    if (!all) {
      throw new IllegalArgumentException(
          "'%s' of %s must be a list of numbers, got %s".formatted(key, what, list));
    }
    return Vector.generate(list.size(), i -> list.get(i).asDouble());
  }

  boolean truth(String key) {
    return required(key, JsonNode::isBoolean, "true or false").asBoolean();
  }

  boolean isObject(String key) {
    return node.path(key).isObject();
  }

  /// A list of lists of numbers.
  List<Vector> rows(String key) {
    List<Vector> rows = new ArrayList<>();
    for (JsonNode row : required(key, JsonNode::isArray, "a list of lists of numbers")) {
      rows.add(numbers(key, row));
    }
    return rows;
  }

  JsonFields object(String key) {
    return of("'" + key + "' of " + what, required(key, JsonNode::isObject, "an object"));
  }

  List<JsonFields> objects(String key) {
    List<JsonFields> objects = new ArrayList<>();
    required(key, JsonNode::isArray, "a list")
        .forEach(entry -> objects.add(of("'" + key + "' of " + what, entry)));
    return objects;
  }

  <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    String given = text(key);
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(given)) {
        return constant;
      }
      names.add(name);
    }
    throw Catalogue.unknown("'" + key + "' of " + what, given, names);
  }

  private JsonNode required(String key, java.util.function.Predicate<JsonNode> right, String type) {
    JsonNode value = node.get(key);
    if (value == null) {
      throw new IllegalArgumentException(what + " has no '" + key + "'");
    }
    if (!right.test(value)) {
      throw new IllegalArgumentException(
          "'%s' of %s must be %s, got %s".formatted(key, what, type, value));
    }
    return value;
  }
}
