package org.scorefield.engine.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.scorefield.engine.nn.Declaration;
import org.scorefield.engine.onnx.Message.Field;
import org.scorefield.engine.onnx.Message.Floats;
import org.scorefield.engine.onnx.Message.Nested;
import org.scorefield.engine.onnx.Message.Real;
import org.scorefield.engine.onnx.Message.Text;
import org.scorefield.engine.onnx.Message.Whole;

/// The messages of ONNX that a network needs, with the numbers of their fields (`onnx.proto3` of
/// https://github.com/onnx/onnx). Numbers are never reused or changed there.
final class Onnx {
  /// The version of the file format that came with {@link #OPERATORS}; read by ONNX 1.15 and ONNX
  /// Runtime 1.17 or later.
  static final long FORMAT = 9;

  /// The version of the set of operators: the first with the exact `Gelu`.
  static final long OPERATORS = 20;

  /// The name of the first axis.
  static final String BATCH = "batch";

  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_STRING = 3;
  private static final int ATTRIBUTE_INTS = 7;

  private Onnx() {}

  static Message attribute(String name, double value) {
    return Message.of(
        new Text(1, name), new Real(2, (float) value), new Whole(20, ATTRIBUTE_FLOAT));
  }

  static Message attribute(String name, long value) {
    return Message.of(new Text(1, name), new Whole(3, value), new Whole(20, ATTRIBUTE_INT));
  }

  static Message attribute(String name, String value) {
    return Message.of(new Text(1, name), new Text(4, value), new Whole(20, ATTRIBUTE_STRING));
  }

  static Message attribute(String name, long[] values) {
    List<Field> fields = new ArrayList<>(List.of(new Text(1, name)));
    LongStream.of(values).forEach(value -> fields.add(new Whole(8, value)));
    fields.add(new Whole(20, ATTRIBUTE_INTS));
    return new Message(fields);
  }

  static Message node(
      String operator, List<String> inputs, String output, List<Message> attributes) {
    List<Field> fields = new ArrayList<>();
    inputs.forEach(input -> fields.add(new Text(1, input)));
    fields.add(new Text(2, output));
    fields.add(new Text(3, output));
    fields.add(new Text(4, operator));
    attributes.forEach(attribute -> fields.add(new Nested(5, attribute)));
    return new Message(fields);
  }

  /// Floats `values[from ..]` with these lengths of axes.
  static Message tensor(String name, List<Integer> axes, float[] values, int from) {
    int count = axes.stream().reduce(1, Math::multiplyExact);
    List<Field> fields = lengths(axes);
    fields.add(new Whole(2, FLOAT));
    fields.add(new Text(8, name));
    fields.add(new Floats(9, values, from, count));
    return new Message(fields);
  }

  /// A list of whole numbers.
  static Message integers(String name, List<Long> values) {
    List<Field> fields = lengths(List.of(values.size()));
    fields.add(new Whole(2, INT64));
    values.forEach(value -> fields.add(new Whole(7, value)));
    fields.add(new Text(8, name));
    return new Message(fields);
  }

  private static List<Field> lengths(List<Integer> axes) {
    List<Field> fields = new ArrayList<>();
    axes.forEach(axis -> fields.add(new Whole(1, axis)));
    return fields;
  }

  /// An input or an output of the graph.
  static Message port(Value value, String doc) {
    List<Field> axes = new ArrayList<>();
    for (int axis : value.axes()) {
      Field length = axis == Declaration.BATCH ? new Text(2, BATCH) : new Whole(1, axis);
      axes.add(new Nested(1, Message.of(length)));
    }
    Message type =
        Message.of(
            new Nested(1, Message.of(new Whole(1, FLOAT), new Nested(2, new Message(axes)))));
    return Message.of(new Text(1, value.name()), new Nested(2, type), new Text(3, doc));
  }

  static Message model(Message graph, String doc, Map<String, String> properties) {
    List<Field> fields = new ArrayList<>();
    fields.add(new Whole(1, FORMAT));
    fields.add(new Text(2, "scorefield"));
    fields.add(new Text(6, doc));
    fields.add(new Nested(7, graph));
    fields.add(new Nested(8, Message.of(new Text(1, ""), new Whole(2, OPERATORS))));
    properties.forEach((key, value) ->
        fields.add(new Nested(14, Message.of(new Text(1, key), new Text(2, value)))));
    return new Message(fields);
  }
}
