package org.scorefield.metric;

import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;

/// The checks every metric makes of its two datasets, in one pass over each.
final class Inputs {
  private Inputs() {}

  /// @throws IllegalArgumentException if the shapes differ, a set has fewer than 2 rows, or a row
  ///   holds a NaN or an infinity
  static void require(Dataset generated, Dataset reference) {
    if (!generated.shape().equals(reference.shape())) {
      throw new IllegalArgumentException(
          generated.name()
              + " has samples of shape "
              + generated.shape()
              + ", "
              + reference.name()
              + " of shape "
              + reference.shape()
              + "; a metric needs one shape: reshape or regenerate one of them");
    }
    requireRows(generated);
    requireRows(reference);
    requireFinite(generated);
    requireFinite(reference);
  }

  private static void requireRows(Dataset data) {
    if (data.size() < 2) {
      throw new IllegalArgumentException(
          "a metric needs at least 2 rows, " + data.name() + " has " + data.size());
    }
  }

  private static void requireFinite(Dataset data) {
    int block = data.comfortableBlock();
    for (int from = 0; from < data.size(); from += block) {
      Batch rows = data.rows(from, Math.min(block, data.size() - from));
      int start = from;
      rows.firstNonFinite()
          .ifPresent(i -> {
            throw new IllegalArgumentException(
                "row "
                    + (start + i)
                    + " of "
                    + data.name()
                    + " holds a NaN or an infinity; leave such rows out, or look why the run"
                    + " diverged");
          });
    }
  }

  /// k neighbours among at most `cap` rows.
  static void requireNeighbours(int k, int cap) {
    requireAtLeast(1, k, "the number of neighbours");
    requireAtLeast(k + 1, cap, "the cap on rows");
  }

  /// A record component that counts something.
  static void requireAtLeast(int least, int given, String what) {
    if (given < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", got " + given);
    }
  }
}
