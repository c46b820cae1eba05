package org.scorefield.convex;

import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// A network of two layers as numbers: the score model
///
/// `s(x) = sum_j alpha_j f(u_j . x + b_j) + V x + c`
///
/// of Zhang and Pilanci (2402.01965), f the {@link Activation}, m hidden units, d components. A
/// network without skip connection has V = 0; one without hidden units, m = 0, is affine.
///
/// Scores are `grad log p`, one over units of the data. Cost of a batch of n: 4nmd.
///
/// @param activation f
/// @param inner u_j, m x d
/// @param hiddenBiases b_j, m
/// @param outer alpha_j, m x d
/// @param skip V, d x d
/// @param bias c, d
public record TwoLayerScore(
    Activation activation,
    Matrix inner,
    Vector hiddenBiases,
    Matrix outer,
    Matrix skip,
    Vector bias)
    implements ScoreFunction {
  /// Pre-activations held at a time.
  private static final int BLOCK = 1 << 20;

  public TwoLayerScore {
    int d = bias.size();
    int m = hiddenBiases.size();
    if (d < 1
        || inner.rows() != m
        || inner.columns() != d
        || outer.rows() != m
        || outer.columns() != d
        || skip.rows() != d
        || skip.columns() != d) {
      throw new IllegalArgumentException(
          "with m = %d hidden biases and d = %d output biases, inner and outer weights must be m x d and the skip connection d x d with d >= 1; got %s, %s and %s"
              .formatted(m, d, inner, outer, skip));
    }
    if (!finite(inner.shared())
        || !finite(outer.shared())
        || !finite(skip.shared())
        || !finite(hiddenBiases.shared())
        || !finite(bias.shared())) {
      throw new IllegalArgumentException(
          "a network must have finite weights; these hold a NaN or an infinity");
    }
  }

  /// `V x + c`: no hidden units.
  public static TwoLayerScore affine(Matrix skip, Vector bias) {
    int d = bias.size();
    Matrix none = Matrix.adopt(0, d, new double[0]);
    return new TwoLayerScore(Activation.RELU, none, Vector.of(), none, skip, bias);
  }

  /// Components of the state, d.
  @Override
  public int dimension() {
    return bias.size();
  }

  /// Hidden units, m.
  public int units() {
    return hiddenBiases.size();
  }

  /// s for each sample; the shape stays, its size must be d.
  @Override
  public Batch score(Batch x) {
    requireDimension(x.shape());
    int n = x.count();
    int d = dimension();
    double[] out = Products.timesTransposed(x.shared(), n, skip);
    inBlocks(
        x,
        (from, length, hidden) -> {
          activate(hidden, false);
          double[] sum = Products.times(hidden, length, outer);
          for (int i = 0; i < sum.length; i++) {
            out[from * d + i] += sum[i];
          }
        });
    for (int i = 0; i < out.length; i++) {
      out[i] += bias.shared()[i % d];
    }
    return Batch.adopt(x.shape(), out);
  }

  /// The trace of the Jacobian for each sample, `div s = sum_j f'(u_j . x + b_j) alpha_j . u_j + tr
  /// V`; with the convention of {@link Activation#derivative} on a kink.
  public Vector divergence(Batch x) {
    requireDimension(x.shape());
    int m = units();
    double[] weights = new double[m];
    for (int j = 0; j < m; j++) {
      weights[j] = dot(inner.row(j), outer.row(j));
    }
    double trace = IntStream.range(0, dimension()).mapToDouble(i -> skip.get(i, i)).sum();
    double[] out = new double[x.count()];
    inBlocks(
        x,
        (from, length, hidden) -> {
          activate(hidden, true);
          for (int i = 0; i < length; i++) {
            double sum = trace;
            for (int j = 0; j < m; j++) {
              sum += weights[j] * hidden[i * m + j];
            }
            out[from + i] = sum;
          }
        });
    return Vector.adopt(out);
  }

  /// `sum_j |u_j|^2 + |alpha_j|^2`; biases and skip connection do not count. The penalty of an
  /// objective is beta/2 times this.
  public double weightDecay() {
    return dot(inner.shared(), inner.shared()) + dot(outer.shared(), outer.shared());
  }

  @FunctionalInterface
  private interface Block {
    void run(int from, int length, double[] preActivations);
  }

  /// Pre-activations `u_j . x + b_j`, row-major, for a block of rows at a time. The split changes
  /// no bit: every row is on its own.
  private void inBlocks(Batch x, Block block) {
    int m = units();
    int n = x.count();
    int step = Math.max(1, BLOCK / Math.max(1, m));
    for (int from = 0; from < n; from += step) {
      int length = Math.min(step, n - from);
      double[] rows = step >= n ? x.shared() : x.slice(from, length).shared();
      double[] hidden = Products.timesTransposed(rows, length, inner);
      block.run(from, length, hidden);
    }
  }

  /// Adds the biases and applies f or its derivative, in place.
  private void activate(double[] hidden, boolean derivative) {
    int m = units();
    double[] biases = hiddenBiases.shared();
    Rows.parallel(
        m == 0 ? 0 : hidden.length / m,
        1024,
        (from, to) -> {
          for (int k = from * m; k < to * m; k++) {
            double z = hidden[k] + biases[k % m];
            hidden[k] = derivative ? activation.derivative(z) : activation.value(z);
          }
        });
  }

  private void requireDimension(Shape shape) {
    if (shape.size() != dimension()) {
      throw new IllegalArgumentException(
          "the network has d = "
              + dimension()
              + " components, samples of shape "
              + shape
              + " have "
              + shape.size());
    }
  }

  private static boolean finite(double[] values) {
    double check = 0;
    for (double v : values) {
      check += v * 0;
    }
    return check == 0;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
