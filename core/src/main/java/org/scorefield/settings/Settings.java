package org.scorefield.settings;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.scorefield.data.AtomicFile;
import org.scorefield.data.DataException;

/// Reads records from YAML or JSON, strictly, and writes them. What a record may be made of, and
/// what is refused, is in the package's chapter.
///
/// What is written is read back equal, by either way of reading.
public final class Settings {
  private Settings() {}

  /// The settings in a file, where every key may be absent: it then keeps its default.
  ///
  /// @throws DataException if the file cannot be read or says anything the record does not allow
  /// @throws IllegalArgumentException if the record is made of other types than are read
  public static <R extends Record> R read(Path file, R defaults) {
    return parse(file.toString(), text(file), defaults);
  }

  /// The settings in a file, where every key is required that is not optional by its type.
  ///
  /// @throws DataException as {@link #read(Path, Record)} does, and if a required key is missing
  public static <R extends Record> R read(Path file, Class<R> type) {
    return parse(file.toString(), text(file), type);
  }

  /// As {@link #read(Path, Record)}, from text: YAML, or JSON, which is YAML too.
  ///
  /// @param where what to call the text in a message
  public static <R extends Record> R parse(String where, String text, R defaults) {
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) defaults.getClass();
    return bind(where, text, type, Optional.of(defaults));
  }

  /// As {@link #read(Path, Class)}, from text.
  public static <R extends Record> R parse(String where, String text, Class<R> type) {
    return bind(where, text, type, Optional.empty());
  }

  /// The settings with one key changed, as an option of a command line does.
  ///
  /// @param where what to call the option in a message
  /// @param key with the sections it is in: `optimizer.learning_rate`
  /// @param value as it would stand in a file: `1e-3`, `[1, 2, 2]`, `log-uniform`
  /// @throws DataException if there is no such key, or it does not take the value
  public static <R extends Record> R with(String where, R settings, String key, String value) {
    Source source = new Source(where, false);
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) settings.getClass();
    Schema.require(type);
    Node.Fields fields = YamlTree.read(source, "value: " + value);
    Node node = Objects.requireNonNull(fields.entries().get("value")).value();
    String[] names = key.split("\\.", -1);
    for (int i = names.length - 1; i >= 0; i--) {
      node = new Node.Fields(1, Map.of(names[i], new Node.Entry(1, node)));
    }
    return type.cast(new Binder(source).bind(type, (Node.Fields) node, Optional.of(settings)));
  }

  /// The settings with one component changed: what a record writes its withers with.
  ///
  /// @param component its name in Java
  /// @throws IllegalArgumentException if there is no such component, or it does not take the value
  public static <R extends Record> R with(R settings, String component, Object value) {
    RecordComponent[] components = settings.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    boolean known = false;
    for (int i = 0; i < components.length; i++) {
      boolean changed = components[i].getName().equals(component);
      values[i] = changed ? value : Components.value(components[i], settings);
      known |= changed;
    }
    if (!known) {
      throw new IllegalArgumentException(
          "a %s has no '%s', only %s"
              .formatted(
                  settings.getClass().getSimpleName(),
                  component,
                  Arrays.stream(components).map(RecordComponent::getName).toList()));
    }
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) settings.getClass();
    return type.cast(Components.construct(type, values));
  }

  private static <R extends Record> R bind(
      String where, String text, Class<R> type, Optional<R> defaults) {
    Source source = new Source(where, true);
    Schema.require(type);
    return type.cast(new Binder(source).bind(type, YamlTree.read(source, text), defaults));
  }

  /// Writes the settings as {@link #yaml} to a file, whole or not at all.
  ///
  /// @throws DataException if the file cannot be written
  public static void write(Path file, Record settings) {
    String text = yaml(settings);
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// The settings as YAML, every key of them, in the order of the record.
  ///
  /// @throws IllegalArgumentException if a number is NaN, or the record is made of other types than
  ///   are read
  public static String yaml(Record settings) {
    Schema.require(settings.getClass());
    return Writer.yaml(settings);
  }

  /// The settings as one line of JSON, for a place that holds JSON.
  ///
  /// @throws IllegalArgumentException as {@link #yaml} does, and for an infinite number, which JSON
  ///   has no word for
  public static String json(Record settings) {
    Schema.require(settings.getClass());
    return Writer.json(settings);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }
}
