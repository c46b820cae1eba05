package org.scorefield.convex.relu;

import java.util.Arrays;

/// Which rows a neuron is open at, as a bit set with value equality: `1[X u >= 0]`.
///
/// A row on the kink counts as open. It adds nothing to the network, but which side it is on
/// decides where the neuron may move, and solutions like to sit on kinks: the convention is part of
/// what is solved.
record BestNeuronPattern(long[] words) {

  /// @param rows n rows of the width of u
  static BestNeuronPattern of(double[] rows, int n, double[] u) {
    long[] words = new long[(n + 63) / 64];
    for (int r = 0; r < n; r++) {
      if (dot(rows, r, u) >= 0) {
        words[r >> 6] |= 1L << (r & 63);
      }
    }
    return new BestNeuronPattern(words);
  }

  static double dot(double[] rows, int r, double[] u) {
    double z = 0;
    for (int j = 0, at = r * u.length; j < u.length; j++) {
      z += rows[at + j] * u[j];
    }
    return z;
  }

  boolean open(int r) {
    return (words[r >> 6] >>> (r & 63) & 1) != 0;
  }

  /// The same but for some rows.
  BestNeuronPattern flipped(int... some) {
    long[] out = words.clone();
    for (int r : some) {
      out[r >> 6] ^= 1L << (r & 63);
    }
    return new BestNeuronPattern(out);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof BestNeuronPattern other && Arrays.equals(words, other.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }
}
