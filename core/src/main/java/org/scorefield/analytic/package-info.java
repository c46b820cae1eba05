/// Score models that are known exactly: the ground truth of everything else.
///
/// Each is a {@link org.scorefield.analytic.Distribution}: it has an exact denoiser, score and log
/// density at every noise level, exact samples, and the Gaussian of its mean and covariance. Data
/// x0 of one shape with d components, x = x0 + sigma n.
///
/// **Laws.**
///
/// | law | x0 is | D(x; sigma) |
/// |---|---|---|
/// | {@link org.scorefield.analytic.Gaussian} | Gaussian, of full or low rank | linear in x; so are the ways along the probability-flow ODE (Wang and Vastola 2311.10892) |
/// | {@link org.scorefield.analytic.GaussianMixture} | drawn from one of K Gaussians | `sum_c w_c D_c`, w the responsibilities |
/// | {@link org.scorefield.analytic.Empirical} | a row of a dataset | `sum_i w_i x_i`, a softmax over the rows |
/// | {@link org.scorefield.analytic.CurveLaw} | on a curve in the plane, blurred | an integral along the curve, by quadrature |
/// | {@link org.scorefield.analytic.Checkerboard} | uniform on squares of the plane | a mixture of intervals with noise |
/// | {@link org.scorefield.analytic.Subspace#lift lifted} | any of these in a subspace of more dimensions | that of the law within, linear off it (Chen et al. 2302.07194) |
///
/// The first three describe the same data from rough to exact. At high noise every trained score is
/// nearly that of the Gaussian; the empirical law is the limit of perfect memory, which at low
/// noise returns the nearest row and nothing new.
///
/// All but the board and lifted laws also know the posterior covariance `Cov[x0 | x] = sigma^2
/// dD/dx` ({@link org.scorefield.denoise.PosteriorCovariance}).
///
/// **Fits**, all in blocks of rows of a {@link org.scorefield.data.Dataset}: {@link
/// org.scorefield.analytic.Moments} with {@link org.scorefield.analytic.Gaussian#of} (full
/// covariance), {@link org.scorefield.analytic.LowRank} (r directions and one residual variance),
/// {@link org.scorefield.analytic.KMeans} and {@link
/// org.scorefield.analytic.ExpectationMaximization} (mixtures, with the covariances of {@link
/// org.scorefield.analytic.CovarianceKind}), {@link org.scorefield.analytic.ClassLaws} (a Gaussian
/// for each class of labelled data).
///
/// **Toys.** {@link org.scorefield.analytic.Toys} gives laws in the plane their names: `moons`,
/// `swiss-roll`, `checkerboard`, `rings`, `eight-gaussians`. Their densities are closed forms or
/// integrals over a line, good to ten digits.
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
