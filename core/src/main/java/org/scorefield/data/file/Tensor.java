package org.scorefield.data.file;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

/// Numbers in any number of axes, row-major, as they stand in a {@link SafeTensors} file:
/// immutable, with value equality. No axes is a scalar; an axis of 0 is allowed and holds nothing.
///
/// The values are doubles in memory whatever the type in the file. They are brought to that type
/// when the tensor is made, so writing and reading returns an equal tensor.
public final class Tensor {
  private final NumberType type;
  private final List<Integer> shape;
  private final double[] values;

  private Tensor(NumberType type, List<Integer> shape, double[] values) {
    this.type = type;
    this.shape = List.copyOf(shape);
    this.values = values;
    long size = 1;
    for (int axis : this.shape) {
      if (axis < 0) {
        throw new IllegalArgumentException("axes must not be negative, got " + shape);
      }
      size = Math.multiplyExact(size, (long) axis);
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          "shape " + shape + " needs " + size + " values, got " + values.length);
    }
  }

  /// A tensor of a copy of `values`, rounded to the nearest float32 if `type` is F32.
  ///
  /// @throws IllegalArgumentException if `type` cannot hold a value (see {@link NumberType#stored})
  public static Tensor of(NumberType type, List<Integer> shape, double... values) {
    return new Tensor(type, shape, Arrays.stream(values).map(type::stored).toArray());
  }

  /// A float64 tensor that takes `values` over without a copy. The caller must not write to the
  /// array again.
  public static Tensor adopt(List<Integer> shape, double[] values) {
    return new Tensor(NumberType.F64, shape, values);
  }

  /// Values just read from a file as `type`.
  static Tensor read(NumberType type, List<Integer> shape, double[] values) {
    return new Tensor(type, shape, values);
  }

  /// A float64 number without axes.
  public static Tensor scalar(double value) {
    return adopt(List.of(), new double[] {value});
  }

  public static Tensor of(Vector vector) {
    return adopt(List.of(vector.size()), vector.shared());
  }

  public static Tensor of(Matrix matrix) {
    return adopt(List.of(matrix.rows(), matrix.columns()), matrix.shared());
  }

  public NumberType type() {
    return type;
  }

  public List<Integer> shape() {
    return shape;
  }

  /// Number of values.
  public int size() {
    return values.length;
  }

  /// The value at a row-major index.
  public double get(int index) {
    return values[Objects.checkIndex(index, values.length)];
  }

  /// A copy of the values, row-major.
  public double[] toArray() {
    return values.clone();
  }

  /// The backing array itself, for reading only.
  public double[] shared() {
    return values;
  }

  /// This tensor of one axis as a vector.
  public Vector toVector() {
    requireAxes(1);
    return Vector.adopt(values);
  }

  /// This tensor of two axes as a matrix.
  public Matrix toMatrix() {
    requireAxes(2);
    return Matrix.adopt(shape.get(0), shape.get(1), values);
  }

  private void requireAxes(int axes) {
    if (shape.size() != axes) {
      throw new IllegalArgumentException("need a tensor of " + axes + " axes, got shape " + shape);
    }
  }

  /// Row-major index of the first NaN or infinity.
  public OptionalInt firstNonFinite() {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Tensor other
        && type == other.type
        && shape.equals(other.shape)
        && Arrays.equals(values, other.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, shape, Arrays.hashCode(values));
  }

  @Override
  public String toString() {
    return "Tensor[" + type + " " + shape + "]";
  }
}
