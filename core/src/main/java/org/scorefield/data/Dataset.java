package org.scorefield.data;

import java.util.function.Consumer;
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
}
