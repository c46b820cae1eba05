/// Score models that are known exactly: the ground truth of everything else.
///
/// Each is a {@link org.scorefield.analytic.Distribution}: it has an exact denoiser, score and log
/// density at every noise level, and exact samples. Data x0 of one shape with d components, x = x0
/// + sigma n.
///
/// **Laws.** From rough to exact description of the same data:
///
/// - {@link org.scorefield.analytic.Gaussian}: the linear score of mean and covariance, with its
///   closed-form probability-flow map (Wang and Vastola 2311.10892). What a trained score looks
///   like at high noise.
/// - {@link org.scorefield.analytic.GaussianMixture}: `D = sum_c w_c D_c`, w the responsibilities;
///   components of any rank each.
/// - {@link org.scorefield.analytic.Empirical}: the training set itself, `D = sum_i w_i x_i`. The
///   limit of perfect memory: at low noise it returns the nearest row, and nothing new.
///
/// **Fits**, all in blocks of rows of a {@link org.scorefield.data.Dataset}: {@link
/// org.scorefield.analytic.Moments} with {@link org.scorefield.analytic.Gaussian#of} (full
/// covariance), {@link org.scorefield.analytic.LowRank} (r directions and one residual variance),
/// {@link org.scorefield.analytic.KMeans} and {@link
/// org.scorefield.analytic.ExpectationMaximization} (mixtures, with the covariances of {@link
/// org.scorefield.analytic.CovarianceKind}).
///
/// **Dimension.** {@link org.scorefield.analytic.Subspace} lifts any denoiser of d dimensions to D
/// of them, with the exact linear score off the subspace (Chen et al. 2302.07194).
///
/// **Toys.** {@link org.scorefield.analytic.Toys} are laws in the plane under names: curves blurred
/// by a Gaussian ({@link org.scorefield.analytic.CurveLaw}), a board of uniform squares ({@link
/// org.scorefield.analytic.Checkerboard}), eight Gaussians. Their densities are closed forms or
/// integrals over a line, good to ten digits.
///
/// All of them also know the posterior covariance `Cov[x0 | x] = sigma^2 dD/dx` ({@link
/// org.scorefield.denoise.PosteriorCovariance}), except the board and laws lifted from a subspace.
///
/// Three numerical rules hold throughout. Softmaxes have their largest exponent taken out. A
/// residual or a distance is formed by differences wherever the expanded form would lose digits
/// that count. Work is split over threads by rows of the batch, by component or by fixed blocks of
/// the data and combined in a fixed order, so that neither threads nor the batch can change a bit.
///
/// When not to use it: a single Gaussian below the noise level where modes separate, a low rank
/// with zero residual at sigma below the discarded variances, the empirical law to judge
/// generalisation.
@NullMarked
package org.scorefield.analytic;

import org.jspecify.annotations.NullMarked;
