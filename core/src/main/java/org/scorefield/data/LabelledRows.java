package org.scorefield.data;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// A dataset and, beside it, the class of each of its rows.
final class LabelledRows implements Labelled {
  private final Dataset rows;
  private final int[] labels;
  private final int classes;

  LabelledRows(Dataset rows, int[] labels, int classes) {
    if (labels.length != rows.size()) {
      throw new IllegalArgumentException(
          labels.length + " labels for " + rows.size() + " rows; give one for each row");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "label " + labels[i] + " of row " + i + " is not in 0.." + (classes - 1));
      }
    }
    this.rows = rows;
    this.labels = labels.clone();
    this.classes = classes;
  }

  @Override
  public int label(int row) {
    return labels[row];
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public String name() {
    return rows.name();
  }

  @Override
  public String units() {
    return rows.units();
  }

  @Override
  public Shape shape() {
    return rows.shape();
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public Batch rows(int from, int count) {
    return rows.rows(from, count);
  }

  @Override
  public Batch select(int... indices) {
    return rows.select(indices);
  }

  @Override
  public int comfortableBlock() {
    return rows.comfortableBlock();
  }
}
