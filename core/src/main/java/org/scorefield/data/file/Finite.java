package org.scorefield.data.file;

import org.scorefield.array.Batch;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;

/// Data must be finite: one NaN in the mean and every number after it is lost.
final class Finite {
  private Finite() {}

  /// The batch as a dataset in the file's own units.
  static Dataset dataset(String where, String name, Batch batch) {
    batch.firstNonFinite().ifPresent(row -> refuse(where, batch, row));
    return Dataset.of(name, "as in the file", batch);
  }

  private static void refuse(String where, Batch batch, int row) {
    int column = 0;
    while (Double.isFinite(batch.get(row, column))) {
      column++;
    }
    throw new DataException(
        where + ", row " + (row + 1) + ", component " + (column + 1),
        "the value is " + batch.get(row, column),
        "drop the row or fill the value in");
  }
}
