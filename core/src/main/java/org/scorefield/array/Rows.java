package org.scorefield.array;

import java.util.stream.IntStream;

/// Splits n rows into blocks and runs them in parallel. Every block writes only its own rows, so
/// the result does not depend on the number of threads or on the order of the blocks.
public final class Rows {
  private Rows() {}

  /// Work on rows `from .. to-1`.
  @FunctionalInterface
  public interface Block {
    void run(int from, int to);
  }

  /// Runs `body` over `0 .. n-1` in blocks of at most `block` rows, on the common pool.
  public static void parallel(int n, int block, Block body) {
    if (block < 1) {
      throw new IllegalArgumentException("block must be at least 1, got " + block);
    }
    int blocks = (int) (((long) n + block - 1) / block);
    if (blocks <= 1) {
      if (n > 0) {
        body.run(0, n);
      }
      return;
    }
    IntStream.range(0, blocks)
        .parallel()
        .forEach(b -> body.run(b * block, (int) Math.min(n, (b + 1L) * block)));
  }
}
