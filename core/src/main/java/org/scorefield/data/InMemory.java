package org.scorefield.data;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// A dataset that is one batch.
record InMemory(String name, String units, Batch batch) implements Dataset {
  @Override
  public Shape shape() {
    return batch.shape();
  }

  @Override
  public int size() {
    return batch.count();
  }

  @Override
  public Batch rows(int from, int count) {
    return from == 0 && count == size() ? batch : batch.slice(from, count);
  }
}
