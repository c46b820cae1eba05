package org.scorefield.data;

/// A dataset whose rows each belong to one of a few classes.
public interface Labelled extends Dataset {

  /// The class of a row, in `0 .. classes()-1`.
  int label(int row);

  /// Number of classes; a class may have no rows.
  int classes();

  /// `rows` with the class of each: as many labels as rows, each in `0 .. classes-1`.
  static Labelled of(Dataset rows, int[] labels, int classes) {
    return new LabelledRows(rows, labels, classes);
  }
}
