package org.scorefield.data;

import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// A finite list of samples, read in blocks. Rows may live in memory in a smaller type (pixels as
/// bytes) or in a file; what comes out is float64 in the units that {@link #units} states.
public interface Dataset {

  /// What to call it in records and reports.
  String name();

  Shape shape();

  /// Number of rows.
  int size();

  /// The units of the values, for people: `"pixels, 0..255 mapped to [-1, 1]"`.
  String units();

  /// Rows `from .. from+count-1`.
  Batch rows(int from, int count);

  /// The rows with these indices, in this order; an index may come more than once. Neighbours are
  /// read together, at most a {@link #comfortableBlock} of them.
  default Batch select(int... indices) {
    int d = shape().size();
    int block = comfortableBlock();
    double[] out = new double[Math.multiplyExact(indices.length, d)];
    int i = 0;
    while (i < indices.length) {
      int run = 1;
      while (run < block && i + run < indices.length && indices[i + run] == indices[i] + run) {
        run++;
      }
      System.arraycopy(rows(indices[i], run).shared(), 0, out, i * d, run * d);
      i += run;
    }
    return Batch.adopt(shape(), out);
  }

  /// All rows in one batch. Mind the memory: 8 bytes a component.
  default Batch all() {
    return rows(0, size());
  }

  /// Passes all rows to `consumer`, in order, in blocks of at most `block` rows.
  default void forEachBlock(int block, Consumer<Batch> consumer) {
    for (int from = 0; from < size(); from += block) {
      consumer.accept(rows(from, Math.min(block, size() - from)));
    }
  }

  /// A block length that keeps one block of float64 near 16 MiB.
  default int comfortableBlock() {
    return Math.max(1, (1 << 21) / shape().size());
  }

  /// Samples held in memory.
  static Dataset of(String name, String units, Batch batch) {
    return new InMemory(name, units, batch);
  }

  /// Samples held as unsigned bytes, row-major, an eighth of the memory of float64. The array is
  /// taken over: the caller must not write to it again.
  ///
  /// @param decode what each of the bytes 0..255 stands for
  static Dataset ofBytes(
      String name, String units, Shape shape, byte[] values, IntToDoubleFunction decode) {
    return new ByteRows(name, units, shape, values, decode);
  }

  /// Pictures held as bytes and read as `v / 127.5 - 1`, so that 0..255 becomes [-1, 1].
  static Dataset ofPixels(String name, Shape shape, byte[] values) {
    return ofBytes(name, "pixels, 0..255 mapped to [-1, 1]", shape, values, v -> v / 127.5 - 1);
  }
}
