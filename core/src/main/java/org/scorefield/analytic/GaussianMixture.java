package org.scorefield.analytic;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.linalg.Matrix;
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
/// 1e-30); components that share a basis are evaluated together at the cost of one. In up to 8
/// dimensions, `4 d^2` a sample and component (`4 d` without correlations) and one exponential.
public final class GaussianMixture implements Distribution, PosteriorCovariance {
  private static final double WEIGHT_TOLERANCE = 1e-9;

  private final Shape shape;
  private final Vector weights;
  private final List<Gaussian> components;
  private final MixtureKernel kernel;

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
    this.kernel = MixtureKernel.of(weights, this.components);
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
    return kernel.combine(checked(x), sigma, 1, lambda -> lambda / (lambda + v));
  }

  @Override
  public Batch score(Batch x, double sigma) {
    double v = sigma * sigma;
    return kernel.combine(checked(x), sigma, 0, lambda -> -1 / (lambda + v));
  }

  @Override
  public Vector logDensity(Batch x, double sigma) {
    return kernel.logDensity(checked(x), sigma);
  }

  /// `w_c(x; sigma)`, the probability that x came from component c: n x K, rows of sum 1.
  public Matrix responsibilities(Batch x, double sigma) {
    return Matrix.adopt(x.count(), components.size(), expectation(x, sigma).responsibilities());
  }

  MixtureKernel.Expectation expectation(Batch x, double sigma) {
    return kernel.expectation(checked(x), sigma);
  }

  @Override
  public Batch sample(Noise noise) {
    return noisy(noise.child("gaussian").normal(shape), noise, 0);
  }

  /// Exact samples of the mixture plus noise of level sigma: `noise` draws the component of each
  /// sample, white noise z the place in it, as in {@link Gaussian#noisy}.
  public Batch noisy(Batch white, Noise noise, double sigma) {
    int d = shape.size();
    double[] u = noise.child("component").uniform(Shape.vector(1)).shared();
    double[] z = checked(white).shared();
    int[] choice = new int[noise.count()];
    Arrays.setAll(choice, i -> componentAt(u[i]));
    double[] out = new double[z.length];
    for (int c = 0; c < components.size(); c++) {
      int wanted = c;
      int[] rows = IntStream.range(0, choice.length).filter(i -> choice[i] == wanted).toArray();
      double[] drawn = components.get(c).noisy(gather(z, rows, d), sigma).shared();
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

  private Batch checked(Batch x) {
    if (x.dimension() != shape.size()) {
      throw new IllegalArgumentException(
          "a mixture on shape " + shape + " was given samples of shape " + x.shape());
    }
    return x;
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
