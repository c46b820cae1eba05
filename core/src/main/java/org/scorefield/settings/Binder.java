package org.scorefield.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.scorefield.data.DataException;

/// Makes records of the tree of a file.
final class Binder {
  private final Source source;
  private final Scalars scalars;

  Binder(Source source) {
    this.source = source;
    this.scalars = new Scalars(source);
  }

  /// @param defaults what keys that are absent stand for, if anything
  Record bind(Class<?> type, Node.Fields fields, Optional<? extends Record> defaults) {
    return bind("", type, fields, defaults);
  }

  /// @param prefix of the keys of this section, such as `optimizer.`
  private Record bind(
      String prefix, Class<?> type, Node.Fields fields, Optional<? extends Record> defaults) {
    RecordComponent[] components = type.getRecordComponents();
    requireKnown(prefix, type, fields);
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      Node.Entry entry = fields.entries().get(Keys.of(component));
      Optional<Object> fallback = defaults.map(d -> Components.value(component, d));
      String key = prefix + Keys.of(component);
      values[i] =
          entry == null
              ? fallback
                  .or(() -> none(component.getGenericType()))
                  .orElseThrow(() -> missing(key, fields))
              : value(key, component.getGenericType(), entry.value(), fallback);
    }
    return construct(prefix, type, fields, values, defaults);
  }

  private void requireKnown(String prefix, Class<?> type, Node.Fields fields) {
    List<String> known = Keys.of(type);
    fields
        .entries()
        .forEach((key, entry) -> {
          if (!known.contains(key)) {
            String section =
                prefix.isEmpty() ? "" : " in " + prefix.substring(0, prefix.length() - 1);
            throw source.refusal(
                entry.line(),
                "there is no key '%s'%s%s".formatted(key, section, Scalars.hint(key, known)),
                "known are " + String.join(", ", known));
          }
        });
  }

  private DataException missing(String key, Node.Fields fields) {
    return source.refusal(fields.line(), "'" + key + "' is missing", "add it");
  }

  /// What a component without key and default is: empty if it may be.
  private static Optional<Object> none(Type type) {
    if (type == OptionalInt.class) {
      return Optional.of(OptionalInt.empty());
    }
    if (type == OptionalLong.class) {
      return Optional.of(OptionalLong.empty());
    }
    if (type == OptionalDouble.class) {
      return Optional.of(OptionalDouble.empty());
    }
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
        ? Optional.of(Optional.empty())
        : Optional.empty();
  }

  private Object value(String key, Type type, Node node, Optional<Object> fallback) {
    Optional<Object> none = none(type);
    if (none.isPresent() && node instanceof Node.Scalar scalar && scalar.isNull()) {
      return none.get();
    }
    if (type instanceof ParameterizedType generic) {
      Type of = generic.getActualTypeArguments()[0];
      return generic.getRawType() == List.class
          ? list(key, of, node)
          : Optional.of(value(key, of, node, fallback.flatMap(f -> (Optional<?>) f)));
    }
    Class<?> plain = type instanceof Class<?> known ? known : fallback.orElseThrow().getClass();
    if (plain.isRecord()) {
      return section(key, plain, node, fallback.map(Record.class::cast));
    }
    return plain.isEnum() ? scalars.constant(key, node, plain) : scalar(key, plain, node);
  }

  private Object scalar(String key, Class<?> type, Node node) {
    return switch (type.getSimpleName()) {
      case "int", "Integer" -> scalars.integer(key, node);
      case "long", "Long" -> scalars.whole(key, node);
      case "double", "Double" -> scalars.number(key, node);
      case "boolean", "Boolean" -> scalars.truth(key, node);
      case "String" -> scalars.text(key, node);
      case "OptionalInt" -> OptionalInt.of(scalars.integer(key, node));
      case "OptionalLong" -> OptionalLong.of(scalars.whole(key, node));
      case "OptionalDouble" -> OptionalDouble.of(scalars.number(key, node));
      default -> throw new IllegalStateException("no such setting: " + type);
    };
  }

  private List<Object> list(String key, Type of, Node node) {
    if (!(node instanceof Node.Items items)) {
      throw source.refusal(
          node.line(),
          "'" + key + "' must be a list, got " + node,
          "write [a, b] or one '- ' line for each");
    }
    return IntStream.range(0, items.nodes().size())
        .mapToObj(
            i -> value(key + "[" + i + "]", of, items.nodes().get(i), Optional.<Object>empty()))
        .toList();
  }

  private Record section(String key, Class<?> type, Node node, Optional<Record> fallback) {
    if (!(node instanceof Node.Fields fields)) {
      throw source.refusal(
          node.line(),
          "'" + key + "' must be a section of keys, got " + node,
          "write its keys below it, indented: " + String.join(", ", Keys.of(type)));
    }
    return bind(key + ".", type, fields, fallback);
  }

  private Record construct(
      String prefix,
      Class<?> type,
      Node.Fields fields,
      Object[] values,
      Optional<? extends Record> defaults) {
    Optional<IllegalArgumentException> refused = Components.refusal(type, values);
    if (refused.isEmpty()) {
      return Components.construct(type, values);
    }
    String message = Objects.toString(refused.get().getMessage(), "not allowed");
    Optional<RecordComponent> blamed = defaults.flatMap(d -> blame(type, fields, values, d));
    if (blamed.isEmpty()) {
      throw source.refusal(fields.line(), message, "correct this section");
    }
    String key = Keys.of(blamed.get());
    Node.Entry entry = Objects.requireNonNull(fields.entries().get(key));
    throw source.refusal(
        entry.line(),
        "'" + prefix + key + "': " + message,
        "correct it, or leave it out for its default");
  }

  /// The one key whose default in the place of the value given would have been accepted.
  private static Optional<RecordComponent> blame(
      Class<?> type, Node.Fields fields, Object[] values, Record defaults) {
    RecordComponent[] components = type.getRecordComponents();
    return IntStream.range(0, components.length)
        .filter(i -> fields.entries().containsKey(Keys.of(components[i])))
        .filter(i -> {
          Object[] other = values.clone();
          other[i] = Components.value(components[i], defaults);
          return Components.refusal(type, other).isEmpty();
        })
        .mapToObj(i -> components[i])
        .findFirst();
  }
}
