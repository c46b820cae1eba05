package org.scorefield.engine.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.List;

/// A message of protocol buffers: numbered fields, in order. The library writes the wire format;
/// the numbers are ONNX's and stand in {@link Onnx}.
record Message(List<Field> fields) {
  Message {
    fields = List.copyOf(fields);
  }

  static Message of(Field... fields) {
    return new Message(List.of(fields));
  }

  /// Bytes of its fields.
  long size() {
    return fields.stream().mapToLong(Field::size).sum();
  }

  void writeTo(CodedOutputStream out) throws IOException {
    for (Field field : fields) {
      field.writeTo(out);
    }
  }

  /// A value and the number of its field.
  sealed interface Field {
    int LENGTH_DELIMITED = 2;

    /// Bytes, with its number.
    long size();

    void writeTo(CodedOutputStream out) throws IOException;
  }

  record Whole(int number, long value) implements Field {
    @Override
    public long size() {
      return CodedOutputStream.computeInt64Size(number, value);
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
      out.writeInt64(number, value);
    }
  }

  record Real(int number, float value) implements Field {
    @Override
    public long size() {
      return CodedOutputStream.computeFloatSize(number, value);
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
      out.writeFloat(number, value);
    }
  }

  record Text(int number, String value) implements Field {
    @Override
    public long size() {
      return CodedOutputStream.computeStringSize(number, value);
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
      out.writeString(number, value);
    }
  }

  record Nested(int number, Message value) implements Field {
    @Override
    public long size() {
      return delimited(number, value.size());
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
      begin(out, number, value.size());
      value.writeTo(out);
    }
  }

  /// `values[from .. from + count - 1]`, little-endian, as bytes.
  record Floats(int number, float[] values, int from, int count) implements Field {
    @Override
    public long size() {
      return delimited(number, (long) Float.BYTES * count);
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
      begin(out, number, (long) Float.BYTES * count);
      for (int i = 0; i < count; i++) {
        out.writeFloatNoTag(values[from + i]);
      }
    }
  }

  private static long delimited(int number, long length) {
    return CodedOutputStream.computeTagSize(number)
        + CodedOutputStream.computeUInt64SizeNoTag(length)
        + length;
  }

  private static void begin(CodedOutputStream out, int number, long length) throws IOException {
    out.writeTag(number, Field.LENGTH_DELIMITED);
    out.writeUInt64NoTag(length);
  }
}
