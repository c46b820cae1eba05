package org.scorefield.convex.placement;

import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Vector;
import org.scorefield.data.RandomRows;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.NoiseKey;

/// Gates where the posterior mean bends: in proportion to its second derivative, which is the
/// density that ReLU features ask for. On the line `f(x) = affine + INT f''(b) (x - b)_+ db`
/// exactly; in more dimensions the density at a row stands for that on the hyperplanes through it
/// (Pieper, Zhang and Zhang 2410.02132).
///
/// With data known by n pilot rows x_i and noise sigma, the posterior mean is `D(x) = sum_i w_i
/// x_i`, and the Hessian of `q . D` is `T(q) / sigma^4`, T the third cumulant under the posterior
/// weights, `T(q) = sum_i w_i (q . dx_i) dx_i dx_i^T`, `dx_i = x_i - D(x)`. For each candidate row
/// a q is drawn on the sphere; its weight is the sum of the magnitudes of the eigenvalues of T(q),
/// and its direction an eigenvector, drawn by that magnitude. It is zero where D is affine; gates
/// that no bend asks for are {@link GatePlacement#uniformOffset}.
///
/// Use it mixed with a share of uniform gates ({@link GatePlacement#mixed}): pilot rows are not all
/// that there is. Cost of a placement: for each candidate nd^2/2 and an eigendecomposition, 9 d^3;
/// in hundreds of dimensions work in principal directions.
///
/// @param pilot x_i, in the coordinates of the rows that gates are placed for
/// @param sigma noise level in the same coordinates, > 0
/// @param candidates rows considered at most, >= 1; when there are more, random ones
public record CumulantPlacement(Batch pilot, double sigma, int candidates)
    implements GatePlacement {
  /// Candidates that are enough for some hundred gates.
  public static final int CANDIDATES = 4096;

  private static final int BLOCK = 16;

  public CumulantPlacement {
    if (pilot.count() < 1 || candidates < 1) {
      throw new IllegalArgumentException(
          "need at least one pilot row and one candidate, got "
              + pilot.count()
              + " and "
              + candidates);
    }
    if (!(sigma > 0) || !Double.isFinite(sigma)) {
      throw new IllegalArgumentException("a noise level must be positive and finite, got " + sigma);
    }
  }

  public CumulantPlacement(Batch pilot, double sigma) {
    this(pilot, sigma, CANDIDATES);
  }

  /// For gates on `c_in (x - m)`, the input of a preconditioned network: pilot rows and noise level
  /// in these coordinates, which change no posterior weight.
  ///
  /// @param clean rows of the data
  /// @param mean m
  /// @param c preconditioning
  /// @param sigma noise level in units of the data
  /// @param pilots rows taken at most, at random
  public static CumulantPlacement preconditioned(
      Batch clean, Vector mean, Preconditioning c, double sigma, int pilots, NoiseKey key) {
    int d = clean.dimension();
    int[] rows =
        RandomRows.indices(clean.count(), Math.min(pilots, clean.count()), key.child("pilot"));
    double scale = c.in(sigma);
    double[] out = new double[rows.length * d];
    for (int k = 0; k < out.length; k++) {
      out[k] = scale * (clean.shared()[rows[k / d] * d + k % d] - mean.get(k % d));
    }
    return new CumulantPlacement(Batch.adopt(clean.shape(), out), scale * sigma);
  }

  @Override
  public Matrix place(Batch x, int count, NoiseKey key) {
    int d = pilot.dimension();
    if (x.dimension() != d) {
      throw new IllegalArgumentException(
          "pilot rows of " + d + " components cannot place gates for rows of " + x.dimension());
    }
    Candidates all = Candidates.of(x, candidates, key);
    double[] probes = all.probes(key);
    double[] picks = all.uniforms(key.child("picks"));
    double[] weights = new double[all.count()];
    double[] directions = new double[all.count() * d];
    PosteriorWeights posterior = PosteriorWeights.of(pilot, sigma);
    double floor = Candidates.ROUNDING * Math.pow(largestNorm(), 3);
    Rows.parallel(
        all.count(),
        BLOCK,
        (from, to) -> {
          double[] rows = all.block(from, to - from).shared();
          for (int k = from; k < to; k++) {
            double[] w = posterior.at(rows, (k - from) * d);
            Matrix bend = Matrix.adopt(d, d, posterior.thirdCumulant(w, probes, k * d));
            double weight = Candidates.eigenvector(bend, picks[k], directions, k * d);
            weights[k] = weight > floor ? weight : 0;
          }
        });
    return all.draw(weights, directions, count, key);
  }

  /// Of the pilot rows: what rounding errors of their moments are measured by.
  private double largestNorm() {
    double largest = 0;
    for (int i = 0; i < pilot.count(); i++) {
      largest = Math.max(largest, Directions.norm(pilot.shared(), i * d(), d()));
    }
    return largest;
  }

  private int d() {
    return pilot.dimension();
  }
}
