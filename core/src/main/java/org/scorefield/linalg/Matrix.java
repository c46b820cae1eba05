package org.scorefield.linalg;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

/// A real matrix, row-major float64; immutable to the outside, with value equality. As in {@link
/// org.scorefield.array.Batch}, {@link #shared()} and {@link #adopt} spare a copy by contract.
public final class Matrix {
  private final int rows;
  private final int columns;
  private final double[] values;

  private Matrix(int rows, int columns, double[] values) {
    if (rows < 0 || columns < 0 || (long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          values.length + " values cannot fill a matrix of " + rows + " x " + columns);
    }
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  public static Matrix copyOf(int rows, int columns, double[] values) {
    return new Matrix(rows, columns, values.clone());
  }

  /// A matrix that takes `values` over without a copy. The caller must not write to it again.
  public static Matrix adopt(int rows, int columns, double[] values) {
    return new Matrix(rows, columns, values);
  }

  public static Matrix identity(int n) {
    return diagonal(n, i -> 1);
  }

  public static Matrix diagonal(int n, IntToDoubleFunction entry) {
    double[] values = new double[Math.multiplyExact(n, n)];
    for (int i = 0; i < n; i++) {
      values[i * n + i] = entry.applyAsDouble(i);
    }
    return new Matrix(n, n, values);
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public double get(int row, int column) {
    Objects.checkIndex(row, rows);
    Objects.checkIndex(column, columns);
    return values[row * columns + column];
  }

  public double[] toArray() {
    return values.clone();
  }

  /// The backing array itself, for reading only.
  public double[] shared() {
    return values;
  }

  public double[] row(int i) {
    Objects.checkIndex(i, rows);
    return Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
  }

  public Matrix transpose() {
    double[] out = new double[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        out[j * rows + i] = values[i * columns + j];
      }
    }
    return new Matrix(columns, rows, out);
  }

  /// The first k columns.
  public Matrix leadingColumns(int k) {
    Objects.checkFromIndexSize(0, k, columns);
    double[] out = new double[rows * k];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, i * columns, out, i * k, k);
    }
    return new Matrix(rows, k, out);
  }

  /// The first k rows.
  public Matrix leadingRows(int k) {
    Objects.checkFromIndexSize(0, k, rows);
    return new Matrix(k, columns, Arrays.copyOf(values, k * columns));
  }

  /// `this * other`.
  public Matrix times(Matrix other) {
    return new Matrix(rows, other.columns, Products.times(values, rows, other));
  }

  /// `this * other^T`.
  public Matrix timesTransposed(Matrix other) {
    return new Matrix(rows, other.rows, Products.timesTransposed(values, rows, other));
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Matrix m
        && rows == m.rows
        && columns == m.columns
        && Arrays.equals(values, m.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + columns) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Matrix[" + rows + " x " + columns + "]";
  }
}
