package org.scorefield.analytic;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Panels;
import org.scorefield.random.Noise;

/// The mixture `sum_c pi_c N(mu_c, Sigma_c)` of Gaussians of any rank each.
///
/// Noise keeps it a mixture, so all is closed form (Wang and Vastola 2412.09726). With
/// responsibilities `w_c = softmax_c(log pi_c + log N(x; mu_c, Sigma_c + sigma^2 I))`:
///
/// - denoiser `D = sum w_c D_c`, score `s = sum w_c s_c`;
/// - posterior covariance `sum w_c [C_c + (D_c - D)(D_c - D)^T]`.
///
/// The softmax is taken with the largest exponent out, and log densities carry every direction of
/// the space, so that components of different rank compare. Cost `2 d r` operations a sample and
/// component, and as much again for each component whose responsibility counts (it is at least
/// 1e-30); components that share a basis are evaluated together at the cost of one.
public final class GaussianMixture implements Distribution, PosteriorCovariance {
  /// Rows evaluated at a time: what keeps the BLAS busy and the coefficients in cache.
  private static final int BLOCK = 128;

  /// Responsibilities below this are counted as 0: far below half an ulp of the sum.
  private static final double NEGLIGIBLE = 1e-30;

  private static final double WEIGHT_TOLERANCE = 1e-9;

  private final Shape shape;
  private final Vector weights;
  private final List<Gaussian> components;
  private final List<BasisGroup> groups;

  /// @param weights pi_c, none negative, of sum 1 within 1e-9
  /// @param components at least one, all on one shape
  public GaussianMixture(Vector weights, List<Gaussian> components) {
    if (components.isEmpty() || weights.size() != components.size()) {
      throw new IllegalArgumentException(
          "a mixture needs at least one component and one weight for each, got "
              + weights.size()
              + " weights for "
              + components.size()
              + " components");
    }
    if (!weights.stream().allMatch(w -> w >= 0)
        || !(Math.abs(weights.sum() - 1) <= WEIGHT_TOLERANCE)) {
      throw new IllegalArgumentException(
          "weights must not be negative and must sum to 1, got "
              + weights
              + "; divide them by their sum");
    }
    this.shape = components.getFirst().shape();
    for (Gaussian component : components) {
      if (!component.shape().equals(shape)) {
        throw new IllegalArgumentException(
            "components must share one shape, got " + shape + " and " + component.shape());
      }
    }
    this.weights = weights;
    this.components = List.copyOf(components);
    this.groups = BasisGroup.of(this.components);
  }

  /// Isotropic components of one variance and equal weights, at the rows of `means`.
  public static GaussianMixture isotropic(Batch means, double variance) {
    int k = means.count();
    List<Gaussian> components =
        IntStream.range(0, k)
            .mapToObj(c -> Gaussian.isotropic(means.shape(), Vector.adopt(means.row(c)), variance))
            .toList();
    return new GaussianMixture(Vector.generate(k, c -> 1.0 / k), components);
  }

  @Override
  public Shape shape() {
    return shape;
  }

  /// pi, one weight a component.
  public Vector weights() {
    return weights;
  }

  public List<Gaussian> components() {
    return components;
  }

  /// Mean of the mixture, size d.
  public Vector mean() {
    return Vector.generate(
        shape.size(),
        j -> {
          double sum = 0;
          for (int c = 0; c < components.size(); c++) {
            sum += weights.get(c) * components.get(c).mean().get(j);
          }
          return sum;
        });
  }

  /// Trace of the covariance of the mixture.
  public double totalVariance() {
    double[] mean = mean().shared();
    double sum = 0;
    for (int c = 0; c < components.size(); c++) {
      Gaussian g = components.get(c);
      double between = Sums.squaredDistance(g.mean().shared(), 0, mean, 0, mean.length);
      sum += weights.get(c) * (g.totalVariance() + between);
    }
    return sum;
  }

  /// The Gaussian of the same mean and covariance: the best linear denoiser of this law. Cost `K
  /// d^2 r + 9 d^3`.
  @Override
  public Gaussian matchingGaussian() {
    int d = shape.size();
    double[] mean = mean().shared();
    double[] covariance = new double[Math.multiplyExact(d, d)];
    for (int c = 0; c < components.size(); c++) {
      addCovariance(components.get(c), weights.get(c), mean, covariance);
    }
    return Gaussian.of(shape, Vector.adopt(mean), Matrix.adopt(d, d, covariance));
  }

  private static void addCovariance(Gaussian g, double weight, double[] mean, double[] sum) {
    int d = mean.length;
    double[] within = g.covariance().shared();
    double[] mu = g.mean().shared();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        sum[i * d + j] += weight * (within[i * d + j] + (mu[i] - mean[i]) * (mu[j] - mean[j]));
      }
    }
  }

  @Override
  public double scale() {
    return Math.sqrt(totalVariance() / shape.size());
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    double v = sigma * sigma;
    return combine(x, sigma, 1, lambda -> lambda / (lambda + v));
  }

  @Override
  public Batch score(Batch x, double sigma) {
    double v = sigma * sigma;
    return combine(x, sigma, 0, lambda -> -1 / (lambda + v));
  }

  @Override
  public Vector logDensity(Batch x, double sigma) {
    return Vector.adopt(expectation(x, sigma).logDensity());
  }

  /// `w_c(x; sigma)`, the probability that x came from component c: n x K, rows of sum 1.
  public Matrix responsibilities(Batch x, double sigma) {
    return Matrix.adopt(x.count(), components.size(), expectation(x, sigma).responsibilities());
  }

  /// What one evaluation of all components gives.
  ///
  /// @param responsibilities n x K
  /// @param logDensity n
  record Expectation(double[] responsibilities, double[] logDensity) {}

  Expectation expectation(Batch x, double sigma) {
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
  public Batch sample(Noise noise) {
    int d = shape.size();
    double[] u = noise.child("component").uniform(Shape.vector(1)).shared();
    double[] z = noise.child("gaussian").normal(shape).shared();
    int[] choice = new int[noise.count()];
    Arrays.setAll(choice, i -> componentAt(u[i]));
    double[] out = new double[z.length];
    for (int c = 0; c < components.size(); c++) {
      int wanted = c;
      int[] rows = IntStream.range(0, choice.length).filter(i -> choice[i] == wanted).toArray();
      double[] drawn = components.get(c).noisy(gather(z, rows, d), 0).shared();
      for (int a = 0; a < rows.length; a++) {
        System.arraycopy(drawn, a * d, out, rows[a] * d, d);
      }
    }
    return Batch.adopt(shape, out);
  }

  private int componentAt(double u) {
    double cumulative = 0;
    int last = 0;
    for (int c = 0; c < weights.size(); c++) {
      cumulative += weights.get(c);
      if (weights.get(c) > 0) {
        last = c;
        if (u < cumulative) {
          return c;
        }
      }
    }
    return last;
  }

  private Batch gather(double[] values, int[] rows, int d) {
    double[] out = new double[rows.length * d];
    for (int a = 0; a < rows.length; a++) {
      System.arraycopy(values, rows[a] * d, out, a * d, d);
    }
    return Batch.adopt(shape, out);
  }

  @Override
  public List<Matrix> posteriorCovariance(Batch x, double sigma) {
    return MixturePosterior.covariances(this, x, sigma);
  }

  @Override
  public Vector posteriorTrace(Batch x, double sigma) {
    return MixturePosterior.traces(this, x, sigma);
  }

  /// `sum_c w_c [meanFactor mu_c + factor(Sigma_c) (x - mu_c)]`.
  private Batch combine(Batch x, double sigma, double meanFactor, DoubleUnaryOperator factor) {
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
    for (int i = 0; i < out.length; i++) {
      out[i] += Math.log(weights.get(i % k));
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
    if (x.dimension() != d) {
      throw new IllegalArgumentException(
          "a mixture on shape " + shape + " was given samples of shape " + x.shape());
    }
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

  @Override
  public boolean equals(Object o) {
    return o instanceof GaussianMixture m
        && weights.equals(m.weights)
        && components.equals(m.components);
  }

  @Override
  public int hashCode() {
    return 31 * weights.hashCode() + components.hashCode();
  }

  @Override
  public String toString() {
    return "GaussianMixture[" + components.size() + " components on " + shape + "]";
  }
}
