package org.scorefield.random;

/// The name of a stream of random numbers. Keys form a tree: {@link #of(long)} makes the root from
/// a seed, {@link #child(String)} and {@link #child(long)} name what the numbers are for. Two
/// different paths give unrelated streams; the same path always gives the same one.
///
/// @param bits the 64 bits that key the generator
public record NoiseKey(long bits) {

  public static NoiseKey of(long seed) {
    return new NoiseKey(mix(seed ^ 0x5C0_4EF1E1DL));
  }

  /// The stream for one purpose, such as `"start"` or `"churn"`.
  public NoiseKey child(String purpose) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < purpose.length(); i++) {
      hash = (hash ^ purpose.charAt(i)) * 0x100000001B3L;
    }
    return child(hash);
  }

  /// The stream for one step, level or repetition.
  public NoiseKey child(long index) {
    return new NoiseKey(mix(mix(bits) + 0x9E3779B97F4A7C15L * (index + 1)));
  }

  /// Stafford's variant 13 of the 64-bit finaliser: a bijection in which every input bit moves
  /// every output bit.
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
