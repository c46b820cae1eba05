package org.scorefield.data.file;

import java.nio.ByteBuffer;

/// How one number is stored in a file. In memory every number is a double, so an integer beyond
/// 2^53, which a double cannot hold exactly, is refused in both directions.
public enum NumberType {
  U8(1, 0, 255),
  I8(1, Byte.MIN_VALUE, Byte.MAX_VALUE),
  I16(2, Short.MIN_VALUE, Short.MAX_VALUE),
  I32(4, Integer.MIN_VALUE, Integer.MAX_VALUE),
  I64(8, -0x1p53, 0x1p53),
  F32(4, -Float.MAX_VALUE, Float.MAX_VALUE),
  F64(8, -Double.MAX_VALUE, Double.MAX_VALUE);

  private final int bytes;
  private final double least;
  private final double most;

  NumberType(int bytes, double least, double most) {
    this.bytes = bytes;
    this.least = least;
    this.most = most;
  }

  /// Bytes of one number.
  public int bytes() {
    return bytes;
  }

  public boolean isInteger() {
    return this != F32 && this != F64;
  }

  /// The value that `v` has once it is stored: `v` itself, or for F32 the nearest float32.
  ///
  /// @throws IllegalArgumentException if the type has no such number: a fraction or a NaN as an
  ///   integer, or a finite number out of range
  public double stored(double v) {
    boolean outside = Double.isFinite(v) && (v < least || v > most);
    if (outside || (isInteger() && v != Math.rint(v)) || (isInteger() && !Double.isFinite(v))) {
      throw new IllegalArgumentException(
          v
              + " cannot be stored as "
              + this
              + (isInteger() ? ", an integer in " : ", finite in ")
              + least
              + " .. "
              + most
              + "; choose a wider type");
    }
    return this == F32 ? (float) v : v;
  }

  /// Reads one number in the buffer's byte order.
  ///
  /// @throws ArithmeticException if it is an integer beyond 2^53
  double get(ByteBuffer in) {
    return switch (this) {
      case U8 -> in.get() & 0xFF;
      case I8 -> in.get();
      case I16 -> in.getShort();
      case I32 -> in.getInt();
      case I64 -> exact(in.getLong());
      case F32 -> in.getFloat();
      case F64 -> in.getDouble();
    };
  }

  /// Writes a number that {@link #stored} has let pass, in the buffer's byte order.
  void put(ByteBuffer out, double v) {
    switch (this) {
      case U8, I8 -> out.put((byte) (int) v);
      case I16 -> out.putShort((short) v);
      case I32 -> out.putInt((int) v);
      case I64 -> out.putLong((long) v);
      case F32 -> out.putFloat((float) v);
      case F64 -> out.putDouble(v);
    }
  }

  private static double exact(long v) {
    if (v > 1L << 53 || v < -(1L << 53)) {
      throw new ArithmeticException("the integer " + v + " is beyond 2^53, exact in no double");
    }
    return v;
  }
}
