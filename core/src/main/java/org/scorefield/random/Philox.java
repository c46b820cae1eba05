package org.scorefield.random;

/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, *Parallel random
/// numbers: as easy as 1, 2, 3* (SC 2011). A pure function from a 128-bit counter and a 64-bit key
/// to 128 random bits: there is no state to share, to order or to forget.
///
/// An instance is room for counters that go through the rounds side by side, one array a 32-bit
/// word, so that the compiler vectorises each round. Confined to one thread.
final class Philox {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final long LOW = 0xFFFFFFFFL;

  /// 52 bits and a half: exact in a double, symmetric about 1/2, never 0 or 1.
  private static final double STEP = 0x1p-52;

  private final long[] word0;
  private final long[] word1;
  private final long[] word2;
  private final long[] word3;

  Philox(int size) {
    this.word0 = new long[size];
    this.word1 = new long[size];
    this.word2 = new long[size];
    this.word3 = new long[size];
  }

  /// Sets counter i.
  void count(int i, long low, long high) {
    word0[i] = low & LOW;
    word1[i] = low >>> 32;
    word2[i] = high & LOW;
    word3[i] = high >>> 32;
  }

  /// Replaces the first n counters by their random bits.
  void run(long key, int n) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      round(word0, word1, word2, word3, k0 & LOW, k1 & LOW, n);
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
  }

  private static void round(long[] c0, long[] c1, long[] c2, long[] c3, long k0, long k1, int n) {
    for (int i = 0; i < n; i++) {
      long p0 = MULTIPLIER_0 * (c0[i] & LOW);
      long p1 = MULTIPLIER_1 * (c2[i] & LOW);
      c0[i] = (p1 >>> 32) ^ c1[i] ^ k0;
      c2[i] = (p0 >>> 32) ^ c3[i] ^ k1;
      c1[i] = p1 & LOW;
      c3[i] = p0 & LOW;
    }
  }

  /// Words 0 (low) and 1 (high) of result i.
  long first(int i) {
    return word0[i] | (word1[i] << 32);
  }

  /// Words 2 (low) and 3 (high) of result i.
  long second(int i) {
    return word2[i] | (word3[i] << 32);
  }

  /// The first n results as uniforms: one from words 0 and 1, one from words 2 and 3.
  void uniforms(double[] firsts, double[] seconds, int n) {
    convert(word0, word1, firsts, n);
    convert(word2, word3, seconds, n);
  }

  private static void convert(long[] low, long[] high, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = (((low[i] | (high[i] << 32)) >>> 12) + 0.5) * STEP;
    }
  }
}
