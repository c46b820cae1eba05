package org.scorefield.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.scorefield.array.Shape;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Rows chosen at random without replacement, every set of them equally likely.
///
/// Each row draws a uniform number by its index, and those with the smallest are chosen: so the
/// choice depends on the key, the number of rows and how many are wanted, and with one key a larger
/// choice contains every smaller one. Cost `n log n`.
public final class RandomRows {
  private RandomRows() {}

  /// `count` of the indices `0 .. n-1`, ascending.
  public static int[] indices(int n, int count, NoiseKey key) {
    if (count < 0 || count > n) {
      throw new IllegalArgumentException("cannot choose " + count + " of " + n + " rows");
    }
    double[] draw = new Noise(key, 0, n).uniform(Shape.vector(1)).shared();
    return IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.<Integer>comparingDouble(i -> draw[i]).thenComparing(i -> i))
        .limit(count)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /// `data` itself if it has no more than `count` rows, else that many of them in their order.
  public static Dataset atMost(int count, Dataset data, NoiseKey key) {
    return data.size() <= count
        ? data
        : Subset.of(data.name(), data, indices(data.size(), count, key));
  }

  /// The indices `0 .. n-1` that are not among the ascending `chosen`.
  static int[] others(int n, int[] chosen) {
    return IntStream.range(0, n).filter(i -> Arrays.binarySearch(chosen, i) < 0).toArray();
  }
}
