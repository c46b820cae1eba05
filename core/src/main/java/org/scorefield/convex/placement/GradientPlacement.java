package org.scorefield.convex.placement;

import org.scorefield.array.Batch;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.random.NoiseKey;

/// Gates across the gradient of the posterior mean: for q uniform on the sphere, `grad (q . D) = P
/// q / sigma^2`, `P = Cov[x0 | x]`, at a row drawn in proportion to `|P q|`. On the line `f(x) =
/// const
/// + INT f'(b) H(x - b) db`: the density that Heaviside and sigmoid features ask for (Pieper, Zhang
///   and Zhang 2410.02132).
///
/// It differs from {@link CovariancePlacement} in that no eigenvectors are needed, and directions
/// lie between them.
///
/// @param model the reference
/// @param sigma noise level in units of the data, > 0
/// @param frame coordinates of the rows that gates are placed for
/// @param candidates rows considered at most, >= 1
public record GradientPlacement(
    PosteriorCovariance model, double sigma, InputFrame frame, int candidates)
    implements GatePlacement {

  public GradientPlacement(PosteriorCovariance model, double sigma, InputFrame frame) {
    this(model, sigma, frame, CumulantPlacement.CANDIDATES);
  }

  @Override
  public Matrix place(Batch x, int count, NoiseKey key) {
    Candidates all = Candidates.of(x, candidates, key);
    double[] probes = all.probes(key);
    int d = x.dimension();
    return new CovarianceField(model, sigma, frame, candidates)
        .place(
            all,
            count,
            key,
            (p, k, directions) -> {
              double[] q = new double[d];
              System.arraycopy(probes, k * d, q, 0, d);
              double[] gradient = Products.timesTransposed(q, 1, p);
              double norm = Directions.norm(gradient, 0, d);
              for (int j = 0; j < d; j++) {
                directions[k * d + j] = norm > 0 ? gradient[j] / norm : 0;
              }
              return norm;
            });
  }
}
