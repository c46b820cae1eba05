package org.scorefield.analytic;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

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
  public LiftedDenoiser lift(Denoiser latent) {
    return new LiftedDenoiser(this, latent);
  }

  /// The law in D dimensions of a law of z.
  public LiftedLaw lift(Distribution latent) {
    return new LiftedLaw(this, latent);
  }

  void requireLatent(Denoiser latent) {
    if (latent.shape().size() != dimension()) {
      throw new IllegalArgumentException(
          "a subspace of "
              + dimension()
              + " dimensions needs a denoiser of as many, got one of shape "
              + latent.shape());
    }
  }

  /// `V^T v` of differences v from mu.
  Batch coordinates(Batch centred) {
    return Batch.adopt(
        Shape.vector(dimension()), Products.times(centred.shared(), centred.count(), basis));
  }

  /// `V z`.
  Batch lifted(Batch z) {
    return Batch.adopt(shape, Products.timesTransposed(z.shared(), z.count(), basis));
  }

  /// `x - mu`.
  Batch centred(Batch x) {
    if (x.dimension() != shape.size()) {
      throw new IllegalArgumentException(
          "a subspace of shape " + shape + " was given samples of shape " + x.shape());
    }
    double[] out = x.toArray();
    addMean(out, -1);
    return Batch.adopt(shape, out);
  }

  void addMean(double[] values, double sign) {
    int size = mean.size();
    for (int at = 0; at < values.length; at += size) {
      for (int j = 0; j < size; j++) {
        values[at + j] += sign * mean.get(j);
      }
    }
  }
}
