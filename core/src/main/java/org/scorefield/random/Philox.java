package org.scorefield.random;

/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, *Parallel random
/// numbers: as easy as 1, 2, 3* (SC 2011). A pure function from a 128-bit counter and a 64-bit key
/// to 128 random bits: there is no state to share, to order or to forget.
final class Philox {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final long LOW = 0xFFFFFFFFL;

  private Philox() {}

  /// Ten rounds. `out[0]` gets words 0 (low) and 1 (high), `out[1]` words 2 and 3.
  static void block(long counterLow, long counterHigh, long key, long[] out) {
    int c0 = (int) counterLow;
    int c1 = (int) (counterLow >>> 32);
    int c2 = (int) counterHigh;
    int c3 = (int) (counterHigh >>> 32);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = MULTIPLIER_0 * (c0 & LOW);
      long p1 = MULTIPLIER_1 * (c2 & LOW);
      int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      c0 = n0;
      c2 = n2;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[0] = (c0 & LOW) | ((long) c1 << 32);
    out[1] = (c2 & LOW) | ((long) c3 << 32);
  }
}
