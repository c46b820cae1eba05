/// Networks of random features: hidden units are drawn, and the outer weights are one linear solve.
///
/// The cheap relative of the convex programs: the same two layers, `f(x) = c + C x + sum_m w_m
/// act(a_m . x - b_m)`, whose hidden weights are no unknowns. How good it is depends on where the
/// hyperplanes are. Drawn uniformly they miss the places where a denoiser bends, at low noise by
/// orders of magnitude; drawn by the derivatives of the denoiser (Pieper, Zhang and Zhang
/// 2410.02132) a tenth of them does the same. For a denoiser derivatives are at hand in closed
/// form: its Jacobian is the posterior covariance over sigma^2, its second derivative the third
/// cumulant over sigma^4, of the data themselves or of any reference model. {@link
/// org.scorefield.convex.features.FeatureDensity} lists the densities.
///
/// {@link org.scorefield.convex.features.FeatureMap} are the features, {@link
/// org.scorefield.convex.features.RandomFeatureFit} a ridge regression on them, with held-out loss
/// and evidence for each ridge, {@link org.scorefield.convex.features.RandomFeatures} the function
/// that comes out; {@link org.scorefield.convex.features.FeatureTraining} does it for each level of
/// a diffusion model:
///
/// ```java
/// RandomFeatureDiffusion fit =
///     FeatureTraining.fit(
///         rows, heldOut, NoiseLadder.of(rows, 14), FeaturePlan.DEFAULT, Empirical.of(data), key,
///         FeatureWatch.NONE);
/// fit.model().denoise(x, sigma);
/// ```
///
/// Smooth activations take their slope from the length on which the denoiser bends ({@link
/// org.scorefield.convex.features.FeatureTraining}); they are the better choice where the law of
/// the data is smooth. ReLU features are a {@link org.scorefield.convex.TwoLayerScore}, from which
/// training may go on ({@link org.scorefield.convex.features.RandomFeatures#network}).
///
/// When not to use it: nothing is certified, hyperplanes are as good as the draw. In tens of
/// components some hundred of them see little beyond the affine part; and where the law is a
/// mixture of few Gaussians, fitting that directly does better.
@NullMarked
package org.scorefield.convex.features;

import org.jspecify.annotations.NullMarked;
