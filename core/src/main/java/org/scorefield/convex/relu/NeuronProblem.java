package org.scorefield.convex.relu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.gated.DenoisingPairs;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// What a network of two layers is trained for: least squares with weight decay,
///
/// `min 1/2 |Y - sum_j f(X u_j) alpha_j^T - F W|^2 + beta/2 sum_j (|u_j|^2 + |alpha_j|^2)`,
///
/// sums over rows, not means. X has a row for each example and a column for each input of the
/// hidden layer, a column of ones among them where units have biases: *a bias in X counts as a
/// weight*. F holds the inputs of the affine part, which carries no penalty; for every choice of
/// neurons its best W is known in closed form, so that residuals are `Pi (Y - sum_j ...)` with `Pi
/// = I - Q Q^T`, Q an orthonormal basis of the columns of F. Columns of F may depend on each other.
public final class NeuronProblem {
  /// Share of a column of F that is new, below which it is taken to depend on the others: it takes
  /// a mean of 1e12 deviations to lose a slope to it.
  private static final double FLAT = 1e-12;

  private final Activation activation;
  private final Matrix rows;
  private final Matrix targets;
  private final Matrix free;
  private final Matrix basis;
  private final Matrix map;
  private final double[] target;

  private NeuronProblem(Activation activation, Matrix rows, Matrix targets, Matrix free) {
    this.activation = activation;
    this.rows = rows;
    this.targets = targets;
    this.free = free;
    Orthonormal orthonormal = orthonormal(free);
    this.basis = orthonormal.basis;
    this.map = orthonormal.map;
    this.target = project(targets.shared());
  }

  /// @param rows X, n x D with n and D at least 1
  /// @param targets Y, n x q
  /// @param free F, n x k; n x 0 for none
  /// @throws IllegalArgumentException if sizes do not fit or a value is not finite
  public static NeuronProblem of(Activation activation, Matrix rows, Matrix targets, Matrix free) {
    int n = rows.rows();
    if (n < 1 || rows.columns() < 1 || targets.columns() < 1) {
      throw new IllegalArgumentException(
          "a network needs at least one row, one input and one output, got inputs %s and targets %s"
              .formatted(rows, targets));
    }
    if (targets.rows() != n || free.rows() != n) {
      throw new IllegalArgumentException(
          "inputs, targets and free columns need a row for each example, got %s, %s and %s"
              .formatted(rows, targets, free));
    }
    requireFinite(rows, "inputs");
    requireFinite(targets, "targets");
    requireFinite(free, "free columns");
    return new NeuronProblem(activation, rows, targets, free);
  }

  /// Denoising score matching at one noise level, with hidden biases: `X = (x, 1)`, Y the targets.
  public static NeuronProblem denoising(
      DenoisingPairs pairs, Activation activation, AffinePart affine) {
    Batch x = pairs.noisy();
    int n = x.count();
    int d = x.dimension();
    double[] ones = withOne(x);
    int columns = (affine.skip() ? d : 0) + (affine.bias() ? 1 : 0);
    double[] free = new double[Math.multiplyExact(n, columns)];
    for (int r = 0; r < n; r++) {
      System.arraycopy(ones, r * (d + 1) + (affine.skip() ? 0 : d), free, r * columns, columns);
    }
    return of(
        activation,
        Matrix.adopt(n, d + 1, ones),
        Matrix.adopt(n, d, pairs.targets().shared()),
        Matrix.adopt(n, columns, free));
  }

  private static double[] withOne(Batch x) {
    int d = x.dimension();
    double[] out = new double[Math.multiplyExact(x.count(), d + 1)];
    for (int r = 0; r < x.count(); r++) {
      System.arraycopy(x.shared(), r * d, out, r * (d + 1), d);
      out[r * (d + 1) + d] = 1;
    }
    return out;
  }

  /// The same with a weight on the squared error of each row. Rows, targets and free columns are
  /// multiplied by its root: f is positively homogeneous, so predictions are too, and no activation
  /// pattern changes.
  ///
  /// @param weights n, each > 0
  public NeuronProblem weighted(Vector weights) {
    if (weights.size() != count() || !weights.stream().allMatch(w -> w > 0)) {
      throw new IllegalArgumentException(
          "a positive weight is needed for each of the %d rows; leave rows of weight 0 out"
              .formatted(count()));
    }
    double[] roots = weights.stream().map(Math::sqrt).toArray();
    return of(activation, scaled(rows, roots), scaled(targets, roots), scaled(free, roots));
  }

  private static Matrix scaled(Matrix a, double[] factors) {
    double[] out = a.toArray();
    for (int i = 0; i < out.length; i++) {
      out[i] *= factors[i / a.columns()];
    }
    return Matrix.adopt(a.rows(), a.columns(), out);
  }

  private static void requireFinite(Matrix a, String what) {
    for (double v : a.shared()) {
      if (!Double.isFinite(v)) {
        throw new IllegalArgumentException("the " + what + " hold a NaN or an infinity");
      }
    }
  }

  /// `Q = F M`.
  private record Orthonormal(Matrix basis, Matrix map) {}

  /// Gram-Schmidt, each column twice over; no Gram matrix, which would lose half the digits. Cost n
  /// k^2.
  private static Orthonormal orthonormal(Matrix free) {
    int n = free.rows();
    int k = free.columns();
    Matrix columns = free.transpose();
    List<double[]> basis = new ArrayList<>();
    List<double[]> maps = new ArrayList<>();
    for (int j = 0; j < k; j++) {
      double[] q = columns.row(j);
      double[] m = new double[k];
      m[j] = 1;
      double length = Math.sqrt(squared(q));
      for (int pass = 0; pass < 2; pass++) {
        for (int b = 0; b < basis.size(); b++) {
          double[] other = basis.get(b);
          double c = 0;
          for (int r = 0; r < n; r++) {
            c += other[r] * q[r];
          }
          subtract(q, c, other);
          subtract(m, c, maps.get(b));
        }
      }
      double fresh = Math.sqrt(squared(q));
      if (fresh > FLAT * length) {
        basis.add(Arrays.stream(q).map(v -> v / fresh).toArray());
        maps.add(Arrays.stream(m).map(v -> v / fresh).toArray());
      }
    }
    return new Orthonormal(columns(basis, n), columns(maps, k));
  }

  private static void subtract(double[] a, double c, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] -= c * b[i];
    }
  }

  private static Matrix columns(List<double[]> columns, int rows) {
    double[] out = new double[rows * columns.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = columns.get(i % columns.size())[i / columns.size()];
    }
    return Matrix.adopt(rows, columns.size(), out);
  }

  public Activation activation() {
    return activation;
  }

  /// X, n x D.
  public Matrix rows() {
    return rows;
  }

  /// Y, n x q.
  public Matrix targets() {
    return targets;
  }

  /// F, n x k.
  public Matrix free() {
    return free;
  }

  /// Number of rows, n.
  public int count() {
    return rows.rows();
  }

  /// Inputs of the hidden layer, D.
  public int width() {
    return rows.columns();
  }

  /// q.
  public int outputs() {
    return targets.columns();
  }

  /// The objective of a network as it stands.
  ///
  /// @param affine W, k x q
  public double objective(Neurons neurons, Matrix affine, double beta) {
    requireFit(neurons);
    double[] all = predict(neurons);
    double[] part = Products.times(free.shared(), count(), affine);
    double sum = 0;
    for (int i = 0; i < all.length; i++) {
      double e = targets.shared()[i] - all[i] - part[i];
      sum += e * e;
    }
    return sum / 2 + beta / 2 * neurons.weightDecay();
  }

  /// The objective with the best affine part and balanced neurons, `1/2 |R|^2 + beta sum |u_j|
  /// |alpha_j|`: the same function at no higher a cost.
  public double objective(Neurons neurons, double beta) {
    return squared(residual(neurons)) / 2 + beta * neurons.pathNorm();
  }

  /// The best W for given neurons, k x q; the least of them where several are.
  public Matrix affine(Neurons neurons) {
    double[] rest = rest(neurons);
    return map.times(
        Products.transposeTimes(basis.shared(), rest, count(), basis.columns(), outputs()));
  }

  /// `beta_max`: the least beta at which the best network has no neurons is the largest correlation
  /// of a unit neuron with this, `Pi Y`, n x q.
  double[] target() {
    return target;
  }

  /// `R = Pi (Y - sum_j f(X u_j) alpha_j^T)`, n x q.
  double[] residual(Neurons neurons) {
    return project(rest(neurons));
  }

  private double[] rest(Neurons neurons) {
    requireFit(neurons);
    double[] out = predict(neurons);
    for (int i = 0; i < out.length; i++) {
      out[i] = targets.shared()[i] - out[i];
    }
    return out;
  }

  /// `f(X u)` for each row u of a matrix, n x m.
  double[] hidden(Matrix inner) {
    double[] z = Products.timesTransposed(rows.shared(), count(), inner);
    for (int i = 0; i < z.length; i++) {
      z[i] = activation.value(z[i]);
    }
    return z;
  }

  private double[] predict(Neurons neurons) {
    return Products.times(hidden(neurons.inner()), count(), neurons.outer());
  }

  /// `Pi S` for n x c.
  double[] project(double[] s) {
    if (basis.columns() == 0) {
      return s;
    }
    Matrix inner =
        Products.transposeTimes(basis.shared(), s, count(), basis.columns(), s.length / count());
    double[] span = Products.times(basis.shared(), count(), inner);
    for (int k = 0; k < span.length; k++) {
      span[k] = s[k] - span[k];
    }
    return span;
  }

  /// The value of the dual at `c R` with the best c that is allowed, a lower bound of the objective
  /// of every network whose neurons correlate with R by at most `bound` when their weights are of
  /// norm 1: `max c <R, Y> - c^2/2 |R|^2` over `|c| <= beta/bound`.
  ///
  /// @param residual `Pi R = R`
  double lowerBound(double[] residual, double bound, double beta) {
    double square = squared(residual);
    if (square == 0) {
      return 0;
    }
    double inner = 0;
    for (int i = 0; i < residual.length; i++) {
      inner += residual[i] * target[i];
    }
    double most = bound > 0 ? beta / bound : Double.MAX_VALUE;
    double c = Math.clamp(inner / square, -most, most);
    return c * inner - c * c / 2 * square;
  }

  private void requireFit(Neurons neurons) {
    if (neurons.inner().columns() != width() || neurons.outer().columns() != outputs()) {
      throw new IllegalArgumentException(
          "the rows have %d inputs and %d outputs, the neurons are %s and %s"
              .formatted(width(), outputs(), neurons.inner(), neurons.outer()));
    }
  }

  static double squared(double[] a) {
    return Arrays.stream(a).map(v -> v * v).sum();
  }

  /// Refuses a weight decay that is none.
  static void requireBeta(double beta) {
    if (!(beta > 0) || !Double.isFinite(beta)) {
      throw new IllegalArgumentException(
          "beta must be positive and finite, got "
              + beta
              + "; without weight decay every network that fits the rows is optimal");
    }
  }

  @Override
  public String toString() {
    return "NeuronProblem[%d rows, %d inputs, %d outputs, %d free columns]"
        .formatted(count(), width(), outputs(), free.columns());
  }
}
