package org.scorefield.data;

import java.util.Arrays;
import java.util.Objects;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// Some rows of a dataset, in a chosen order: a view, no values are copied until they are read.
public final class Subset implements Dataset {
  private final String name;
  private final Dataset whole;
  private final int[] indices;

  private Subset(String name, Dataset whole, int[] indices) {
    for (int index : indices) {
      if (index < 0 || index >= whole.size()) {
        throw new IllegalArgumentException(
            "row " + index + " is not in 0.." + (whole.size() - 1) + " of " + whole.name());
      }
    }
    this.name = name;
    this.whole = whole;
    this.indices = indices;
  }

  /// The rows of `whole` with these indices; {@link Labelled} if `whole` is.
  ///
  /// @param name what to call the subset
  public static Dataset of(String name, Dataset whole, int... indices) {
    Subset subset = new Subset(name, whole, indices.clone());
    return whole instanceof Labelled labelled
        ? Labelled.of(
            subset, Arrays.stream(indices).map(labelled::label).toArray(), labelled.classes())
        : subset;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String units() {
    return whole.units();
  }

  @Override
  public Shape shape() {
    return whole.shape();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public Batch rows(int from, int count) {
    Objects.checkFromIndexSize(from, count, indices.length);
    return whole.select(Arrays.copyOfRange(indices, from, from + count));
  }

  @Override
  public Batch select(int... chosen) {
    return whole.select(Arrays.stream(chosen).map(i -> indices[i]).toArray());
  }

  @Override
  public int comfortableBlock() {
    return whole.comfortableBlock();
  }
}
