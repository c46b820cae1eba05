package org.scorefield.data.file;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;

/// IDX, the format of MNIST (Y. LeCun): two zero bytes, a type code, the number of axes, each axis
/// as a big-endian int32, then the values. Plain or gzip.
///
/// Unsigned bytes of three axes (magic 2051) are grey pictures, mapped to [-1, 1]; of one axis
/// (magic 2049) they are labels. Anything else is taken as numbers in their own units, samples
/// along the first axis.
final class IdxFile {
  private final Source source;
  private final NumberType type;
  private final int[] axes;

  private IdxFile(Source source) {
    byte[] magic = source.bytes(4, "the IDX magic number");
    if (magic[0] != 0 || magic[1] != 0 || magic[3] < 1 || magic[3] > 8) {
      throw new DataException(
          source.where(),
          "is no IDX file: it starts with the bytes " + HexFormat.ofDelimiter(" ").formatHex(magic),
          "IDX starts with 0 0, a type code and 1 to 8 axes (2051 for pictures, 2049 for labels)");
    }
    this.source = source;
    this.type = typeOf(magic[2], source.where());
    double[] sizes =
        source.numbers(magic[3], NumberType.I32, ByteOrder.BIG_ENDIAN, "the IDX header");
    this.axes = Arrays.stream(sizes).mapToInt(v -> (int) v).toArray();
    if (Arrays.stream(axes).anyMatch(axis -> axis < 1)) {
      throw new DataException(
          source.where(),
          "has the sizes " + Arrays.toString(axes),
          "every size must be at least 1; fetch or write the file again");
    }
  }

  private static NumberType typeOf(byte code, String where) {
    return switch (code) {
      case 0x08 -> NumberType.U8;
      case 0x09 -> NumberType.I8;
      case 0x0B -> NumberType.I16;
      case 0x0C -> NumberType.I32;
      case 0x0D -> NumberType.F32;
      case 0x0E -> NumberType.F64;
      default ->
          throw new DataException(
              where,
              "has the unknown IDX type code " + code,
              "known are 8 (u8), 9 (i8), 11 (i16), 12 (i32), 13 (f32) and 14 (f64)");
    };
  }

  /// Whether these first bytes of a file are an IDX magic number.
  static boolean matches(byte[] head) {
    return head.length >= 4
        && head[0] == 0
        && head[1] == 0
        && head[2] >= 0x08
        && head[2] <= 0x0E
        && head[3] >= 1
        && head[3] <= 8;
  }

  /// The samples of a file.
  static Dataset read(String name, Path file) {
    try (Source source = Source.ofFile(file)) {
      return new IdxFile(source).samples(name);
    }
  }

  /// The samples of one file with the labels of another.
  static Labelled read(String name, Path file, Path labelFile) {
    Dataset rows = read(name, file);
    int[] labels = readLabels(labelFile);
    if (labels.length != rows.size()) {
      throw new DataException(
          labelFile.toString(),
          labels.length + " labels for the " + rows.size() + " samples of " + file,
          "pair files that belong together");
    }
    return Labelled.of(rows, labels, Arrays.stream(labels).max().orElse(0) + 1);
  }

  static int[] readLabels(Path file) {
    try (Source source = Source.ofFile(file)) {
      IdxFile idx = new IdxFile(source);
      if (idx.type != NumberType.U8 || idx.axes.length != 1) {
        throw new DataException(
            source.where(),
            "is no label file: " + idx.type + " of " + idx.axes.length + " axes",
            "labels are IDX of unsigned bytes with one axis (magic 2049)");
      }
      byte[] labels = source.bytes(idx.count(), "the labels");
      source.requireEnd();
      return IntStream.range(0, labels.length).map(i -> labels[i] & 0xFF).toArray();
    }
  }

  private Dataset samples(String name) {
    boolean bytes = type == NumberType.U8;
    if (bytes && axes.length == 1) {
      throw new DataException(
          source.where(), "holds labels (magic 2049), not samples", "open the file of pictures");
    }
    Shape shape = shape();
    if (bytes) {
      byte[] values = source.bytes(count(), "the values");
      source.requireEnd();
      return axes.length == 3
          ? Dataset.ofPixels(name, shape, values)
          : Dataset.ofBytes(name, "as in the file", shape, values, v -> v);
    }
    double[] values = source.numbers(count(), type, ByteOrder.BIG_ENDIAN, "the values");
    source.requireEnd();
    return Finite.dataset(source.where(), name, Batch.adopt(shape, values));
  }

  private long count() {
    long count = 1;
    for (int axis : axes) {
      count = Math.multiplyExact(count, (long) axis);
      if (count > Integer.MAX_VALUE) {
        throw new DataException(
            source.where(),
            "promises the sizes " + Arrays.toString(axes) + ", more than one array holds",
            "split the file");
      }
    }
    return count;
  }

  private Shape shape() {
    count();
    List<Integer> inner = Arrays.stream(axes).skip(1).boxed().toList();
    if (inner.isEmpty()) {
      return Shape.vector(1);
    }
    return type == NumberType.U8 && inner.size() == 2
        ? Shape.image(1, inner.get(0), inner.get(1))
        : new Shape(inner);
  }
}
