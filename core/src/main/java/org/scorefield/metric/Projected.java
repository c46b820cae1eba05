package org.scorefield.metric;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// The coordinates of a dataset's rows, about a centre, along the columns of a matrix (d x k).
record Projected(Dataset base, Vector centre, Matrix directions) implements Dataset {
  @Override
  public String name() {
    return base.name();
  }

  @Override
  public Shape shape() {
    return Shape.vector(directions.columns());
  }

  @Override
  public int size() {
    return base.size();
  }

  @Override
  public String units() {
    return base.units();
  }

  @Override
  public Batch rows(int from, int count) {
    double[] centred = base.rows(from, count).toArray();
    int d = centre.size();
    for (int at = 0; at < centred.length; at += d) {
      for (int j = 0; j < d; j++) {
        centred[at + j] -= centre.get(j);
      }
    }
    return Batch.adopt(shape(), Products.times(centred, count, directions));
  }

  /// Blocks that are comfortable for the base, whose rows are the longer ones.
  @Override
  public int comfortableBlock() {
    return base.comfortableBlock();
  }
}
