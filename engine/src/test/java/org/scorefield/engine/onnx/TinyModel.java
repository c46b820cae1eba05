package org.scorefield.engine.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scorefield.engine.onnx.Message.Field;
import org.scorefield.engine.onnx.Message.Nested;
import org.scorefield.engine.onnx.Message.Text;
import org.scorefield.engine.onnx.Message.Whole;

/// A few operators as an ONNX file, right or wrong.
final class TinyModel {
  static final int FLOAT = 1;
  static final int INT32 = 6;
  static final int INT64 = 7;
  static final int FLOAT16 = 10;
  static final int DOUBLE = 11;

  /// The length of an axis that is left open.
  static final long OPEN = -1;

  private final List<Field> graph = new ArrayList<>();
  private long opset = 17;
  private long format = 8;
  private final List<Field> imports = new ArrayList<>();

  TinyModel node(String operator, List<String> inputs, String output, Message... attributes) {
    graph.add(new Nested(1, Onnx.node(operator, inputs, output, List.of(attributes))));
    return this;
  }

  /// An operator of another domain.
  TinyModel foreign(String domain, String operator, String input, String output) {
    graph.add(
        new Nested(
            1,
            Message.of(
                new Text(1, input),
                new Text(2, output),
                new Text(4, operator),
                new Text(7, domain))));
    return this;
  }

  TinyModel constant(String name, List<Integer> axes, float... values) {
    graph.add(new Nested(5, Onnx.tensor(name, axes, values, 0)));
    return this;
  }

  TinyModel integers(String name, long... values) {
    List<Long> list = java.util.stream.LongStream.of(values).boxed().toList();
    graph.add(new Nested(5, Onnx.integers(name, list)));
    return this;
  }

  /// A tensor of two floats that lies in another file.
  TinyModel external(String name, String location) {
    graph.add(
        new Nested(
            5,
            Message.of(
                new Whole(1, 2),
                new Whole(2, FLOAT),
                new Text(8, name),
                new Nested(13, Message.of(new Text(1, "location"), new Text(2, location))),
                new Whole(14, 1))));
    return this;
  }

  TinyModel input(String name, int type, long... axes) {
    graph.add(new Nested(11, port(name, type, axes)));
    return this;
  }

  TinyModel output(String name, int type, long... axes) {
    graph.add(new Nested(12, port(name, type, axes)));
    return this;
  }

  /// Says that operators of another domain are used.
  TinyModel imports(String domain) {
    imports.add(new Nested(8, Message.of(new Text(1, domain), new Whole(2, 1))));
    return this;
  }

  TinyModel opset(long version) {
    opset = version;
    return this;
  }

  TinyModel format(long version) {
    format = version;
    return this;
  }

  private static Message port(String name, int type, long... axes) {
    List<Field> lengths = new ArrayList<>();
    for (long axis : axes) {
      Field length = axis == OPEN ? new Text(2, "open" + lengths.size()) : new Whole(1, axis);
      lengths.add(new Nested(1, Message.of(length)));
    }
    Message tensor = Message.of(new Whole(1, type), new Nested(2, new Message(lengths)));
    return Message.of(new Text(1, name), new Nested(2, Message.of(new Nested(1, tensor))));
  }

  byte[] bytes() {
    List<Field> named = new ArrayList<>(graph);
    named.add(new Text(2, "tiny"));
    List<Field> fields = new ArrayList<>(imports);
    fields.add(new Whole(1, format));
    fields.add(new Nested(7, new Message(named)));
    fields.add(new Nested(8, Message.of(new Text(1, ""), new Whole(2, opset))));
    Message model = new Message(fields);
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      CodedOutputStream coded = CodedOutputStream.newInstance(out);
      model.writeTo(coded);
      coded.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path write(Path file) {
    try {
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
