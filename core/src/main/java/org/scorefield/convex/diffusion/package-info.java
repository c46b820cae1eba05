/// Diffusion models whose networks are solutions of convex programs, one a noise level or one for
/// all.
///
/// The paper trains the score of one noise level (2402.01965). To sample, scores at many are
/// needed. In EDM's coordinates (Karras et al. 2206.00364) a denoiser is
///
/// `D(x; sigma) = m + c_skip (x - m) + c_out F(c_in (x - m))`,
///
/// m the mean of the data, and input and target of F have about unit variance at every level
/// ({@link org.scorefield.convex.diffusion.PreconditionedPairs}). Least squares for F is denoising
/// score matching with the weight `sigma^4/c_out^2`; with an F that is linear in its weights once
/// the gates are drawn, and a penalty on these, it is the convex program of {@link
/// org.scorefield.convex.gated.GatedProgram#regression}.
///
/// **One program a level** is what to try first: {@link
/// org.scorefield.convex.diffusion.LevelTraining} gives a {@link
/// org.scorefield.convex.diffusion.LevelDenoiser}, and what each level came to as a {@link
/// org.scorefield.convex.diffusion.LevelFit}:
///
/// ```java
/// Vector levels = NoiseLadder.of(rows, 14);
/// ConvexDiffusion fit =
///     LevelTraining.fit(rows, heldOut, levels, ConvexPlan.DEFAULT, key, DiffusionWatch.NONE);
/// fit.levels().forEach(level -> out.println(level.words()));
/// new Sampler(grid, new Heun(), new Start.Prior()).sample(fit.model(), noise);
/// ```
///
/// - Levels come from {@link org.scorefield.convex.diffusion.NoiseLadder}, geometric from five
///   times the spread of the data to the spacing of its rows, and are solved side by side.
/// - How much is penalised is a {@link org.scorefield.convex.diffusion.ConvexPlan}'s path: beta
///   falls from where all gates are shut, each solution starting at the one before, until held-out
///   rows with fresh noise are clearly worse off. These choose; the objective never does. At the
///   start of the path F is affine, and the model that of a Gaussian.
/// - Where gates are put matters more than how many there are: {@link
///   org.scorefield.convex.diffusion.ConvexPlan.Placement#CUMULANT} halves the error at mid noise
///   on a mixture of four modes.
/// - With one component the program is {@link org.scorefield.convex.line.LineProgram}, exact for
///   networks of any width, and nothing is drawn but noise.
/// - Noisy rows are held up to some thousands. Of more, gates are placed by a random sample, and
///   the rest are drawn again from their counters whenever they are read: memory goes with the
///   gates, not with the rows or the noises.
/// - Certificates are relative gaps of the programs. They prove that no better weights exist for
///   these rows, noises, gates and beta; how good the model is, is what the held-out loss says.
///
/// **One program for all levels**, {@link org.scorefield.convex.diffusion.JointTraining} and {@link
/// org.scorefield.convex.diffusion.JointDenoiser}, tells F the level as one more component, which
/// gates cut like the others. It has one regularisation path instead of one a level and far fewer
/// weights; its affine part is the same at all levels but for gates, so at the ends of the range,
/// where others are just linear, it is less accurate.
///
/// **Moments of the samples.** Least squares at each level fits the law of noisy data there;
/// samples come to a level with the law that the levels above gave them. Where these are far from
/// the best denoiser, in tens of components, the two differ: through 16 principal directions of
/// pictures of digits `E<x, D>` is right to 1 % for new noisy rows wherever gates are open, but 12
/// to 16 % too small for the model's own particles from sigma = 0.7 down; for a Gaussian of the
/// same moments it is 15 % too small at sigma = 0.7. So samples had 0.79 to 0.82 of the variance of
/// the data, with random features as with gates; levels without gates have no such fault. {@link
/// org.scorefield.convex.diffusion.MomentMatching} corrects the affine part of each level for the
/// particles that come to it. Then Heun's method gives about the variance that it gives a Gaussian;
/// sliced W2 falls by a sixth to a quarter, Frechet distance by a quarter to a half and energy by a
/// half or more, at the price of up to a twentieth of the held-out loss. With four modes in the
/// plane, which come out well without, nothing is gained and the loss is higher.
///
/// **When not to use it.** Gated networks jump at their gates; where a smooth score is needed, as
/// for a likelihood, take another model. In tens of components a thousand rows pin down few
/// weights: the loss falls far below that of a Gaussian at mid noise, yet samples have less
/// variance than the data, so measures of moments can favour the Gaussian; see above for what can
/// be done. A Gaussian mixture is the stronger model of such data, if one fits. Below the spacing
/// of the rows ({@link org.scorefield.convex.diffusion.LevelFit#memorises}) there is little but
/// rows to memorise, and what is gained there is what the held-out rows allow.
@NullMarked
package org.scorefield.convex.diffusion;

import org.jspecify.annotations.NullMarked;
