package org.scorefield.convex.gated;

import org.scorefield.array.Batch;

/// The rows of a regression, a block at a time: what is too large to hold, and can be read or made
/// again. Every reading gives the same rows in the same order; how they are cut into blocks changes
/// no result.
public interface RowBlocks {

  /// Number of rows of all blocks, n.
  long count();

  /// Components of an input, d.
  int inputs();

  /// Components of a target, q.
  int outputs();

  /// Reads all rows once, in order, on the calling thread.
  void forEach(Reader reader);

  /// Takes a block.
  @FunctionalInterface
  interface Reader {
    /// @param inputs some rows, at least one
    /// @param targets one for each of them
    void read(Batch inputs, Batch targets);
  }

  /// Rows that are held, in blocks of at most `most`.
  static RowBlocks of(Batch inputs, Batch targets, int most) {
    if (inputs.count() != targets.count() || most < 1) {
      throw new IllegalArgumentException(
          "one target is needed for each input, and blocks of at least one row; got %d inputs, %d targets and blocks of %d"
              .formatted(inputs.count(), targets.count(), most));
    }
    return new RowBlocks() {
      @Override
      public long count() {
        return inputs.count();
      }

      @Override
      public int inputs() {
        return inputs.dimension();
      }

      @Override
      public int outputs() {
        return targets.dimension();
      }

      @Override
      public void forEach(Reader reader) {
        for (int from = 0; from < inputs.count(); from += most) {
          int length = Math.min(most, inputs.count() - from);
          reader.read(inputs.slice(from, length), targets.slice(from, length));
        }
      }
    };
  }
}
