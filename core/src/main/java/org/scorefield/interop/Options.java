package org.scorefield.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.scorefield.array.Vector;
import org.scorefield.catalogue.NearestName;
import org.scorefield.data.DataException;

/// The options of one scheduler, as its file gives them: an option that is missing or null has the
/// value that is usual for the class.
///
/// @param where the file, for messages
/// @param name the class
/// @param root the file's object
record Options(String where, String name, JsonNode root) {

  double number(String key, double usual) {
    return value(key, JsonNode::isNumber, "a number").map(JsonNode::asDouble).orElse(usual);
  }

  Optional<Double> number(String key) {
    return value(key, JsonNode::isNumber, "a number").map(JsonNode::asDouble);
  }

  int whole(String key, int usual) {
    return value(key, n -> n.isIntegralNumber() && n.canConvertToInt(), "a whole number")
        .map(JsonNode::asInt)
        .orElse(usual);
  }

  /// Whether the option is set; off unless the file or the class says otherwise.
  boolean flag(String key, boolean usual) {
    return value(key, JsonNode::isBoolean, "true or false").map(JsonNode::asBoolean).orElse(usual);
  }

  boolean flag(String key) {
    return flag(key, false);
  }

  /// A word out of a list, the first of which is usual.
  String oneOf(String key, List<String> words) {
    return oneOf(key, words.getFirst(), words);
  }

  String oneOf(String key, String usual, List<String> words) {
    String word = value(key, JsonNode::isTextual, "text").map(JsonNode::asText).orElse(usual);
    if (!words.contains(word)) {
      String meant =
          NearestName.of(word, words).map(n -> "; did you mean \"" + n + "\"?").orElse("");
      throw refusal(
          "'%s' of %s is \"%s\", which is not known here".formatted(key, name, word),
          "known are " + String.join(", ", words) + meant);
    }
    return word;
  }

  Optional<Vector> numbers(String key) {
    return value(key, JsonNode::isArray, "a list of numbers")
        .map(list -> {
          for (JsonNode entry : list) {
            if (!entry.isNumber()) {
              throw wrong(key, "a list of numbers", entry);
            }
          }
          return Vector.generate(list.size(), i -> list.get(i).asDouble());
        });
  }

  /// Refuses an option that is set and that nothing here stands for.
  void requireUnset(String key, String cure) {
    JsonNode value = root.path(key);
    boolean set =
        switch (value.getNodeType()) {
          case MISSING, NULL -> false;
          case BOOLEAN -> value.asBoolean();
          case ARRAY, OBJECT -> !value.isEmpty();
          default -> true;
        };
    if (set) {
      throw refusal("'%s' of %s has no counterpart here".formatted(key, name), cure);
    }
  }

  DataException refusal(String what, String cure) {
    return new DataException(where, what, cure);
  }

  private Optional<JsonNode> value(String key, Predicate<JsonNode> right, String type) {
    JsonNode value = root.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!right.test(value)) {
      throw wrong(key, type, value);
    }
    return Optional.of(value);
  }

  private DataException wrong(String key, String type, JsonNode value) {
    return refusal("'%s' must be %s, got %s".formatted(key, type, value), "correct the file");
  }
}
