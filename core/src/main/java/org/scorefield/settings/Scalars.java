package org.scorefield.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.scorefield.catalogue.NearestName;
import org.scorefield.data.DataException;

/// Single values of a file as Java values, or their refusal.
///
/// @param source where they come from
record Scalars(Source source) {
  private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9](_?[0-9])*)");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9](_?[0-9])*\\.?([0-9](_?[0-9])*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
  private static final Pattern INFINITE = Pattern.compile("[-+]?\\.inf", Pattern.CASE_INSENSITIVE);

  int integer(String key, Node node) {
    long value = whole(key, node);
    if (value != (int) value) {
      throw source.refusal(
          node.line(),
          "'" + key + "' must be a whole number of 32 bits, got " + node,
          "give one between " + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  long whole(String key, Node node) {
    if (node instanceof Node.Scalar scalar
        && scalar.plain()
        && WHOLE.matcher(scalar.text()).matches()) {
      try {
        return Long.parseLong(scalar.text().replace("_", ""));
      } catch (NumberFormatException e) {
        throw source.refusal(
            node.line(), "'" + key + "' is beyond 64 bits, got " + node, "give a smaller number");
      }
    }
    throw wrong(key, node, "a whole number", "write it as digits, such as 1000");
  }

  double number(String key, Node node) {
    if (node instanceof Node.Scalar scalar && scalar.plain()) {
      if (INFINITE.matcher(scalar.text()).matches()) {
        return scalar.text().startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      }
      if (NUMBER.matcher(scalar.text()).matches()) {
        double value = Double.parseDouble(scalar.text().replace("_", ""));
        if (Double.isFinite(value)) {
          return value;
        }
        throw source.refusal(
            node.line(),
            "'" + key + "' is beyond the largest double, got " + node,
            "write .inf if no limit is meant");
      }
    }
    throw wrong(key, node, "a number", "write it as digits, such as 0.5 or 1e-3");
  }

  boolean truth(String key, Node node) {
    if (node instanceof Node.Scalar scalar && scalar.plain()) {
      switch (scalar.text().toLowerCase(Locale.ROOT)) {
        case "true" -> {
          return true;
        }
        case "false" -> {
          return false;
        }
        default -> {}
      }
    }
    throw wrong(key, node, "true or false", "write one of these");
  }

  String text(String key, Node node) {
    if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
      return scalar.text();
    }
    throw wrong(key, node, "text", "give one value; put \"\" for empty text");
  }

  Object constant(String key, Node node, Class<?> type) {
    String given = text(key, node);
    List<Enum<?>> constants =
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(c -> (Enum<?>) c).toList();
    String wanted = Keys.enumKey(given);
    return constants.stream()
        .filter(c -> Keys.of(c).equals(wanted))
        .findFirst()
        .orElseThrow(() -> {
          List<String> known = constants.stream().map(Keys::of).toList();
          return source.refusal(
              node.line(),
              "'%s' cannot be '%s'%s".formatted(key, given, hint(wanted, known)),
              "known are " + String.join(", ", known));
        });
  }

  /// What was probably meant, in brackets; nothing if that is not clear.
  static String hint(String given, List<String> known) {
    return NearestName.of(given, known)
        .map(nearest -> " (did you mean '" + nearest + "'?)")
        .orElse("");
  }

  private DataException wrong(String key, Node node, String type, String cure) {
    return source.refusal(node.line(), "'" + key + "' must be " + type + ", got " + node, cure);
  }
}
