package org.scorefield.settings;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Records as text: sections and lists of sections in YAML's block style, everything else in one
/// line; or all of it in one line of JSON.
final class Writer {
  private static final Pattern BARE = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private final boolean json;

  private Writer(boolean json) {
    this.json = json;
  }

  static String yaml(Record settings) {
    StringBuilder out = new StringBuilder();
    new Writer(false).section(settings, "", "", out);
    return out.toString();
  }

  static String json(Record settings) {
    return new Writer(true).line(settings);
  }

  /// @param first what stands before the first key, as long as `indent`
  private void section(Record record, String first, String indent, StringBuilder out) {
    String before = first;
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      out.append(before).append(Keys.of(component)).append(':');
      entry(present(Components.value(component, record)), indent, out);
      before = indent;
    }
  }

  private void entry(Object value, String indent, StringBuilder out) {
    switch (value) {
      case Record record when hasComponents(record) -> {
        out.append('\n');
        section(record, indent + "  ", indent + "  ", out);
      }
      case List<?> list when list.stream().anyMatch(Writer::hasComponents) -> {
        out.append('\n');
        for (Object element : list) {
          section((Record) present(element), indent + "  - ", indent + "    ", out);
        }
      }
      default -> out.append(' ').append(line(value)).append('\n');
    }
  }

  private static boolean hasComponents(Object value) {
    return value instanceof Record record && record.getClass().getRecordComponents().length > 0;
  }

  /// What an optional holds, or the optional itself if it is empty.
  private static Object present(Object value) {
    return switch (value) {
      case Optional<?> some when some.isPresent() -> present(some.get());
      case OptionalInt some when some.isPresent() -> some.getAsInt();
      case OptionalLong some when some.isPresent() -> some.getAsLong();
      case OptionalDouble some when some.isPresent() -> some.getAsDouble();
      default -> value;
    };
  }

  private String line(Object value) {
    return switch (present(value)) {
      case Double number -> number(number);
      case String text -> text(text);
      case Enum<?> constant -> text(Keys.of(constant));
      case List<?> list ->
          list.stream().map(this::line).collect(Collectors.joining(", ", "[", "]"));
      case Record record ->
          Stream.of(record.getClass().getRecordComponents())
              .map(c -> text(Keys.of(c)) + ": " + line(Components.value(c, record)))
              .collect(Collectors.joining(", ", "{", "}"));
      case Optional<?> _, OptionalInt _, OptionalLong _, OptionalDouble _ -> "null";
      case Object whole -> whole.toString();
    };
  }

  private String number(double value) {
    if (Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (Double.isNaN(value) || json) {
      throw new IllegalArgumentException(
          "settings hold " + (json ? "finite numbers in JSON" : "no NaN") + ", got " + value);
    }
    return value > 0 ? ".inf" : "-.inf";
  }

  private String text(String value) {
    boolean bare =
        !json && BARE.matcher(value).matches() && !WORDS.contains(value.toLowerCase(Locale.ROOT));
    return bare ? value : quoted(value);
  }

  private static String quoted(String value) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
