package org.scorefield.analytic;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.random.Noise;

/// An affine subspace `mu + span V` of d of D dimensions, with variance tau^2 in each direction off
/// it: the frame in which data of D components are d-dimensional.
///
/// If the data are `mu + V z` plus Gaussian noise of variance tau^2 off the subspace, their
/// denoiser splits (Chen, Huang, Zhao and Wang 2302.07194, who have mu = 0, tau = 0) into one of z
/// and a linear one,
///
/// `D(x) = mu + V D_z(V^T (x - mu)) + tau^2/(tau^2 + sigma^2) (I - V V^T)(x - mu)`,
///
/// and log p into the sum of both parts. So any family of models that is practical in d dimensions
/// serves D ({@link #lift}). Cost `4 D d` operations a sample on top of the model of z.
///
/// It is legitimate at noise levels where the discarded variances are either all near tau^2 or all
/// far below sigma^2.
///
/// @param shape of one sample, of size D
/// @param mean mu, size D
/// @param basis V, D x d with orthonormal columns
/// @param residual tau^2 >= 0
public record Subspace(Shape shape, Vector mean, Matrix basis, double residual) {
  private static final double ORTHONORMAL = 1e-8;

  public Subspace {
    int dimension = shape.size();
    if (mean.size() != dimension || basis.rows() != dimension || basis.columns() > dimension) {
      throw new IllegalArgumentException(
          "a subspace of shape "
              + shape
              + " needs a mean of "
              + dimension
              + " and a basis of as many rows and no more columns, got a mean of "
              + mean.size()
              + " and "
              + basis);
    }
    if (!(residual >= 0) || !Double.isFinite(residual)) {
      throw new IllegalArgumentException("tau^2 must be finite and not negative, got " + residual);
    }
    requireOrthonormal(basis);
  }

  /// The principal subspace of a fitted Gaussian; its own residual is tau^2.
  public static Subspace of(Gaussian principal) {
    return new Subspace(
        principal.shape(), principal.mean(), principal.basis(), principal.residual());
  }

  private static void requireOrthonormal(Matrix v) {
    int d = v.columns();
    double[] gram = Products.transposeTimes(v.shared(), v.shared(), v.rows(), d, d).shared();
    for (int i = 0; i < gram.length; i++) {
      if (!(Math.abs(gram[i] - (i % (d + 1) == 0 ? 1 : 0)) <= ORTHONORMAL)) {
        throw new IllegalArgumentException(
            "the columns of the basis must be orthonormal; columns "
                + i / d
                + " and "
                + i % d
                + " have inner product "
                + gram[i]
                + "; pass it through Factorizations.orthonormalBasis");
      }
    }
  }

  /// Number of dimensions of the subspace, d.
  public int dimension() {
    return basis.columns();
  }

  /// Coordinates `z = V^T (x - mu)`, n samples of d.
  public Batch project(Batch x) {
    return coordinates(centred(x));
  }

  /// Points `mu + V z` of the subspace.
  public Batch embed(Batch z) {
    double[] out = lifted(z).toArray();
    addMean(out, 1);
    return Batch.adopt(shape, out);
  }

  /// The denoiser in D dimensions of a denoiser of z.
  public Denoiser lift(Denoiser latent) {
    return new Lifted(this, latent);
  }

  /// The law in D dimensions of a law of z.
  public Distribution lift(Distribution latent) {
    return new LiftedLaw(this, new Lifted(this, latent), latent);
  }

  private Batch coordinates(Batch centred) {
    return Batch.adopt(
        Shape.vector(dimension()), Products.times(centred.shared(), centred.count(), basis));
  }

  private Batch lifted(Batch z) {
    return Batch.adopt(shape, Products.timesTransposed(z.shared(), z.count(), basis));
  }

  private Batch centred(Batch x) {
    if (x.dimension() != shape.size()) {
      throw new IllegalArgumentException(
          "a subspace of shape " + shape + " was given samples of shape " + x.shape());
    }
    double[] out = x.toArray();
    addMean(out, -1);
    return Batch.adopt(shape, out);
  }

  private void addMean(double[] values, double sign) {
    int size = mean.size();
    for (int at = 0; at < values.length; at += size) {
      for (int j = 0; j < size; j++) {
        values[at + j] += sign * mean.get(j);
      }
    }
  }

  private record Lifted(Subspace frame, Denoiser latent) implements Denoiser {
    Lifted {
      if (latent.shape().size() != frame.dimension()) {
        throw new IllegalArgumentException(
            "a subspace of "
                + frame.dimension()
                + " dimensions needs a denoiser of as many, got one of shape "
                + latent.shape());
      }
    }

    @Override
    public Shape shape() {
      return frame.shape;
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      double keep = frame.residual / (frame.residual + sigma * sigma);
      double[] out = combine(x, keep, z -> latent.denoise(z, sigma)).toArray();
      frame.addMean(out, 1);
      return Batch.adopt(frame.shape, out);
    }

    @Override
    public Batch score(Batch x, double sigma) {
      double precision = 1 / (frame.residual + sigma * sigma);
      return combine(x, -precision, z -> latent.score(z, sigma));
    }

    /// `V f(V^T v) + outside (v - V V^T v)` with `v = x - mu`.
    private Batch combine(Batch x, double outside, java.util.function.UnaryOperator<Batch> f) {
      Batch v = frame.centred(x);
      Batch z = frame.coordinates(v);
      Batch inside = frame.lifted(f.apply(z.reshape(latent.shape())));
      return outside == 0
          ? inside
          : Batch.combine(1, inside, outside, v, -outside, frame.lifted(z));
    }
  }

  private record LiftedLaw(Subspace frame, Lifted denoiser, Distribution latent)
      implements Distribution {
    @Override
    public Shape shape() {
      return frame.shape;
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      return denoiser.denoise(x, sigma);
    }

    @Override
    public Batch score(Batch x, double sigma) {
      return denoiser.score(x, sigma);
    }

    @Override
    public Vector logDensity(Batch x, double sigma) {
      Batch v = frame.centred(x);
      Batch z = frame.coordinates(v);
      Batch off = v.minus(frame.lifted(z));
      Vector inside = latent.logDensity(z.reshape(latent.shape()), sigma);
      int size = frame.shape.size();
      int rest = size - frame.dimension();
      double variance = frame.residual + sigma * sigma;
      if (rest > 0 && variance == 0) {
        throw new IllegalArgumentException(
            "a law on a subspace has no density at sigma = 0; ask at sigma > 0");
      }
      return Vector.generate(
          x.count(),
          i -> {
            double outside =
                rest == 0
                    ? 0
                    : rest * Math.log(2 * Math.PI * variance)
                        + Sums.squares(off.shared(), i * size, size) / variance;
            return inside.get(i) - 0.5 * outside;
          });
    }

    @Override
    public Batch sample(Noise noise) {
      Batch z = latent.sample(noise.child("latent"));
      Batch point = frame.embed(z.reshape(Shape.vector(frame.dimension())));
      if (frame.residual == 0) {
        return point;
      }
      Batch off = noise.child("off").normal(frame.shape);
      Batch within = frame.lifted(frame.coordinates(off));
      double tau = Math.sqrt(frame.residual);
      return Batch.combine(1, point, tau, off, -tau, within);
    }

    @Override
    public double scale() {
      int size = frame.shape.size();
      double inside = latent.scale() * latent.scale() * frame.dimension();
      return Math.sqrt((inside + frame.residual * (size - frame.dimension())) / size);
    }

    @Override
    public Gaussian matchingGaussian() {
      Gaussian inner = latent.matchingGaussian();
      Gaussian all = Gaussian.of(inner.shape(), inner.mean(), inner.covariance());
      Batch mean = Batch.copyOf(Shape.vector(frame.dimension()), inner.mean().shared());
      return new Gaussian(
          frame.shape,
          Vector.adopt(frame.embed(mean).toArray()),
          frame.basis.times(all.basis()),
          all.variances(),
          frame.residual);
    }
  }
}
