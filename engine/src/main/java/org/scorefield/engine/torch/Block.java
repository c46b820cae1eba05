package org.scorefield.engine.torch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/// Rows that are computed together, and which of them carry samples.
///
/// @param length number of rows
/// @param places where samples go, ascending; the other rows are padding
record Block(int length, int[] places) {

  /// The places with the commonest mark; the earliest such mark if several are as common.
  static Block commonest(long[] marks) {
    Map<Long, Integer> counts = new HashMap<>();
    for (long mark : marks) {
      counts.merge(mark, 1, Integer::sum);
    }
    long best = marks[0];
    for (long mark : marks) {
      if (counts.getOrDefault(mark, 0) > counts.getOrDefault(best, 0)) {
        best = mark;
      }
    }
    return marked(marks, best);
  }

  /// The places with this mark.
  static Block marked(long[] marks, long wanted) {
    return new Block(
        marks.length, IntStream.range(0, marks.length).filter(i -> marks[i] == wanted).toArray());
  }

  /// Number of samples it takes.
  int capacity() {
    return places.length;
  }

  /// Rows with samples `from .. from+count-1` of `samples` in the places, zeros elsewhere.
  float[] filled(double[] samples, int from, int count, int d) {
    float[] rows = new float[length * d];
    for (int i = 0; i < count; i++) {
      int to = places[i] * d;
      int at = (from + i) * d;
      for (int j = 0; j < d; j++) {
        rows[to + j] = (float) samples[at + j];
      }
    }
    return rows;
  }

  /// Copies the places to samples `from .. from+count-1` of `samples`.
  void read(float[] rows, double[] samples, int from, int count, int d) {
    for (int i = 0; i < count; i++) {
      int at = places[i] * d;
      int to = (from + i) * d;
      for (int j = 0; j < d; j++) {
        samples[to + j] = rows[at + j];
      }
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Block(int otherLength, int[] otherPlaces)
        && length == otherLength
        && Arrays.equals(places, otherPlaces);
  }

  @Override
  public int hashCode() {
    return 31 * length + Arrays.hashCode(places);
  }

  @Override
  public String toString() {
    return "Block[" + capacity() + " of " + length + "]";
  }
}
