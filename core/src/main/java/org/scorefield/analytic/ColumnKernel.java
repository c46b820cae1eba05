package org.scorefield.analytic;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;

/// A mixture in few dimensions, where a matrix product has too little to do: blocks of samples held
/// as one array a coordinate, component after component, in loops over the samples that the
/// compiler vectorises. Every operation on a sample is the same wherever it is in the block.
final class ColumnKernel implements MixtureKernel {
  /// Beyond this matrix products are faster, and components that do not count worth leaving out.
  static final int LARGEST_DIMENSION = 8;

  /// Responsibilities below this are given as 0, as in {@link GroupedKernel}.
  private static final double NEGLIGIBLE = 1e-30;

  /// Multiply-adds below which a second thread does not pay.
  private static final int GRAIN = 1 << 20;

  private final int dimension;
  private final int count;
  private final List<Member> members;

  ColumnKernel(Vector weights, List<Gaussian> components) {
    this.dimension = components.getFirst().shape().size();
    this.count = components.size();
    this.members =
        IntStream.range(0, count)
            .filter(c -> weights.get(c) > 0)
            .mapToObj(c -> Member.of(c, Math.log(weights.get(c)), components.get(c)))
            .toList();
  }

  /// A component of positive weight with a full basis: directions its own basis leaves out are
  /// completed, at the residual variance.
  ///
  /// @param index in the mixture
  /// @param basis d x d, orthonormal columns
  /// @param aligned whether the basis is the coordinate axes
  private record Member(
      int index,
      double logWeight,
      Gaussian gaussian,
      Matrix basis,
      Vector variances,
      boolean aligned) {

    static Member of(int index, double logWeight, Gaussian g) {
      int d = g.shape().size();
      int r = g.rank();
      Matrix basis = r == 0 ? Matrix.identity(d) : completed(g.basis());
      Vector variances = Vector.generate(d, k -> k < r ? g.variances().get(k) : g.residual());
      boolean aligned = basis.equals(Matrix.identity(d));
      return new Member(index, logWeight, g, basis, variances, aligned);
    }

    /// The eigenvectors of `I - U U^T` at 1 are the directions that U leaves out.
    private static Matrix completed(Matrix u) {
      int d = u.rows();
      int r = u.columns();
      if (r == d) {
        return u;
      }
      double[] projector = Matrix.identity(d).shared().clone();
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          for (int k = 0; k < r; k++) {
            projector[i * d + j] -= u.get(i, k) * u.get(j, k);
          }
        }
      }
      SymmetricEigen eigen = SymmetricEigen.of(Matrix.adopt(d, d, projector));
      double[] full = new double[d * d];
      for (int i = 0; i < d; i++) {
        for (int k = 0; k < d; k++) {
          full[i * d + k] = k < r ? u.get(i, k) : eigen.vectors().get(i, k - r);
        }
      }
      return Matrix.adopt(d, d, full);
    }

    /// `diag(lambda + noise)^(-1/2) U^T`, row-major.
    double[] whitening(double noise) {
      int d = basis.rows();
      double[] out = new double[d * d];
      for (int k = 0; k < d; k++) {
        double scale = 1 / Math.sqrt(variances.get(k) + noise);
        for (int j = 0; j < d; j++) {
          out[k * d + j] = scale * basis.get(j, k);
        }
      }
      return out;
    }

    /// `U diag(factor(lambda)) U^T`, row-major.
    double[] spectral(DoubleUnaryOperator factor) {
      int d = basis.rows();
      double[] out = new double[d * d];
      for (int k = 0; k < d; k++) {
        double f = factor.applyAsDouble(variances.get(k));
        for (int i = 0; i < d; i++) {
          for (int j = 0; j < d; j++) {
            out[i * d + j] += f * basis.get(i, k) * basis.get(j, k);
          }
        }
      }
      return out;
    }
  }

  @Override
  public Batch combine(Batch x, double sigma, double meanFactor, DoubleUnaryOperator factor) {
    int d = dimension;
    double[][] whitenings = whitenings(sigma);
    double[] constants = constants(sigma);
    double[][] maps = members.stream().map(m -> m.spectral(factor)).toArray(double[][]::new);
    double[] out = new double[Math.multiplyExact(x.count(), d)];
    forEachBlock(
        x,
        (columns, from, n) -> {
          evaluate(columns, n, whitenings, constants);
          columns.clearSums(n);
          for (int c = 0; c < members.size(); c++) {
            addMapped(columns, n, c, meanFactor, maps[c]);
          }
          columns.store(out, from, n);
        });
    return Batch.adopt(x.shape(), out);
  }

  @Override
  public Expectation expectation(Batch x, double sigma) {
    double[][] whitenings = whitenings(sigma);
    double[] constants = constants(sigma);
    double[] responsibilities = new double[Math.multiplyExact(x.count(), count)];
    double[] logDensity = new double[x.count()];
    forEachBlock(
        x,
        (columns, from, n) -> {
          evaluate(columns, n, whitenings, constants);
          columns.storeLogDensity(logDensity, from, n);
          for (int c = 0; c < members.size(); c++) {
            double[] e = columns.joint[c];
            for (int i = 0; i < n; i++) {
              double w = e[i] / columns.total[i];
              int at = (from + i) * count + members.get(c).index();
              responsibilities[at] = w < NEGLIGIBLE ? 0 : w;
            }
          }
        });
    return new Expectation(responsibilities, logDensity);
  }

  @Override
  public Vector logDensity(Batch x, double sigma) {
    double[][] whitenings = whitenings(sigma);
    double[] constants = constants(sigma);
    double[] out = new double[x.count()];
    forEachBlock(
        x,
        (columns, from, n) -> {
          evaluate(columns, n, whitenings, constants);
          columns.storeLogDensity(out, from, n);
        });
    return Vector.adopt(out);
  }

  private double[][] whitenings(double sigma) {
    return members.stream().map(m -> m.whitening(sigma * sigma)).toArray(double[][]::new);
  }

  /// `log pi_c` and the log density at the mean.
  private double[] constants(double sigma) {
    return members.stream()
        .mapToDouble(m -> m.logWeight() + m.gaussian().logNormaliser(sigma * sigma))
        .toArray();
  }

  /// Leaves `exp(joint - largest)` in `joint` and its sum over the components in `total`.
  private void evaluate(Columns columns, int n, double[][] whitenings, double[] constants) {
    int d = dimension;
    java.util.Arrays.fill(columns.largest, 0, n, Double.NEGATIVE_INFINITY);
    java.util.Arrays.fill(columns.total, 0, n, 0);
    for (int c = 0; c < members.size(); c++) {
      Member m = members.get(c);
      double[] joint = columns.joint[c];
      double[] w = whitenings[c];
      java.util.Arrays.fill(joint, 0, n, 0);
      for (int k = 0; k < d; k++) {
        if (m.aligned()) {
          ColumnLoops.addSquares(columns.x[k], center(m, k), w[k * d + k], joint, n);
        } else {
          java.util.Arrays.fill(columns.scratch, 0, n, 0);
          for (int j = 0; j < d; j++) {
            ColumnLoops.addScaled(columns.x[j], center(m, j), w[k * d + j], columns.scratch, n);
          }
          ColumnLoops.addSquares(columns.scratch, 0, 1, joint, n);
        }
      }
      ColumnLoops.toLogDensity(constants[c], joint, columns.largest, n);
    }
    for (int c = 0; c < members.size(); c++) {
      Exponential.ofDifferences(columns.joint[c], columns.largest, columns.scratch, n);
      ColumnLoops.add(columns.joint[c], columns.total, n);
    }
  }

  private void addMapped(Columns columns, int n, int c, double meanFactor, double[] map) {
    int d = dimension;
    Member m = members.get(c);
    double[] weight = columns.joint[c];
    for (int j = 0; j < d; j++) {
      double constant = meanFactor * center(m, j);
      if (m.aligned()) {
        ColumnLoops.addWeighted(
            weight, columns.x[j], center(m, j), constant, map[j * d + j], columns.sums[j], n);
      } else {
        java.util.Arrays.fill(columns.scratch, 0, n, constant);
        for (int l = 0; l < d; l++) {
          ColumnLoops.addScaled(columns.x[l], center(m, l), map[j * d + l], columns.scratch, n);
        }
        ColumnLoops.addProducts(weight, columns.scratch, columns.sums[j], n);
      }
    }
  }

  private static double center(Member m, int j) {
    return m.gaussian().mean().get(j);
  }

  /// Work on a block of n samples, already in columns, that starts at row `from` of the batch.
  @FunctionalInterface
  private interface Block {
    void run(Columns columns, int from, int n);
  }

  private void forEachBlock(Batch x, Block body) {
    int k = members.size();
    int work = k * (dimension * dimension + 12);
    int block = Columns.rows(k);
    Rows.parallel(
        x.count(),
        Math.max(block, GRAIN / work),
        (from, to) -> {
          Columns columns = new Columns(dimension, k, Math.min(block, to - from));
          for (int at = from; at < to; at += block) {
            int n = Math.min(block, to - at);
            columns.load(x.shared(), at, n);
            body.run(columns, at, n);
          }
        });
  }
}
