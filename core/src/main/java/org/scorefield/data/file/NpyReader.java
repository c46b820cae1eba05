package org.scorefield.data.file;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;

/// NPY, the format of one NumPy array (NumPy enhancement proposal 1): samples along the first axis,
/// C order, little-endian.
///
/// Unsigned bytes with three or four axes are pictures, mapped to [-1, 1]: (n, height, width), (n,
/// channels, height, width) or (n, height, width, channels) with 1 or 3 channels. Everything else
/// keeps its units and its axes.
final class NpyReader {
  private static final int LONGEST_HEADER = 1 << 16;

  private static final Map<String, NumberType> TYPES =
      Map.ofEntries(
          Map.entry("|u1", NumberType.U8),
          Map.entry("|i1", NumberType.I8),
          Map.entry("<i2", NumberType.I16),
          Map.entry("<i4", NumberType.I32),
          Map.entry("<i8", NumberType.I64),
          Map.entry("<f4", NumberType.F32),
          Map.entry("<f8", NumberType.F64));

  private NpyReader() {}

  static boolean matches(byte[] head) {
    int length = NpyHeader.MAGIC.length;
    return head.length >= length && Arrays.equals(head, 0, length, NpyHeader.MAGIC, 0, length);
  }

  static Dataset read(String name, Path file) {
    try (Source source = Source.ofFile(file)) {
      return read(name, source);
    }
  }

  static Dataset read(String name, Source source) {
    NpyHeader header = header(source);
    String where = source.where();
    NumberType type = TYPES.get(header.descr());
    if (type == null) {
      throw new DataException(
          where,
          "has the NumPy type '" + header.descr() + "'",
          "known are " + TYPES.keySet().stream().sorted().toList() + "; use a.astype('<f8')");
    }
    if (header.fortranOrder()) {
      throw new DataException(
          where, "is in Fortran order", "save numpy.ascontiguousarray(a) instead of a");
    }
    long count = count(header.shape(), where);
    List<Integer> axes = header.shape().stream().skip(1).map(Long::intValue).toList();
    if (type == NumberType.U8) {
      byte[] values = source.bytes(count, "the values");
      source.requireEnd();
      return ofBytes(name, where, axes, values);
    }
    double[] values = source.numbers(count, type, ByteOrder.LITTLE_ENDIAN, "the values");
    source.requireEnd();
    Shape shape = axes.isEmpty() ? Shape.vector(1) : new Shape(axes);
    return Finite.dataset(where, name, Batch.adopt(shape, values));
  }

  /// Magic, version, length and text of the header.
  static NpyHeader header(Source source) {
    byte[] start = source.bytes(8, "the NPY magic number");
    if (!matches(start)) {
      throw new DataException(
          source.where(), "is no NPY file", "an NPY file starts with \\x93NUMPY");
    }
    int version = start[6];
    if (version < 1 || version > 3) {
      throw new DataException(
          source.where(), "has NPY version " + version, "known are 1, 2 and 3; use numpy.save");
    }
    long length = 0;
    byte[] digits = source.bytes(version == 1 ? 2 : 4, "the length of the NPY header");
    for (int i = digits.length - 1; i >= 0; i--) {
      length = length << 8 | (digits[i] & 0xFF);
    }
    if (length > LONGEST_HEADER) {
      throw new DataException(
          source.where(),
          "claims a header of " + length + " bytes, more than " + LONGEST_HEADER,
          "fetch or write the file again");
    }
    String text = new String(source.bytes(length, "the NPY header"), StandardCharsets.UTF_8);
    try {
      return NpyHeader.parse(text);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          source.where(),
          "has a bad NPY header: " + e.getMessage(),
          "save a plain array of numbers with numpy.save",
          e);
    }
  }

  private static long count(List<Long> shape, String where) {
    if (shape.isEmpty() || shape.contains(0L)) {
      throw new DataException(
          where,
          "holds an array of shape " + shape,
          "give at least one sample along the first axis, with at least one component");
    }
    long count = 1;
    for (long axis : shape) {
      // Both factors are below 2^31, or the loop has ended.
      if (axis > Integer.MAX_VALUE || count * axis > Integer.MAX_VALUE - 8) {
        throw new DataException(
            where, "promises the shape " + shape + ", more than one array holds", "split the file");
      }
      count *= axis;
    }
    return count;
  }

  private static Dataset ofBytes(String name, String where, List<Integer> axes, byte[] values) {
    return switch (axes.size()) {
      case 0 -> Dataset.ofBytes(name, "as in the file", Shape.vector(1), values, v -> v);
      case 1 -> Dataset.ofBytes(name, "as in the file", new Shape(axes), values, v -> v);
      case 2 -> Dataset.ofPixels(name, Shape.image(1, axes.get(0), axes.get(1)), values);
      case 3 -> {
        Shape shape = new Shape(axes);
        if (shape.isImage()) {
          yield Dataset.ofPixels(name, shape, values);
        }
        Shape channelFirst = Shape.image(axes.get(2), axes.get(0), axes.get(1));
        if (!channelFirst.isImage()) {
          throw refusePictures(where, axes);
        }
        yield Dataset.ofPixels(name, channelFirst, channelFirst(channelFirst, values));
      }
      default -> throw refusePictures(where, axes);
    };
  }

  private static DataException refusePictures(String where, List<Integer> axes) {
    return new DataException(
        where,
        "holds bytes of the sample shape " + axes,
        "pictures are (n, height, width), or have 1 or 3 channels as their second or last axis");
  }

  /// (n, height, width, channels) to (n, channels, height, width).
  private static byte[] channelFirst(Shape shape, byte[] values) {
    int channels = shape.dimensions().getFirst();
    int pixels = shape.size() / channels;
    byte[] out = new byte[values.length];
    for (int sample = 0; sample < values.length; sample += shape.size()) {
      for (int p = 0; p < pixels; p++) {
        for (int c = 0; c < channels; c++) {
          out[sample + c * pixels + p] = values[sample + p * channels + c];
        }
      }
    }
    return out;
  }
}
