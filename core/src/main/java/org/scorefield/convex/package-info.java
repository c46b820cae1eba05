/// Score networks trained to their global optimum by convex programs, with certificates.
///
/// Gradient descent on a network finds some local minimum and does not say which. For two layers of
/// ReLU or absolute values there is a way around: weight decay `(beta/2) (|u|^2 + |alpha|^2)` of a
/// unit is, balanced, `beta |u| |alpha|`, a group norm; a unit is an element of a dictionary, one
/// for each way in which it can cut the data; and the best network of any width is the solution of
/// a convex program over that dictionary (Pilanci and Ergen 2002.10553; for scores Zhang and
/// Pilanci 2402.01965). Its dual bounds from below what any network can reach.
///
/// **What all have in common.** A {@link org.scorefield.convex.TwoLayerScore} is a network as
/// numbers: score, divergence, weight decay, the denoiser of one noise level. {@link
/// org.scorefield.convex.Activation} fixes the derivative on the kink, which is part of what score
/// matching minimises. A {@link org.scorefield.convex.Certificate} says how far from the best a
/// solution is at most, and among which competitors.
///
/// **On the line**, d = 1, the dictionary is finite and small, and everything is exact. {@link
/// org.scorefield.convex.LineProgram} is score matching or denoising score matching; {@link
/// org.scorefield.convex.LineSolution} its solution, a {@link org.scorefield.convex.LineScore} with
/// kinks at data points, its certificate and its network:
///
/// ```
/// SortedPoints data = SortedPoints.of(...);
/// LineSolution solution = LineProgram.scoreMatching(data, RELU, false, 20).solve();
/// solution.certificate().words();   // objective, bound, and what they are worth
/// solution.network().denoiser(sigma);
/// ```
///
/// Closed forms are used where they hold, an interior-point method with O(n) steps elsewhere: a
/// thousand points in some milliseconds, a million in half a minute. How the solution changes with
/// beta is in {@link org.scorefield.convex.LineThresholds}: below the least beta score matching has
/// no minimum; above it are kinks inside of the data, then a line, then nothing.
///
/// **What is learned.** {@link org.scorefield.convex.LineLaw} is the law of a piecewise linear
/// score, which Langevin dynamics through the network converges to. With a skip connection and beta
/// large enough it is the Gaussian of the data, and {@link org.scorefield.convex.GaussianLangevin}
/// says what the unadjusted algorithm makes of it, step by step. Without one it is wider than the
/// data by n/(n - beta), and for absolute values it has exponential tails: {@link
/// org.scorefield.convex.GaussianLaplace}. With kinks near the ends a tail may rise; {@link
/// org.scorefield.convex.LineScore#confines} tells, and then there is no law.
///
/// When not to use it: score matching of clean data at small beta fits the spacings of the sample,
/// not its law (the objective falls as 1/h^2 with the least spacing h); denoising score matching at
/// a noise level far above the spacings, or a skip connection and large beta, is what generalises.
///
/// ## Any number of components
///
/// Which rows of the data each hidden unit lets through is its activation pattern, and there are
/// finitely many. {@link org.scorefield.convex.GatePatterns} lists them all for data of low rank,
/// or draws gates by a {@link org.scorefield.convex.GatePlacement}. Once the gates are given, the
/// score is linear in the weights Z_i of each, and weight decay becomes a {@link
/// org.scorefield.convex.GatedPenalty}: the nuclear norm, or a group lasso for one network a
/// component. A {@link org.scorefield.convex.GatedProgram} is score matching with its trace term,
/// or denoising score matching on {@link org.scorefield.convex.DenoisingPairs}, with an {@link
/// org.scorefield.convex.AffinePart} that is free of penalty:
///
/// ```java
/// DenoisingPairs pairs = DenoisingPairs.draw(data, 0.5, 4, key.child("noise"));
/// GatePatterns gates =
///     GatePatterns.sampled(
///         pairs.noisy(), GatePlacement.throughData(), 500, Activation.RELU, true, key);
/// GatedProgram program =
///     GatedProgram.denoising(gates, pairs, GatedPenalty.NUCLEAR, AffinePart.SKIP_AND_BIAS);
/// GatedSolution solution =
///     new GatedSolver(1e-4, 5000).solve(program, program.largestBeta() / 10, ProgramWatch.NONE);
/// OneLevelDenoiser denoiser = solution.score().denoiser(0.5);
/// ```
///
/// The same program does least squares to targets of any number of components ({@link
/// org.scorefield.convex.GatedProgram#regression}), such as those of a preconditioned denoiser.
///
/// The solver sweeps over a working set of gates, one gate after the other at its own curvature,
/// which takes several times fewer products than steps of all gates at once. For denoising with
/// 2,000 rows of 20 components, 500 gates and a tenth of the largest beta, a gap of 1e-4 takes
/// about 75 sweeps and 7 seconds of one core. Without a skip connection it takes ten times as many:
/// the gates then share the linear part of the score, and how they do is nearly undetermined.
///
/// The {@link org.scorefield.convex.GatedSolver} ends with a {@link
/// org.scorefield.convex.Certificate} over the gates that were given. It says nothing of other
/// gates, and gates that are free of the weights they gate are a relaxation: with *all* patterns
/// the lower value holds for ReLU networks at the same beta too, but those may be far above it. A
/// {@link org.scorefield.convex.RegularisationPath} gives solutions for falling beta, and takes the
/// one that does best on held-out data: never choose beta by the training objective.
///
/// From {@link org.scorefield.convex.GatedProgram#largestBeta} on all gates are shut and the score
/// is that of a Gaussian; below {@link org.scorefield.convex.Boundedness} score matching has no
/// minimiser ({@link org.scorefield.convex.UnboundedProgram}). Close to that bound the programs are
/// badly conditioned and take many steps. The model, a {@link org.scorefield.convex.GatedScore},
/// jumps between its gates; a {@link org.scorefield.convex.ConeDecomposition} is a continuous
/// network with the same values on the training rows, and usually much larger weights.
///
/// What gates that follow their weights reach, exactly, one output at a time, is in {@link
/// org.scorefield.convex.relu}.
///
/// Along a path of many betas the rows need not be seen at every step: {@link
/// org.scorefield.convex.NormalEquations} solve a regression by its Gram matrix, with the same
/// certificate, as fast whatever the number of rows. {@link org.scorefield.convex.diffusion} makes
/// diffusion models of such programs.
///
/// Gates can be put where the denoiser bends, by its second derivative ({@link
/// org.scorefield.convex.CumulantPlacement}), its first ({@link
/// org.scorefield.convex.CovariancePlacement}, {@link org.scorefield.convex.GradientPlacement}) or
/// its differences ({@link org.scorefield.convex.PairPlacement}), in the coordinates of an {@link
/// org.scorefield.convex.InputFrame}. {@code org.scorefield.convex.features} fits networks on such
/// hyperplanes with one linear solve.
@NullMarked
package org.scorefield.convex;

import org.jspecify.annotations.NullMarked;
