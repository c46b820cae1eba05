package org.scorefield.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

/// The type of the numbers of an input or output, and how ours are written in it and read again.
enum Element {
  FLOAT(OnnxJavaType.FLOAT, Float.BYTES),
  DOUBLE(OnnxJavaType.DOUBLE, Double.BYTES),
  HALF(OnnxJavaType.FLOAT16, Short.BYTES),
  INT64(OnnxJavaType.INT64, Long.BYTES),
  INT32(OnnxJavaType.INT32, Integer.BYTES);

  private final OnnxJavaType type;
  private final int bytes;

  Element(OnnxJavaType type, int bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /// Empty for text, truth values and the rest.
  static Optional<Element> of(OnnxJavaType type) {
    return Arrays.stream(values()).filter(element -> element.type == type).findFirst();
  }

  OnnxJavaType type() {
    return type;
  }

  /// Whether it holds whole numbers only.
  boolean whole() {
    return this == INT64 || this == INT32;
  }

  /// Room for so many, outside of the heap.
  ByteBuffer room(int count) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, bytes))
        .order(ByteOrder.nativeOrder());
  }

  /// Writes `values[from .. from + count - 1]` to places `at ..` of the room.
  void write(double[] values, int from, int count, ByteBuffer room, int at) {
    switch (this) {
      case FLOAT -> {
        FloatBuffer floats = room.asFloatBuffer();
        for (int i = 0; i < count; i++) {
          floats.put(at + i, (float) values[from + i]);
        }
      }
      case DOUBLE -> room.asDoubleBuffer().put(at, values, from, count);
      case HALF -> {
        for (int i = 0; i < count; i++) {
          room.putShort(bytes * (at + i), Float.floatToFloat16((float) values[from + i]));
        }
      }
      case INT64, INT32 -> {
        for (int i = 0; i < count; i++) {
          fill(values[from + i], 1, room, at + i);
        }
      }
    }
  }

  /// Writes a value so many times to places `at ..`.
  ///
  /// @throws IllegalArgumentException if the type holds whole numbers and this is none
  void fill(double value, int count, ByteBuffer room, int at) {
    double given = whole() ? wholeNumber(value) : value;
    for (int i = at; i < at + count; i++) {
      switch (this) {
        case FLOAT -> room.putFloat(bytes * i, (float) given);
        case DOUBLE -> room.putDouble(bytes * i, given);
        case HALF -> room.putShort(bytes * i, Float.floatToFloat16((float) given));
        case INT64 -> room.putLong(bytes * i, (long) given);
        case INT32 -> room.putInt(bytes * i, (int) given);
      }
    }
  }

  private static double wholeNumber(double value) {
    double whole = Math.rint(value);
    if (Math.abs(value - whole) > 1e-6) {
      throw new IllegalArgumentException(
          "the input takes whole numbers, got %s; between_levels must be snap".formatted(value));
    }
    return whole;
  }

  /// Reads places `at ..` of the room.
  void read(ByteBuffer room, int at, double[] values, int to, int count) {
    switch (this) {
      case FLOAT -> {
        FloatBuffer floats = room.asFloatBuffer();
        for (int i = 0; i < count; i++) {
          values[to + i] = floats.get(at + i);
        }
      }
      case DOUBLE -> room.asDoubleBuffer().get(at, values, to, count);
      case HALF -> {
        for (int i = 0; i < count; i++) {
          values[to + i] = Float.float16ToFloat(room.getShort(bytes * (at + i)));
        }
      }
      case INT64, INT32 ->
          throw new IllegalStateException("an output of whole numbers was let through");
    }
  }
}
