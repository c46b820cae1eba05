package org.scorefield.array;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;

/// An immutable list of float64 numbers with value equality: a mean, a spectrum, a list of weights.
public final class Vector {
  private final double[] values;

  private Vector(double[] values) {
    this.values = values;
  }

  public static Vector of(double... values) {
    return new Vector(values.clone());
  }

  /// A vector that takes `values` over without a copy. The caller must not write to it again.
  public static Vector adopt(double[] values) {
    return new Vector(values);
  }

  public static Vector generate(int size, IntToDoubleFunction value) {
    double[] values = new double[size];
    Arrays.setAll(values, value);
    return new Vector(values);
  }

  public int size() {
    return values.length;
  }

  public double get(int i) {
    return values[Objects.checkIndex(i, values.length)];
  }

  public double first() {
    return get(0);
  }

  public double last() {
    return get(values.length - 1);
  }

  public double sum() {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum;
  }

  public DoubleStream stream() {
    return Arrays.stream(values);
  }

  /// A copy of the values.
  public double[] toArray() {
    return values.clone();
  }

  /// The backing array itself, for reading only.
  public double[] shared() {
    return values;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Vector v && Arrays.equals(values, v.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
