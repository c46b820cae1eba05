package org.scorefield.random;

/// Random numbers a block at a time: many counters go through {@link Philox} side by side, which
/// hides the latency of its ten rounds, and one quantile loop serves them all. Confined to one
/// thread.
///
/// Sample i takes the counters `(i, 0), (i, 1), ...`, two numbers from each; of the last counter of
/// a sample of odd size the second number is not used.
final class NoiseBlock {
  /// Counters a block.
  private static final int SIZE = 64;

  /// 52 bits and a half: exact in a double, symmetric about 1/2, never 0 or 1.
  private static final double STEP = 0x1p-52;

  private final Philox philox = new Philox(SIZE);
  private final double[] values = new double[2 * SIZE];
  private final NormalQuantile quantile = new NormalQuantile(2 * SIZE);

  /// Writes samples `first .. first+count-1`, d numbers each, to `out` from `at`.
  void fill(long key, long first, int count, int d, boolean normal, double[] out, int at) {
    int perSample = d - d / 2;
    long pairs = (long) count * perSample;
    int to = at;
    long sample = first;
    int pair = 0;
    for (long done = 0; done < pairs; done += SIZE) {
      int n = (int) Math.min(SIZE, pairs - done);
      long nextSample = sample;
      int nextPair = pair;
      for (int i = 0; i < n; i++) {
        philox.count(i, nextSample, nextPair);
        nextPair++;
        if (nextPair == perSample) {
          nextPair = 0;
          nextSample++;
        }
      }
      draw(key, n, normal);
      to = copy(n, pair, d, out, to);
      sample = nextSample;
      pair = nextPair;
    }
  }

  private void draw(long key, int n, boolean normal) {
    philox.run(key, n);
    for (int i = 0; i < n; i++) {
      values[2 * i] = ((philox.first(i) >>> 12) + 0.5) * STEP;
      values[2 * i + 1] = ((philox.second(i) >>> 12) + 0.5) * STEP;
    }
    if (normal) {
      quantile.replace(values, 2 * n);
    }
  }

  /// Copies n pairs, the first of which is number `pair` of its sample; returns where they end.
  private int copy(int n, int pair, int d, double[] out, int at) {
    if (d % 2 == 0) {
      System.arraycopy(values, 0, out, at, 2 * n);
      return at + 2 * n;
    }
    int perSample = d - d / 2;
    int to = at;
    int p = pair;
    for (int i = 0; i < n; i++) {
      out[to++] = values[2 * i];
      p++;
      if (p == perSample) {
        p = 0;
      } else {
        out[to++] = values[2 * i + 1];
      }
    }
    return to;
  }
}
