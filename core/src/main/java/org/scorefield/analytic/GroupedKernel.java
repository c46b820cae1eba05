package org.scorefield.analytic;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Panels;

/// A mixture in many dimensions: matrix products of a block of samples with the basis of each group
/// of components, and only the components that count in the second half.
final class GroupedKernel implements MixtureKernel {
  /// Rows evaluated at a time: what keeps the BLAS busy and the coefficients in cache.
  private static final int BLOCK = 128;

  /// Responsibilities below this are counted as 0: far below half an ulp of the sum.
  private static final double NEGLIGIBLE = 1e-30;

  private final Shape shape;
  private final Vector weights;
  private final List<Gaussian> components;
  private final List<BasisGroup> groups;

  GroupedKernel(Vector weights, List<Gaussian> components) {
    this.shape = components.getFirst().shape();
    this.weights = weights;
    this.components = components;
    this.groups = BasisGroup.of(components);
  }

  @Override
  public Expectation expectation(Batch x, double sigma) {
    int k = components.size();
    double[] responsibilities = new double[Math.multiplyExact(x.count(), k)];
    double[] logDensity = new double[x.count()];
    forEachBlock(
        x,
        (rows, from, count) -> {
          double[] joint = logJoint(rows, coefficients(rows), count, sigma);
          for (int i = 0; i < count; i++) {
            logDensity[from + i] = Sums.logSumExp(joint, i * k, k);
          }
          softmax(joint, count, k);
          System.arraycopy(joint, 0, responsibilities, from * k, count * k);
        });
    return new Expectation(responsibilities, logDensity);
  }

  @Override
  public Vector logDensity(Batch x, double sigma) {
    return Vector.adopt(expectation(x, sigma).logDensity());
  }

  @Override
  public Batch combine(Batch x, double sigma, double meanFactor, DoubleUnaryOperator factor) {
    int d = shape.size();
    int k = components.size();
    double[] out = new double[Math.multiplyExact(x.count(), d)];
    forEachBlock(
        x,
        (rows, from, count) -> {
          List<double[]> y = coefficients(rows);
          double[] w = logJoint(rows, y, count, sigma);
          softmax(w, count, k);
          addOutside(rows, count, w, meanFactor, factor, out, from);
          List<int[]> active = groups.stream().map(g -> g.active(w, count, k)).toList();
          List<double[]> inside =
              overGroups(g -> groups.get(g).combined(y.get(g), active.get(g), w, k, factor));
          for (int g = 0; g < groups.size(); g++) {
            addRows(inside.get(g), active.get(g), out, from, d);
          }
        });
    return Batch.adopt(shape, out);
  }

  private void addOutside(
      double[] rows,
      int count,
      double[] w,
      double meanFactor,
      DoubleUnaryOperator factor,
      double[] out,
      int from) {
    int d = shape.size();
    int k = components.size();
    for (int c = 0; c < k; c++) {
      Gaussian g = components.get(c);
      double[] mu = g.mean().shared();
      double outside = g.rank() == d ? 0 : factor.applyAsDouble(g.residual());
      for (int i = 0; i < count; i++) {
        double weight = w[i * k + c];
        if (weight == 0) {
          continue;
        }
        int to = (from + i) * d;
        double a = weight * meanFactor;
        double b = weight * outside;
        for (int j = 0; j < d; j++) {
          out[to + j] += a * mu[j] + b * (rows[i * d + j] - mu[j]);
        }
      }
    }
  }

  private static void addRows(double[] part, int[] rows, double[] out, int from, int d) {
    if (part.length == 0) {
      return;
    }
    for (int a = 0; a < rows.length; a++) {
      int to = (from + rows[a]) * d;
      for (int j = 0; j < d; j++) {
        out[to + j] += part[a * d + j];
      }
    }
  }

  private List<double[]> coefficients(double[] rows) {
    int n = rows.length / shape.size();
    return overGroups(g -> groups.get(g).coefficients(rows, n));
  }

  /// `log pi_c + log N_c(x)` for the first `count` rows, count x K.
  private double[] logJoint(double[] rows, List<double[]> y, int count, double sigma) {
    int k = components.size();
    int n = rows.length / shape.size();
    double[] out = new double[count * k];
    IntStream.range(0, groups.size())
        .parallel()
        .forEach(g -> groups.get(g).logDensities(rows, y.get(g), n, count, sigma * sigma, out, k));
    double[] logWeights = weights.stream().map(Math::log).toArray();
    for (int i = 0; i < out.length; i++) {
      out[i] += logWeights[i % k];
    }
    return out;
  }

  /// Softmax of each row in place; negligible entries become 0, a NaN makes its row NaN.
  private static void softmax(double[] values, int count, int k) {
    for (int i = 0; i < count; i++) {
      Sums.softmax(values, i * k, k, NEGLIGIBLE);
    }
  }

  private List<double[]> overGroups(java.util.function.IntFunction<double[]> f) {
    return IntStream.range(0, groups.size()).parallel().mapToObj(f).toList();
  }

  /// Work on `count` rows of x from `from`, given padded with zero rows.
  @FunctionalInterface
  private interface Block {
    void run(double[] rows, int from, int count);
  }

  private void forEachBlock(Batch x, Block body) {
    int d = shape.size();
    int cores = Runtime.getRuntime().availableProcessors();
    int share = Panels.padded(Math.ceilDiv(Math.max(1, x.count()), cores));
    int block = groups.size() >= cores ? BLOCK : Math.min(BLOCK, share);
    Rows.parallel(
        x.count(),
        block,
        (from, to) -> {
          double[] rows = new double[Panels.padded(to - from) * d];
          System.arraycopy(x.shared(), from * d, rows, 0, (to - from) * d);
          body.run(rows, from, to - from);
        });
  }
}
