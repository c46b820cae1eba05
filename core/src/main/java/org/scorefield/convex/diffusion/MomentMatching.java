package org.scorefield.convex.diffusion;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.VectorFunction;
import org.scorefield.convex.WithAffine;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.Noise;

/// Gives the samples of a {@link LevelDenoiser} the mean and covariance of the data, by an affine
/// correction of each level.
///
/// Along the probability-flow ODE `dx/dsigma = (x - D(x; sigma)) / sigma` the law q of the
/// particles has
///
/// `d E[x]/dsigma = (E[x] - E[D]) / sigma` and `d Cov(x)/dsigma = (2 Cov(x) - Cov(D, x) - Cov(x,
/// D)) / sigma`,
///
/// which `E[x] = m` and `Cov(x) = C + sigma^2 I`, m and C those of the data, solve if `E_q[D] = m`
/// and `Cov_q(D, x) = C` at every level. Least squares makes these true under the law of noisy
/// data, at each level by itself, and says nothing of q: where the functions of higher levels have
/// left q nearer to a Gaussian than noisy data are, a function that is bent to follow the modes of
/// data answers with too small a covariance, and what is lost at one level is lost to all below.
///
/// So the levels are gone through from the highest down, with particles that start in `N(m, C +
/// sigma^2 I)` to the last digit and follow the corrected model; at each the affine function is
/// added that makes both conditions true for the particles,
///
/// `D'(x) = D(x) + A (x - E_q[x]) + (m - E_q[D])`, `A = (C - Cov_q(D, x)) Cov_q(x)^-1`.
///
/// A function that is affine already, by least squares, stays what it is. The correction is made
/// for q and costs some of the fit to noisy data. It is worth it where the samples of a model have
/// clearly less variance than the data; a model that samples well is better off without.
///
/// Deterministic solvers get the moments of the data up to their own errors, if they start where
/// the highest level is far above the mean of the data. Ones that add noise leave the flow, and
/// their samples come out wider than the data.
///
/// Cost: for each particle some 15 evaluations of every function, and a d x d inverse a level.
public final class MomentMatching {
  /// Heun steps from a level to the next.
  private static final int STEPS = 2;

  /// How often a level is corrected: first for particles that came by the correction of the level
  /// above, then for ones that came by its own.
  private static final int PASSES = 2;

  private final LevelDenoiser model;
  private final Matrix covariance;

  private MomentMatching(LevelDenoiser model, Matrix covariance) {
    this.model = model;
    this.covariance = covariance;
  }

  /// The model, corrected.
  ///
  /// @param model whose mean is that of the rows
  /// @param rows clean ones that it was trained on, n x d, at least 2
  /// @param noise of the particles, more than d; 2000 are enough for tens of components
  /// @throws IllegalArgumentException if rows and model differ in components, if there are too few
  ///   particles, or if these do not stay finite on their way down
  public static LevelDenoiser of(LevelDenoiser model, Batch rows, Noise noise) {
    int d = model.mean().size();
    if (rows.dimension() != d || rows.count() < 2) {
      throw new IllegalArgumentException(
          "a model of %d components needs at least 2 rows of as many, got %d of %d"
              .formatted(d, rows.count(), rows.dimension()));
    }
    if (noise.count() <= d) {
      throw new IllegalArgumentException(
          "more than %d particles are needed for a covariance of %d components, got %d; 2000 are usual"
              .formatted(d, d, noise.count()));
    }
    return new MomentMatching(model, covariance(rows, rows)).run(noise);
  }

  private LevelDenoiser run(Noise noise) {
    Vector levels = model.levels();
    Batch x = start(levels.first(), noise);
    WithAffine last = matched(0, x);
    List<VectorFunction> functions = new ArrayList<>(model.functions());
    functions.set(0, last);
    for (int l = 1; l < levels.size(); l++) {
      last = new WithAffine(model.functions().get(l), last.slope(), last.bias());
      Batch from = x;
      for (int pass = 0; pass < PASSES; pass++) {
        functions.set(l, last);
        x = flow(with(levels, functions), from, levels.get(l - 1), levels.get(l));
        last = matched(l, x);
      }
      functions.set(l, last);
    }
    return with(levels, functions);
  }

  private LevelDenoiser with(Vector levels, List<VectorFunction> functions) {
    return new LevelDenoiser(model.mean(), model.preconditioning(), levels, functions);
  }

  /// Particles whose mean is m and whose covariance is C + sigma^2 I, both exactly: chance would
  /// make a correction of its own.
  private Batch start(double sigma, Noise noise) {
    int d = model.mean().size();
    Batch normal = noise.normal(Shape.vector(d));
    double[] noisy = covariance.toArray();
    for (int j = 0; j < d; j++) {
      noisy[j * d + j] += sigma * sigma;
    }
    Matrix map =
        power(covariance(normal, normal), -0.5).times(power(Matrix.adopt(d, d, noisy), 0.5));
    Batch centred = LevelDenoiser.shifted(normal, mean(normal), -1);
    Batch coloured =
        Batch.adopt(normal.shape(), Products.times(centred.shared(), normal.count(), map));
    return LevelDenoiser.shifted(coloured, model.mean(), 1);
  }

  /// The probability flow from one level to the next, by Heun's method at a constant ratio.
  private static Batch flow(LevelDenoiser model, Batch from, double above, double below) {
    Batch x = from;
    for (int k = 0; k < STEPS; k++) {
      double here = above * Math.pow(below / above, (double) k / STEPS);
      double next = k == STEPS - 1 ? below : above * Math.pow(below / above, (k + 1.0) / STEPS);
      double step = next - here;
      Batch slope = slope(model, x, here);
      Batch ahead = slope(model, x.plus(slope, step), next);
      x = Batch.combine(1, x, step / 2, slope, step / 2, ahead);
    }
    if (x.firstNonFinite().isPresent()) {
      throw new IllegalArgumentException(
          "samples of the model do not stay finite between sigma = %s and %s, so there are no moments to match; train with more weight decay"
              .formatted(above, below));
    }
    return x;
  }

  private static Batch slope(LevelDenoiser model, Batch x, double sigma) {
    return Batch.combine(1 / sigma, x, -1 / sigma, model.denoise(x, sigma));
  }

  /// The function of a level with the affine one that the particles ask for, in the coordinates of
  /// F: `A / (c_in c_out)` and, as its inputs are centred at m, `b / c_out`.
  private WithAffine matched(int level, Batch x) {
    int d = model.mean().size();
    VectorFunction function = model.functions().get(level);
    double sigma = model.levels().get(level);
    Batch answers = with(Vector.of(sigma), List.of(function)).denoise(x, sigma);
    double[] missing = covariance.toArray();
    double[] present = covariance(answers, x).shared();
    for (int k = 0; k < missing.length; k++) {
      missing[k] -= present[k];
    }
    double[] a = Matrix.adopt(d, d, missing).times(power(covariance(x, x), -1)).toArray();
    Vector at = mean(x);
    Vector answer = mean(answers);
    double in = model.preconditioning().in(sigma);
    double out = model.preconditioning().out(sigma);
    double[] bias = new double[d];
    for (int i = 0; i < d; i++) {
      double b = model.mean().get(i) - answer.get(i);
      for (int j = 0; j < d; j++) {
        b -= a[i * d + j] * (at.get(j) - model.mean().get(j));
        a[i * d + j] /= in * out;
      }
      bias[i] = b / out;
    }
    return new WithAffine(function, Matrix.adopt(d, d, a), Vector.adopt(bias));
  }

  /// A power of a symmetric positive definite matrix.
  private static Matrix power(Matrix a, double exponent) {
    int d = a.rows();
    SymmetricEigen eigen = SymmetricEigen.of(a);
    double[] scaled = eigen.vectors().toArray();
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] *= Math.pow(eigen.values().get(k % d), exponent);
    }
    return Matrix.adopt(d, d, scaled).timesTransposed(eigen.vectors());
  }

  private static Vector mean(Batch x) {
    int d = x.dimension();
    double[] values = x.shared();
    double[] mean = new double[d];
    for (int k = 0; k < values.length; k++) {
      mean[k % d] += values[k] / x.count();
    }
    return Vector.adopt(mean);
  }

  /// Mean of `(a - mean) (b - mean)^T` over rows.
  private static Matrix covariance(Batch a, Batch b) {
    int d = a.dimension();
    double[] left = LevelDenoiser.shifted(a, mean(a), -1).shared();
    double[] right = LevelDenoiser.shifted(b, mean(b), -1).shared();
    double[] sums = Products.transposeTimes(left, right, a.count(), d, d).toArray();
    for (int k = 0; k < sums.length; k++) {
      sums[k] /= a.count();
    }
    return Matrix.adopt(d, d, sums);
  }
}
