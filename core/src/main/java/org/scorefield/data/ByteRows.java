package org.scorefield.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// A dataset kept as unsigned bytes and decoded by a table of 256 numbers when it is read.
final class ByteRows implements Dataset {
  private final String name;
  private final String units;
  private final Shape shape;
  private final int dimension;
  private final int size;
  private final byte[] values;
  private final double[] table = new double[256];

  ByteRows(String name, String units, Shape shape, byte[] values, IntToDoubleFunction decode) {
    this.dimension = shape.size();
    if (values.length % dimension != 0) {
      throw new IllegalArgumentException(
          values.length + " bytes are not a whole number of samples of shape " + shape);
    }
    this.name = name;
    this.units = units;
    this.shape = shape;
    this.size = values.length / dimension;
    this.values = values;
    Arrays.setAll(table, decode);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String units() {
    return units;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Batch rows(int from, int count) {
    Objects.checkFromIndexSize(from, count, size);
    double[] out = new double[Math.multiplyExact(count, dimension)];
    int first = from * dimension;
    for (int i = 0; i < out.length; i++) {
      out[i] = table[values[first + i] & 0xFF];
    }
    return Batch.adopt(shape, out);
  }
}
