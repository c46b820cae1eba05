package org.scorefield.metric;

import java.util.Arrays;
import org.scorefield.array.Rows;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Products;

/// The nearest row of a dataset of any length to each of a set of queries. The dataset is read in
/// blocks, and never held. Among equally near rows the first one wins. Cost `2 q N d`.
///
/// Distances are good to 1e-11 relative, and 0 for equal rows, as in {@link Points}.
///
/// @param index of the nearest row, for each query
/// @param squaredDistance to it
record NearestRows(int[] index, double[] squaredDistance) {
  private static final int PAIRS_IN_MEMORY = 1 << 21;

  /// For query j, rows `except[j]` and `exceptToo[j]` do not count; -1 for none.
  ///
  /// @param shift what the queries were shifted by
  static NearestRows of(Points queries, Dataset data, Vector shift, int[] except, int[] exceptToo) {
    int q = queries.count();
    int[] index = new int[q];
    double[] best = new double[q];
    Arrays.fill(index, -1);
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    int block = Math.max(1, Math.min(data.comfortableBlock(), PAIRS_IN_MEMORY / q));
    for (int from = 0; from < data.size(); from += block) {
      int first = from;
      Points rows = Points.of(data.rows(from, Math.min(block, data.size() - from)), shift);
      double[] products =
          Products.timesTransposed(rows.matrix().shared(), rows.count(), queries.matrix());
      Rows.parallel(
          q,
          256,
          (a, b) -> {
            for (int i = 0; i < rows.count(); i++) {
              int row = first + i;
              for (int j = a; j < b; j++) {
                double square = rows.squaredDistance(i, queries, j, products[i * q + j]);
                if (square < best[j] && row != except[j] && row != exceptToo[j]) {
                  best[j] = square;
                  index[j] = row;
                }
              }
            }
          });
    }
    return new NearestRows(index, best);
  }
}
