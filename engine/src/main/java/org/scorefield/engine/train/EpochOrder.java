package org.scorefield.engine.train;

import org.scorefield.random.NoiseKey;

/// The order in which rows are taken: all of them once in each epoch, in an order of its own that
/// is a function of (key, epoch). It needs no memory and can be entered anywhere, so a run goes on
/// where it stopped.
///
/// The permutation is a Feistel network on the numbers below the next power of 4, applied again
/// until it falls below n (cycle walking; Black and Rogaway, *Ciphers with arbitrary finite
/// domains*, 2002).
///
/// @param rows n, at least 1
/// @param key of the order
record EpochOrder(int rows, NoiseKey key) {
  private static final int ROUNDS = 6;

  EpochOrder {
    if (rows < 1) {
      throw new IllegalArgumentException("an order needs at least 1 row, got " + rows);
    }
  }

  /// The row at a position, counted over all epochs.
  int row(long position) {
    return permuted((int) (position % rows), key.child(position / rows));
  }

  /// The rows at positions `from .. from+count-1`.
  int[] rows(long from, int count) {
    int[] out = new int[count];
    for (int i = 0; i < count; i++) {
      out[i] = row(from + i);
    }
    return out;
  }

  private int permuted(int index, NoiseKey epoch) {
    int half = (33 - Integer.numberOfLeadingZeros(rows - 1)) / 2;
    int mask = (1 << half) - 1;
    int value = index;
    do {
      int left = value >>> half;
      int right = value & mask;
      for (int round = 0; round < ROUNDS; round++) {
        int mixed = (int) (epoch.child(((long) round << 32) | right).bits() >>> 32) & mask;
        int next = left ^ mixed;
        left = right;
        right = next;
      }
      value = (left << half) | right;
    } while (value >= rows || value < 0);
    return value;
  }
}
