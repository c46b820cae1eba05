package org.scorefield.metric;

import java.util.Arrays;
import org.scorefield.array.Vector;

/// The squared Wasserstein-2 distance of two samples on a line, whole and with each jackknife block
/// of either left out.
///
/// The optimal plan pairs equal quantiles: `W_2^2 = int_0^1 (F^-1(u) - G^-1(u))^2 du`, an integral
/// of steps whose ends are the multiples of 1/n and 1/m. Which step ends first is decided in
/// integers, so unequal n and m lose nothing.
///
/// @param whole W_2^2 of all values
/// @param withoutGenerated W_2^2 without block k of the first sample
/// @param withoutReference W_2^2 without block k of the second
record Slice(double whole, Vector withoutGenerated, Vector withoutReference) {

  /// Takes the arrays over and sorts them. Value i is in block `i mod blocks`.
  static Slice of(double[] x, int blocksX, double[] y, int blocksY) {
    int[] blockX = sort(x, blocksX);
    int[] blockY = sort(y, blocksY);
    Vector withoutX = Vector.generate(blocksX, k -> squaredDistance(without(x, blockX, k), y));
    Vector withoutY = Vector.generate(blocksY, k -> squaredDistance(x, without(y, blockY, k)));
    return new Slice(squaredDistance(x, y), withoutX, withoutY);
  }

  /// W_2^2 of two sorted samples.
  static double squaredDistance(double[] x, double[] y) {
    long n = x.length;
    long m = y.length;
    double sum = 0;
    long at = 0;
    int i = 0;
    int j = 0;
    while (i < n && j < m) {
      // In units of 1/(n m), step i of x ends at (i + 1) m and step j of y at (j + 1) n.
      long endX = (i + 1L) * m;
      long endY = (j + 1L) * n;
      long end = Math.min(endX, endY);
      double gap = x[i] - y[j];
      sum += (end - at) * (gap * gap);
      at = end;
      i += end == endX ? 1 : 0;
      j += end == endY ? 1 : 0;
    }
    return sum / ((double) n * m);
  }

  private static double[] without(double[] sorted, int[] block, int left) {
    double[] out = new double[sorted.length];
    int n = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (block[i] != left) {
        out[n++] = sorted[i];
      }
    }
    return Arrays.copyOf(out, n);
  }

  /// Sorts the values and returns the block each came from. Blocks are sorted by themselves and
  /// then merged in pairs, so that ordinary primitive sorting does most of the work.
  private static int[] sort(double[] values, int blocks) {
    int n = values.length;
    int parts = Math.max(1, blocks);
    int[] ends = new int[parts + 1];
    double[] grouped = new double[n];
    int[] block = new int[n];
    int at = 0;
    for (int k = 0; k < parts; k++) {
      for (int i = k; i < n; i += parts) {
        block[at] = k;
        grouped[at++] = values[i];
      }
      ends[k + 1] = at;
      Arrays.sort(grouped, ends[k], at);
    }
    double[] from = grouped;
    double[] to = values;
    int[] blockTo = new int[n];
    for (int width = 1; width < parts; width *= 2) {
      for (int k = 0; k < parts; k += 2 * width) {
        int middle = ends[Math.min(parts, k + width)];
        merge(from, block, ends[k], middle, ends[Math.min(parts, k + 2 * width)], to, blockTo);
      }
      double[] spare = from;
      from = to;
      to = spare;
      int[] spareBlock = block;
      block = blockTo;
      blockTo = spareBlock;
    }
    System.arraycopy(from, 0, values, 0, n);
    return block;
  }

  private static void merge(
      double[] from, int[] block, int a, int middle, int end, double[] to, int[] blockTo) {
    int b = middle;
    for (int at = a, i = a; at < end; at++) {
      int take = i < middle && (b == end || from[i] <= from[b]) ? i++ : b++;
      to[at] = from[take];
      blockTo[at] = block[take];
    }
  }
}
