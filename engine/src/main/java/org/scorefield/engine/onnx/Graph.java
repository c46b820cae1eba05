package org.scorefield.engine.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scorefield.engine.onnx.Message.Field;
import org.scorefield.engine.onnx.Message.Nested;
import org.scorefield.engine.onnx.Message.Text;

/// A graph while it is written: what is added comes after what it uses, names are unique, and the
/// same constant is kept once.
final class Graph {
  private final String output;
  private final List<Message> nodes = new ArrayList<>();
  private final List<Message> constants = new ArrayList<>();
  private final List<Message> inputs = new ArrayList<>();
  private final List<Message> outputs = new ArrayList<>();
  private final Map<List<?>, String> known = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /// @param output name of the output
  Graph(String output) {
    this.output = output;
    names.add(output);
  }

  Value input(String name, List<Integer> axes, String doc) {
    require(names.add(name), "two values of the name " + name);
    Value value = new Value(name, axes);
    inputs.add(Onnx.port(value, doc));
    return value;
  }

  /// Gives a value to the outside, under the name that was kept for it.
  void output(Value value, String doc) {
    nodes.add(Onnx.node("Identity", List.of(value.name()), output, List.of()));
    outputs.add(Onnx.port(new Value(output, value.axes()), doc));
  }

  /// The name of the result of an operator.
  String node(String operator, List<String> arguments, Message... attributes) {
    String output = numbered(operator);
    nodes.add(Onnx.node(operator, arguments, output, List.of(attributes)));
    return output;
  }

  /// The name of an array that is part of the file, once however often it is asked for.
  String array(String name, List<Integer> axes, float[] values, int from) {
    return known.computeIfAbsent(
        List.of("array", name),
        _ -> {
          String free = names.add(name) ? name : numbered(name);
          constants.add(Onnx.tensor(free, axes, values, from));
          return free;
        });
  }

  /// The name of an array of these values, once however often it is asked for.
  String constant(List<Integer> axes, List<Float> values) {
    return known.computeIfAbsent(
        List.of("constant", axes, values),
        _ -> {
          float[] all = new float[values.size()];
          for (int i = 0; i < all.length; i++) {
            all[i] = values.get(i);
            require(Float.isFinite(all[i]), "a constant must be a finite float, got " + all[i]);
          }
          String name = numbered("constant");
          constants.add(Onnx.tensor(name, axes, all, 0));
          return name;
        });
  }

  String integers(List<Long> values) {
    return known.computeIfAbsent(
        List.of("integers", values),
        _ -> {
          String name = numbered("integers");
          constants.add(Onnx.integers(name, values));
          return name;
        });
  }

  private String numbered(String stem) {
    while (true) {
      String name = stem + "_" + counts.merge(stem, 1, Integer::sum);
      if (names.add(name)) {
        return name;
      }
    }
  }

  Message message(String name, String doc) {
    List<Field> fields = new ArrayList<>();
    nodes.forEach(node -> fields.add(new Nested(1, node)));
    fields.add(new Text(2, name));
    constants.forEach(constant -> fields.add(new Nested(5, constant)));
    fields.add(new Text(10, doc));
    inputs.forEach(input -> fields.add(new Nested(11, input)));
    outputs.forEach(output -> fields.add(new Nested(12, output)));
    return new Message(fields);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
