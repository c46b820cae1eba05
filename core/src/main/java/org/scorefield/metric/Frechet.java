package org.scorefield.metric;

import java.util.OptionalInt;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.Noise;

/// The squared Fréchet (Wasserstein-2) distance between Gaussians fitted to the two sets (Dowson and
/// Landau 1982; Heusel et al. 2017):
///
///     |mu_g - mu_r|^2 + tr(Sigma_g + Sigma_r - 2 (Sigma_g^(1/2) Sigma_r Sigma_g^(1/2))^(1/2))
///
/// in squared units of the data: of pixels if given pixels, the FID if given Inception features. It
/// sees means and covariances, and nothing else.
///
/// **Bias.** Two samples of one law do not give 0 but about `c (1/n + 1/m)`; for `N(mu, v I_d)` c is
/// `v d (d + 5) / 4`. The plain value depends on n and m, and only values of equal n and m may be
/// compared. Two remedies: {@link RealVsReal} shows what real data score, and the extrapolated form
/// (`frechet-inf`, in the spirit of Chong and Forsyth 2020) takes the jackknife's estimate of the
/// bias off, which removes it to order 1/n and may come out below 0. Both fail where n is not well
/// above the rank of the covariance; project then (`frechet-pca:k`: the k leading principal
/// directions of the reference).
///
/// **Standard error.** Delete-block {@link Jackknife} over both sets. It contains no bias, so +-2 of
/// it around the plain value need not contain the distance of the laws; around the extrapolated
/// value it does (see `StandardErrorTest`). NaN, as is the extrapolated value, below 3 rows.
///
/// All rows are used, read in blocks; memory `O(d^2)`. Cost `4 n d^2` for the fits and `2 blocks`
/// eigenvalue problems of `O(d^3)`.
///
/// @param components k, the principal directions of the reference kept (all, if there are fewer);
///   empty for the data's own components
/// @param extrapolated whether to subtract the estimated bias
/// @param blocks of the jackknife, at least 2
public record Frechet(OptionalInt components, boolean extrapolated, int blocks) implements Metric {
  private static final int BLOCKS = 20;

  public Frechet {
    Inputs.requireAtLeast(2, blocks, "the number of blocks");
    components.ifPresent(k -> Inputs.requireAtLeast(1, k, "the number of principal directions"));
  }

  /// In the data's own components.
  public static Frechet raw() {
    return new Frechet(OptionalInt.empty(), false, BLOCKS);
  }

  /// Along the k leading principal directions of the reference.
  public static Frechet pca(int k) {
    return new Frechet(OptionalInt.of(k), false, BLOCKS);
  }

  /// The same with the jackknife's estimate of the bias taken off.
  public Frechet toInfinity() {
    return new Frechet(components, true, blocks);
  }

  @Override
  public String name() {
    return "frechet"
        + (extrapolated ? "-inf" : "")
        + (components.isPresent() ? "-pca:" + components.getAsInt() : "");
  }

  @Override
  public String meaning() {
    return "squared Fréchet distance of Gaussian fits"
        + (components.isPresent()
            ? " along " + components.getAsInt() + " principal directions of the reference"
            : "")
        + (extrapolated
            ? ", extrapolated to infinite samples"
            : ", biased upwards by small samples")
        + ": smaller is better";
  }

  @Override
  public Better better() {
    return Better.SMALLER;
  }

  @Override
  public double target() {
    return 0;
  }

  @Override
  public Estimate measure(Dataset generated, Dataset reference, Noise noise) {
    Inputs.require(generated, reference);
    if (components.isEmpty()) {
      return measure(generated, Fit.of(generated), reference, Fit.of(reference));
    }
    int k = Math.min(components.getAsInt(), reference.shape().size());
    Fit fit = Fit.of(reference);
    Matrix basis = SymmetricEigen.of(fit.covariance()).vectors().leadingColumns(k);
    Dataset g = new Projected(generated, fit.mean(), basis);
    Dataset r = new Projected(reference, fit.mean(), basis);
    return measure(g, Fit.of(g), r, Fit.of(r));
  }

  private Estimate measure(Dataset generated, Fit g, Dataset reference, Fit r) {
    Matrix rootR = r.root();
    Matrix rootG = g.root();
    double viaR = g.squaredDistance(r, rootR);
    double viaG = r.squaredDistance(g, rootG);
    Jackknife jackknife =
        Jackknife.of(viaR, leftOut(generated, g, r, rootR))
            .plus(Jackknife.of(viaG, leftOut(reference, r, g, rootG)));
    double value = extrapolated ? viaR - jackknife.bias() : viaR;
    return new Estimate(value, jackknife.standardError(), Math.min(g.count(), r.count()));
  }

  /// The distance without each block of `data`, whose fit is `whole`, to the fixed `other`.
  private double[] leftOut(Dataset data, Fit whole, Fit other, Matrix root) {
    int count = Jackknife.blocks(blocks, whole.count());
    double[] values = new double[count];
    if (count > 0) {
      BlockFits.forEach(
          data,
          count,
          whole.mean(),
          (part, k) -> values[k] = whole.without(part).squaredDistance(other, root));
    }
    return values;
  }

  /// The squared Fréchet distance of two Gaussians given by mean and covariance.
  public static double between(Vector mean, Matrix covariance, Vector mean2, Matrix covariance2) {
    Fit second = new Fit(0, mean2, covariance2);
    return new Fit(0, mean, covariance).squaredDistance(second, second.root());
  }
}
