package org.scorefield.convex.placement;

import org.scorefield.array.Batch;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.NoiseKey;

/// Gates where a reference model is uncertain: a row x in proportion to `tr P(x)`, `P = Cov[x0 |
/// x]`, the direction an eigenvector of P drawn by its eigenvalue. `P / sigma^2` is the Jacobian of
/// the denoiser, so this is the density of its first derivative, which step features ask for; that
/// of the second ({@link CumulantPlacement}) is what ReLU features ask for, and needs third
/// moments.
///
/// It does not vanish for the affine denoiser of a Gaussian, whose P is the same everywhere; there
/// it is as good as {@link GatePlacement#throughData} along principal directions.
///
/// Cost of a placement: a covariance and an eigendecomposition, 9 d^3, for each candidate.
///
/// @param model the reference
/// @param sigma noise level in units of the data, > 0
/// @param frame coordinates of the rows that gates are placed for
/// @param candidates rows considered at most, >= 1
public record CovariancePlacement(
    PosteriorCovariance model, double sigma, InputFrame frame, int candidates)
    implements GatePlacement {

  public CovariancePlacement(PosteriorCovariance model, double sigma, InputFrame frame) {
    this(model, sigma, frame, CumulantPlacement.CANDIDATES);
  }

  @Override
  public Matrix place(Batch x, int count, NoiseKey key) {
    Candidates all = Candidates.of(x, candidates, key);
    double[] picks = all.uniforms(key.child("picks"));
    int d = x.dimension();
    return new CovarianceField(model, sigma, frame, candidates)
        .place(
            all,
            count,
            key,
            (p, k, directions) -> Candidates.eigenvector(p, picks[k], directions, k * d));
  }
}
