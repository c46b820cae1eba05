package org.scorefield.random;

/// Random numbers a block at a time: many counters go through {@link Philox} side by side, which
/// hides the latency of its ten rounds, and one quantile loop serves them all. Confined to one
/// thread.
///
/// Sample i takes the counters `(i, 0), (i, 1), ...`, two numbers from each; of the last counter of
/// a sample of odd size the second number is not used.
final class NoiseBlock {
  /// Counters a block at most: enough that the vectorised part of a loop outweighs its ends.
  private static final int SIZE = 128;

  private final int size;
  private final Philox philox;
  private final double[] firsts;
  private final double[] seconds;
  private final NormalQuantile quantile;

  /// @param numbers how many are wanted in all
  NoiseBlock(int numbers) {
    this.size = Math.min(SIZE, numbers);
    this.philox = new Philox(size);
    this.firsts = new double[size];
    this.seconds = new double[size];
    this.quantile = new NormalQuantile(size);
  }

  /// Writes samples `first .. first+count-1`, d numbers each, to `out` from `at`.
  void fill(long key, long first, int count, int d, boolean normal, double[] out, int at) {
    int perSample = d - d / 2;
    long pairs = (long) count * perSample;
    int to = at;
    long sample = first;
    int pair = 0;
    for (long done = 0; done < pairs; done += size) {
      int n = (int) Math.min(size, pairs - done);
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
    philox.uniforms(firsts, seconds, n);
    if (normal) {
      quantile.replace(firsts, n);
      quantile.replace(seconds, n);
    }
  }

  /// Copies n pairs, the first of which is number `pair` of its sample; returns where they end.
  private int copy(int n, int pair, int d, double[] out, int at) {
    if (d % 2 == 0) {
      for (int i = 0; i < n; i++) {
        out[at + 2 * i] = firsts[i];
        out[at + 2 * i + 1] = seconds[i];
      }
      return at + 2 * n;
    }
    int perSample = d - d / 2;
    int to = at;
    int p = pair;
    for (int i = 0; i < n; i++) {
      out[to++] = firsts[i];
      p++;
      if (p == perSample) {
        p = 0;
      } else {
        out[to++] = seconds[i];
      }
    }
    return to;
  }
}
