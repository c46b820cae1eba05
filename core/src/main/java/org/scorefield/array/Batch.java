package org.scorefield.array;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;

/// n samples of one {@link Shape}, row-major float64: sample i occupies components `i*d ..
/// (i+1)*d-1`.
///
/// Immutable to the outside, with value equality. Kernels inside the project read the backing array
/// through {@link #shared()} and hand over freshly written ones through {@link #adopt}; both are
/// contracts, not copies, and no one writes to an array once it is in a batch. An empty batch (n =
/// 0) is allowed.
///
/// The arithmetic here is element-wise, so the result for one sample never depends on its
/// neighbours.
public final class Batch {
  private final Shape shape;
  private final int count;
  private final double[] values;

  private Batch(Shape shape, double[] values) {
    int size = shape.size();
    if (values.length % size != 0) {
      throw new IllegalArgumentException(
          values.length + " values are not a whole number of samples of shape " + shape);
    }
    this.shape = shape;
    this.count = values.length / size;
    this.values = values;
  }

  /// A batch of a copy of `values`.
  public static Batch copyOf(Shape shape, double[] values) {
    return new Batch(shape, values.clone());
  }

  /// A batch that takes `values` over without a copy. The caller must not write to the array again.
  public static Batch adopt(Shape shape, double[] values) {
    return new Batch(shape, values);
  }

  /// One sample a row; every row must have the size of the shape.
  public static Batch ofRows(Shape shape, double[]... rows) {
    int d = shape.size();
    double[] values = new double[Math.multiplyExact(rows.length, d)];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != d) {
        throw new IllegalArgumentException(
            "row " + i + " has " + rows[i].length + " components, shape " + shape + " needs " + d);
      }
      System.arraycopy(rows[i], 0, values, i * d, d);
    }
    return new Batch(shape, values);
  }

  public static Batch zeros(Shape shape, int count) {
    return new Batch(shape, new double[Math.multiplyExact(count, shape.size())]);
  }

  /// The batches one after another; all of one shape, at least one of them.
  public static Batch concat(List<Batch> parts) {
    Shape shape = parts.getFirst().shape;
    long total = 0;
    for (Batch part : parts) {
      requireSameShape(shape, part.shape);
      total += part.values.length;
    }
    double[] values = new double[Math.toIntExact(total)];
    int at = 0;
    for (Batch part : parts) {
      System.arraycopy(part.values, 0, values, at, part.values.length);
      at += part.values.length;
    }
    return new Batch(shape, values);
  }

  public Shape shape() {
    return shape;
  }

  /// Number of samples, n.
  public int count() {
    return count;
  }

  /// Components of one sample, d.
  public int dimension() {
    return count == 0 ? shape.size() : values.length / count;
  }

  public double get(int sample, int component) {
    int d = dimension();
    java.util.Objects.checkIndex(sample, count);
    java.util.Objects.checkIndex(component, d);
    return values[sample * d + component];
  }

  /// A copy of one sample.
  public double[] row(int sample) {
    java.util.Objects.checkIndex(sample, count);
    int d = dimension();
    return Arrays.copyOfRange(values, sample * d, (sample + 1) * d);
  }

  /// A copy of all values, row-major.
  public double[] toArray() {
    return values.clone();
  }

  /// The backing array itself, for reading only.
  public double[] shared() {
    return values;
  }

  /// Samples `from .. from+length-1` as a batch of their own (copied).
  public Batch slice(int from, int length) {
    java.util.Objects.checkFromIndexSize(from, length, count);
    int d = dimension();
    return new Batch(shape, Arrays.copyOfRange(values, from * d, (from + length) * d));
  }

  /// The same values read as another shape of the same size.
  public Batch reshape(Shape other) {
    if (other.size() != shape.size()) {
      throw new IllegalArgumentException("shape " + shape + " cannot be read as " + other);
    }
    return new Batch(other, values);
  }

  public Batch times(double a) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = a * values[i];
    }
    return new Batch(shape, out);
  }

  public Batch plus(Batch other) {
    return combine(1, this, 1, other);
  }

  public Batch minus(Batch other) {
    return combine(1, this, -1, other);
  }

  /// `this + scale * other`.
  public Batch plus(Batch other, double scale) {
    return combine(1, this, scale, other);
  }

  public Batch map(DoubleUnaryOperator f) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = f.applyAsDouble(values[i]);
    }
    return new Batch(shape, out);
  }

  /// `a x + b y`, in one pass.
  public static Batch combine(double a, Batch x, double b, Batch y) {
    x.requireSame(y);
    double[] p = x.values;
    double[] q = y.values;
    double[] out = new double[p.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = a * p[i] + b * q[i];
    }
    return new Batch(x.shape, out);
  }

  /// `a x + b y + c z`, in one pass.
  public static Batch combine(double a, Batch x, double b, Batch y, double c, Batch z) {
    x.requireSame(y);
    x.requireSame(z);
    double[] p = x.values;
    double[] q = y.values;
    double[] r = z.values;
    double[] out = new double[p.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = a * p[i] + b * q[i] + c * r[i];
    }
    return new Batch(x.shape, out);
  }

  /// The linear combination of any number of batches; at least one, one weight each.
  public static Batch combine(double[] weights, List<Batch> terms) {
    if (weights.length != terms.size() || weights.length == 0) {
      throw new IllegalArgumentException(
          "need one weight for each of at least one term, got "
              + weights.length
              + " weights for "
              + terms.size()
              + " terms");
    }
    Batch first = terms.getFirst();
    double[] out = new double[first.values.length];
    for (int k = 0; k < weights.length; k++) {
      first.requireSame(terms.get(k));
      double w = weights[k];
      double[] v = terms.get(k).values;
      for (int i = 0; i < out.length; i++) {
        out[i] += w * v[i];
      }
    }
    return new Batch(first.shape, out);
  }

  /// Index of the first sample that holds a NaN or an infinity.
  public OptionalInt firstNonFinite() {
    double check = 0;
    for (double v : values) {
      check += v * 0;
    }
    if (check == 0) {
      return OptionalInt.empty();
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        return OptionalInt.of(i / dimension());
      }
    }
    return OptionalInt.empty();
  }

  private void requireSame(Batch other) {
    if (other.values.length != values.length || !other.shape.equals(shape)) {
      throw new IllegalArgumentException(
          "batches differ: "
              + count
              + " of "
              + shape
              + " and "
              + other.count
              + " of "
              + other.shape);
    }
  }

  private static void requireSameShape(Shape a, Shape b) {
    if (!a.equals(b)) {
      throw new IllegalArgumentException("shapes differ: " + a + " and " + b);
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Batch other
        && shape.equals(other.shape)
        && Arrays.equals(values, other.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Batch[" + count + " of " + shape + "]";
  }
}
