/// The error budget: how much of the error of a generated sample each cause has, and which schedule
/// that asks for (Wang, He and Tao 2406.12839, with the identities that make its bounds exact).
///
/// A {@link org.scorefield.budget.Scheme} (noise levels and step noise) run with a model in place
/// of the exact score goes wrong in three ways: it **starts** from white noise instead of the noisy
/// data (I), it freezes the score over each step, the **discretisation** (D), and its **score** is
/// not the exact one (S). It also stops at a noise level above 0.
///
/// Two divergences are told apart everywhere and never stand for each other:
///
/// - the **path** divergence compares the whole chain of states with the exact reverse process. It
///   is the sum I + D + S exactly, can be computed from held-out losses, and is what schedules are
///   chosen by ({@link org.scorefield.budget.PathCost}). It is an upper bound of the next;
/// - the **marginal** divergence compares the final samples with the noisy data. It is what one
///   wants, has no such sum (parts may cancel), and is known exactly only where the law is.
///
/// The published statements are here too, under their own names and never as anything but bounds:
/// the terms of theorem 2 ({@link org.scorefield.budget.PublishedBound}), what they simplify to on
/// polynomial and exponential schedules ({@link org.scorefield.budget.PublishedRate}), and how much
/// of the training error they let through ({@link org.scorefield.budget.TrainingFactor}). They are
/// written in the time of a {@link org.scorefield.budget.Clock}, know of the data only the {@link
/// org.scorefield.budget.Moments}, and take every hidden constant as 1. Read the errata there.
///
/// Grids of least path cost are found by {@link org.scorefield.budget.GridProgram}, for every
/// number of steps at once and any {@link org.scorefield.budget.StepCost}. A scheme becomes
/// something that samples by {@link org.scorefield.budget.Scheme#sampler}, or, with a last step to
/// 0, by {@link org.scorefield.budget.Scheme#denoising}.
///
/// On Gaussian data all of it is known in closed form, direction by direction, for a {@link
/// org.scorefield.budget.GaussianModel} with the exact score or one that is wrong linearly ({@link
/// org.scorefield.budget.LinearScoreError}): the parts of the path divergence ({@link
/// org.scorefield.budget.GaussianPath}), the law of the samples of every solver of fixed steps
/// ({@link org.scorefield.budget.GaussianOutput}, from the solver itself run on its modes), and
/// whose the marginal divergence is. As that is no sum, each cause is switched on and off and the
/// error shared out ({@link org.scorefield.budget.Attribution}), against the {@link
/// org.scorefield.budget.ReverseProcess} that a solver without discretisation would follow. {@link
/// org.scorefield.budget.GaussianBudget} has it all at once:
///
/// ```java
/// Scheme scheme = Scheme.plain("rho 7", new RhoGrid(7).toMin(18, 80, .002));
/// GaussianBudget.of(scheme, GaussianModel.exact(Spectrum.of(gaussian))).marginal().shapley();
/// ```
///
/// On the line nothing is left to chance: {@link org.scorefield.budget.LineMixture} has the losses,
/// entropies and Fisher information of a mixture, of the exact score or of any model, by
/// quadrature; {@link org.scorefield.budget.DensityPropagation} the exact {@link
/// org.scorefield.budget.OutputLaw} of the samples of a scheme run with any model, with its
/// marginal divergence and its Wasserstein distance; {@link org.scorefield.budget.OdePushForward}
/// that of a solver without noise. {@link org.scorefield.budget.LineBudget} has the parts, and
/// {@link org.scorefield.budget.ScoreError} the score's for any profile of errors over levels. In
/// more dimensions {@link org.scorefield.budget.DrawnMixture} draws the parts with small standard
/// errors, and {@link org.scorefield.budget.PathDivergence} measures their sum from its definition.
///
/// Whether the path divergence chooses well, which no theorem says, is for {@link
/// org.scorefield.budget.Agreement} to count: predicted order against the order of what happened.
///
/// All divergences are in nats, all noise levels sigma in units of the data, `v = sigma^2`. The
/// target of a scheme is the law of the data with noise of its last level.
@NullMarked
package org.scorefield.budget;

import org.jspecify.annotations.NullMarked;
