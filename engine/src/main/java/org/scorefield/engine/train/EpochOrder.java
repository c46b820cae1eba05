package org.scorefield.engine.train;

import org.scorefield.array.Shape;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// The order in which rows are taken: all of them once in each epoch, every order equally likely.
/// The order is a function of (key, epoch), so a run goes on where it stopped; that of the epoch at
/// hand is kept. Confined to one thread.
final class EpochOrder {
  private final int rows;
  private final NoiseKey key;
  private long epoch = -1;
  private int[] order = new int[0];

  /// @param rows at least 1
  EpochOrder(int rows, NoiseKey key) {
    if (rows < 1) {
      throw new IllegalArgumentException("an order needs at least 1 row, got " + rows);
    }
    this.rows = rows;
    this.key = key;
  }

  /// The rows at positions `from .. from+count-1`, counted over all epochs.
  int[] rows(long from, int count) {
    int[] out = new int[count];
    for (int i = 0; i < count; i++) {
      long position = from + i;
      if (position / rows != epoch) {
        epoch = position / rows;
        order = shuffled(key.child(epoch));
      }
      out[i] = order[(int) (position % rows)];
    }
    return out;
  }

  /// By Fisher and Yates.
  private int[] shuffled(NoiseKey of) {
    double[] u = new Noise(of, 0, rows).uniform(Shape.vector(1)).shared();
    int[] all = new int[rows];
    for (int i = 0; i < rows; i++) {
      int j = (int) (u[i] * (i + 1));
      all[i] = all[j];
      all[j] = i;
    }
    return all;
  }
}
