package org.scorefield.convex.gated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.ScoreFunction;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// A gated network as numbers, with d inputs and q outputs:
///
/// `s(x) = sum_i f'(g_i . x) Z_i^T x + V x + c`
///
/// with f' 1 or 0 for ReLU, 1 or -1 for the absolute value, as `g_i . x > 0`; with hidden biases x
/// stands for (x, 1) in the sum. It is linear within each cell of the gates and **jumps between
/// them**, which an adaptive ODE solver notices. Cost of a batch of n: 2nPDq.
///
/// With as many outputs as inputs it may be a score; {@link #score}, {@link #divergence} and {@link
/// #dimension} ask for that.
///
/// @param activation f
/// @param hiddenBias whether rows have a 1 behind
/// @param gates g_i, P x D
/// @param weights Z_i, P blocks of D x q, row-major
/// @param skip V, q x d
/// @param bias c, q
public record GatedScore(
    Activation activation,
    boolean hiddenBias,
    Matrix gates,
    Vector weights,
    Matrix skip,
    Vector bias)
    implements ScoreFunction {

  public GatedScore {
    int d = skip.columns();
    int q = bias.size();
    int width = d + (hiddenBias ? 1 : 0);
    if (d < 1
        || q < 1
        || skip.rows() != q
        || gates.columns() != width
        || weights.size() != (long) gates.rows() * width * q) {
      throw new IllegalArgumentException(
          "with d = %d inputs and q = %d output biases, gates have %d columns, each %d weights, and the skip connection is q x d; got %s, %d weights and %s"
              .formatted(d, q, width, width * q, gates, weights.size(), skip));
    }
  }

  /// Leaves out gates whose weights are 0.
  static GatedScore of(GateSet patterns, Vector z, Matrix skip, Vector bias) {
    int width = patterns.width();
    int block = width * bias.size();
    double[] gates = new double[patterns.count() * width];
    double[] weights = new double[z.size()];
    int kept = 0;
    for (int i = 0; i < patterns.count(); i++) {
      if (GatedPenalty.frobenius(z.shared(), i * block, block) > 0) {
        System.arraycopy(patterns.gates().shared(), i * width, gates, kept * width, width);
        System.arraycopy(z.shared(), i * block, weights, kept * block, block);
        kept++;
      }
    }
    return new GatedScore(
        patterns.activation(),
        patterns.hiddenBias(),
        Matrix.adopt(kept, width, Arrays.copyOf(gates, kept * width)),
        Vector.adopt(Arrays.copyOf(weights, kept * block)),
        skip,
        bias);
  }

  /// d.
  @Override
  public int inputs() {
    return skip.columns();
  }

  /// q.
  @Override
  public int outputs() {
    return bias.size();
  }

  /// Components of the state, d.
  ///
  /// @throws IllegalStateException if there are not as many outputs as inputs
  @Override
  public int dimension() {
    if (inputs() != outputs()) {
      throw new IllegalStateException(
          "from %d inputs to %d outputs is no score; ask for its value"
              .formatted(inputs(), outputs()));
    }
    return inputs();
  }

  /// Number of gates in use.
  public int count() {
    return gates.rows();
  }

  /// s for each sample; the shape stays, its size must be d.
  @Override
  public Batch score(Batch x) {
    requireInputs(x.shape());
    dimension();
    return value(x);
  }

  @Override
  public Batch value(Batch x) {
    requireInputs(x.shape());
    int q = outputs();
    double[] out = Products.timesTransposed(x.shared(), x.count(), skip);
    if (count() > 0 && x.count() > 0) {
      double[] sum =
          new GateFeatures(
                  GatePatterns.augmented(x, hiddenBias),
                  x.count(),
                  gates.columns(),
                  GatePatterns.open(x, gates, hiddenBias).bits(),
                  activation == Activation.RELU ? 0 : -1)
              .forward(weights.shared(), q);
      for (int k = 0; k < out.length; k++) {
        out[k] += sum[k];
      }
    }
    for (int k = 0; k < out.length; k++) {
      out[k] += bias.shared()[k % q];
    }
    return Batch.adopt(q == inputs() ? x.shape() : Shape.vector(q), out);
  }

  /// The trace of the Jacobian for each sample, off the gates: `sum_i f'(g_i . x) tr E^T Z_i + tr
  /// V`. The jumps at the gates do not show in it.
  public Vector divergence(Batch x) {
    requireInputs(x.shape());
    int d = dimension();
    long[][] bits = GatePatterns.open(x, gates, hiddenBias).bits();
    double[] traces = new double[count()];
    for (int i = 0; i < count(); i++) {
      for (int j = 0; j < d; j++) {
        traces[i] += weights.get(i * gates.columns() * d + j * d + j);
      }
    }
    double fixed = 0;
    for (int j = 0; j < d; j++) {
      fixed += skip.get(j, j);
    }
    double closed = activation == Activation.RELU ? 0 : -1;
    double[] out = new double[x.count()];
    for (int r = 0; r < out.length; r++) {
      double sum = fixed;
      for (int i = 0; i < traces.length; i++) {
        boolean open = (bits[i][r >> 6] >>> (r & 63) & 1) != 0;
        sum += traces[i] * (open ? 1 : closed);
      }
      out[r] = sum;
    }
    return Vector.adopt(out);
  }

  /// The units: for each gate and each singular value of its Z one, balanced, so that half the sum
  /// of their squares is the nuclear norm. At most min(D, q) a gate.
  public List<GatedUnit> units() {
    int width = gates.columns();
    int q = outputs();
    List<GatedUnit> units = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      double[] z = Arrays.copyOfRange(weights.shared(), i * width * q, (i + 1) * width * q);
      SmallSvd svd = SmallSvd.of(Matrix.adopt(width, q, z));
      for (int k = 0; k < svd.values().size(); k++) {
        double sigma = svd.values().get(k);
        if (sigma > 1e-12 * svd.values().first()) {
          units.add(
              new GatedUnit(
                  Vector.adopt(gates.row(i)),
                  column(svd.left(), k, Math.sqrt(sigma)),
                  column(svd.right(), k, Math.sqrt(sigma))));
        }
      }
    }
    return List.copyOf(units);
  }

  private static Vector column(Matrix m, int k, double scale) {
    return Vector.generate(m.rows(), i -> scale * m.get(i, k));
  }

  private void requireInputs(Shape shape) {
    if (shape.size() != inputs()) {
      throw new IllegalArgumentException(
          "the network has d = "
              + inputs()
              + " components, samples of shape "
              + shape
              + " have "
              + shape.size());
    }
  }
}
