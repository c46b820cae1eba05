package org.scorefield.analytic;

import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.Noise;

/// The Gaussian `N(mu, U diag(lambda) U^T + lambda_perp (I - U U^T))`: r principal directions and
/// one variance for all the rest (probabilistic PCA); r = d gives any covariance.
///
/// Everything about it is closed form, and everything is one operation: multiply the component
/// along each direction by a function of its variance. With `v = x - mu`:
///
/// - denoiser: `mu + [lambda/(lambda+sigma^2)] v`; score: `-[1/(lambda+sigma^2)] v`;
/// - probability-flow ODE from noise level a to b: `mu + [sqrt((lambda+b^2)/(lambda+a^2))] v` (Wang
///   and Vastola 2311.10892), see {@link #flow};
/// - the exact noisy law from white noise z: `mu + [sqrt(lambda+sigma^2)] z`, see {@link #noisy}.
///
/// Cost of each: `4 d r` operations a sample.
///
/// @param shape of one sample, of size d
/// @param mean mu, size d
/// @param basis U, d x r with orthonormal columns
/// @param variances lambda, size r, one for each column of U, none negative
/// @param residual lambda_perp >= 0, the variance of every direction outside the span of U; not
///   used if r = d
public record Gaussian(Shape shape, Vector mean, Matrix basis, Vector variances, double residual)
    implements Distribution, PosteriorCovariance {

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  public Gaussian {
    int d = shape.size();
    if (mean.size() != d || basis.rows() != d || basis.columns() != variances.size()) {
      throw new IllegalArgumentException(
          "a Gaussian on shape "
              + shape
              + " needs a mean of "
              + d
              + " and a basis of "
              + d
              + " x r with r variances, got a mean of "
              + mean.size()
              + ", "
              + basis
              + " and "
              + variances.size()
              + " variances");
    }
    if (!(residual >= 0 && Double.isFinite(residual))
        || !variances.stream().allMatch(v -> v >= 0 && Double.isFinite(v))) {
      throw new IllegalArgumentException("variances must be finite and not negative");
    }
    if (!mean.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("the mean holds a NaN or an infinity");
    }
  }

  /// The Gaussian of a full covariance; eigenvalues that rounding made negative become 0. Cost 9
  /// d^3.
  public static Gaussian of(Shape shape, Vector mean, Matrix covariance) {
    SymmetricEigen eigen = SymmetricEigen.of(covariance);
    Vector variances = Vector.generate(mean.size(), i -> Math.max(0, eigen.values().get(i)));
    return new Gaussian(shape, mean, eigen.vectors(), variances, 0);
  }

  /// N(mean, variance I).
  public static Gaussian isotropic(Shape shape, Vector mean, double variance) {
    return new Gaussian(
        shape, mean, Matrix.adopt(mean.size(), 0, new double[0]), Vector.of(), variance);
  }

  /// Number of principal directions r.
  public int rank() {
    return variances.size();
  }

  /// This Gaussian with its r directions of largest variance kept and the rest replaced by their
  /// mean variance, which keeps the total variance.
  public Gaussian truncated(int r) {
    if (r < 0 || r > rank()) {
      throw new IllegalArgumentException("rank must be between 0 and " + rank() + ", got " + r);
    }
    int d = shape.size();
    int[] order =
        IntStream.range(0, rank())
            .boxed()
            .sorted(Comparator.comparingDouble(k -> -variances.get(k)))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] columns = new double[d * r];
    for (int i = 0; i < d; i++) {
      for (int k = 0; k < r; k++) {
        columns[i * r + k] = basis.get(i, order[k]);
      }
    }
    Vector kept = Vector.generate(r, k -> variances.get(order[k]));
    double rest = r == d ? 0 : Math.max(0, (totalVariance() - kept.sum()) / (d - r));
    return new Gaussian(shape, mean, Matrix.adopt(d, r, columns), kept, rest);
  }

  /// Trace of the covariance.
  public double totalVariance() {
    return variances.sum() + (shape.size() - rank()) * residual;
  }

  @Override
  public Gaussian matchingGaussian() {
    return this;
  }

  @Override
  public double scale() {
    return Math.sqrt(totalVariance() / shape.size());
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    double v = sigma * sigma;
    return affine(x, lambda -> lambda / (lambda + v));
  }

  @Override
  public Batch score(Batch x, double sigma) {
    double v = sigma * sigma;
    return along(centred(x), lambda -> -1 / (lambda + v));
  }

  /// The probability-flow ODE solved from noise level `from` to `to`, in either direction; exact.
  /// `to = 0` gives the predicted clean sample.
  public Batch flow(Batch x, double from, double to) {
    double a = from * from;
    double b = to * to;
    return affine(x, lambda -> a == b ? 1 : Math.sqrt((lambda + b) / (lambda + a)));
  }

  /// The same flow in the coordinates of a process with scale, `x_t = alpha (x0 + sigma n)`, from
  /// (alpha, noise coefficient) `(fromScale, fromNoise)` to `(toScale, toNoise)`; for
  /// variance-preserving processes `noise^2 = 1 - scale^2`.
  public Batch flowScaled(
      Batch x, double fromScale, double fromNoise, double toScale, double toNoise) {
    return flow(x.times(1 / fromScale), fromNoise / fromScale, toNoise / toScale).times(toScale);
  }

  /// The law of data plus noise of level sigma, as a function of white noise z: exact, and with the
  /// same z close to where {@link #flow} takes `sigma_max z`.
  public Batch noisy(Batch z, double sigma) {
    double v = sigma * sigma;
    return shifted(along(z, lambda -> Math.sqrt(lambda + v)));
  }

  @Override
  public Batch sample(Noise noise) {
    return noisy(noise.child("gaussian").normal(shape), 0);
  }

  /// Log density at the mean of data plus noise of the given variance: `-(log det + d log 2 pi)/2`.
  double logNormaliser(double noiseVariance) {
    int d = shape.size();
    double logDeterminant =
        variances.stream().map(lambda -> Math.log(lambda + noiseVariance)).sum();
    if (rank() < d) {
      logDeterminant += (d - rank()) * Math.log(residual + noiseVariance);
    }
    if (!(logDeterminant > Double.NEGATIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a Gaussian with a direction of variance 0 has no density at sigma = 0; ask at sigma > 0");
    }
    return -0.5 * (logDeterminant + d * LOG_TWO_PI);
  }

  @Override
  public Vector logDensity(Batch x, double sigma) {
    int d = shape.size();
    int r = rank();
    double v = sigma * sigma;
    double constant = logNormaliser(v);
    double[] precision = variances.stream().map(lambda -> 1 / (lambda + v)).toArray();
    double[] zero = new double[r];
    Batch offset = centred(x);
    double[] c = coefficients(offset);
    Batch outside = r < d ? offset.minus(lift(c, x.count())) : offset;
    return Vector.generate(
        x.count(),
        i -> {
          double quadratic = Sums.weightedSquaredDistance(precision, c, i * r, zero, 0, r);
          if (r < d) {
            quadratic += Sums.squares(outside.shared(), i * d, d) / (residual + v);
          }
          return constant - 0.5 * quadratic;
        });
  }

  @Override
  public List<Matrix> posteriorCovariance(Batch x, double sigma) {
    return java.util.Collections.nCopies(x.count(), conditionalCovariance(sigma));
  }

  /// The posterior covariance, which for a Gaussian is the same wherever x is.
  Matrix conditionalCovariance(double sigma) {
    double v = sigma * sigma;
    return covarianceOf(lambda -> lambda * v / (lambda + v));
  }

  @Override
  public Vector posteriorTrace(Batch x, double sigma) {
    double v = sigma * sigma;
    double trace =
        variances.stream().map(lambda -> lambda * v / (lambda + v)).sum()
            + (shape.size() - rank()) * residual * v / (residual + v);
    return Vector.generate(x.count(), i -> trace);
  }

  /// The covariance matrix, d x d.
  public Matrix covariance() {
    return covarianceOf(lambda -> lambda);
  }

  private Matrix covarianceOf(DoubleUnaryOperator variance) {
    int d = shape.size();
    Batch unit = Batch.copyOf(shape, Matrix.identity(d).shared());
    return Matrix.adopt(d, d, along(unit, variance).toArray());
  }

  private Batch affine(Batch x, DoubleUnaryOperator factor) {
    return shifted(along(centred(x), factor));
  }

  private Batch shifted(Batch v) {
    double[] out = v.toArray();
    addMean(out, 1);
    return Batch.adopt(shape, out);
  }

  private Batch centred(Batch x) {
    if (x.dimension() != shape.size()) {
      throw new IllegalArgumentException(
          "a Gaussian on shape " + shape + " was given samples of shape " + x.shape());
    }
    double[] v = x.toArray();
    addMean(v, -1);
    return Batch.adopt(shape, v);
  }

  private void addMean(double[] values, double sign) {
    int d = shape.size();
    double[] mu = mean.shared();
    for (int at = 0; at < values.length; at += d) {
      for (int j = 0; j < d; j++) {
        values[at + j] += sign * mu[j];
      }
    }
  }

  /// Multiplies the component of each row along every principal direction by a function of the
  /// variance there; no mean is taken off before. Cost `4 d r` operations a row.
  public Batch along(Batch v, DoubleUnaryOperator factor) {
    int r = rank();
    boolean full = r == shape.size();
    double outside = full ? 0 : factor.applyAsDouble(residual);
    double[] c = coefficients(v);
    for (int k = 0; k < r; k++) {
      double f = factor.applyAsDouble(variances.get(k)) - outside;
      for (int at = k; at < c.length; at += r) {
        c[at] *= f;
      }
    }
    Batch inside = lift(c, v.count());
    return full ? inside : Batch.combine(1, inside, outside, v);
  }

  private double[] coefficients(Batch v) {
    return Products.times(v.shared(), v.count(), basis);
  }

  private Batch lift(double[] c, int n) {
    return Batch.adopt(shape, Products.timesTransposed(c, n, basis));
  }
}
