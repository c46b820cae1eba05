/// Score networks and regressions whose gates are given: convex programs in any number of
/// components.
///
/// Which rows of the data each hidden unit lets through is its activation pattern, and there are
/// finitely many. {@link org.scorefield.convex.gated.GatePatterns} lists them all for data of low
/// rank, or draws gates by a {@link org.scorefield.convex.placement.GatePlacement}. Once the gates
/// are given, the score is linear in the weights Z_i of each, and weight decay becomes a {@link
/// org.scorefield.convex.gated.GatedPenalty}: the nuclear norm, or a group lasso for one network a
/// component. A {@link org.scorefield.convex.gated.GatedProgram} is score matching with its trace
/// term, or denoising score matching on {@link org.scorefield.convex.gated.DenoisingPairs}, with an
/// {@link org.scorefield.convex.AffinePart} that is free of penalty:
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
/// org.scorefield.convex.gated.GatedProgram#regression}), such as those of a preconditioned
/// denoiser.
///
/// The solver sweeps over a working set of gates, one gate after the other at its own curvature,
/// which takes several times fewer products than steps of all gates at once. For denoising with
/// 2,000 rows of 20 components, 500 gates and a tenth of the largest beta, a gap of 1e-4 takes
/// about 75 sweeps and 7 seconds of one core. Without a skip connection it takes ten times as many:
/// the gates then share the linear part of the score, and how they do is nearly undetermined.
///
/// The {@link org.scorefield.convex.gated.GatedSolver} ends with a {@link
/// org.scorefield.convex.Certificate} over the gates that were given. It says nothing of other
/// gates, and gates that are free of the weights they gate are a relaxation: with *all* patterns
/// the lower value holds for ReLU networks at the same beta too, but those may be far above it. A
/// {@link org.scorefield.convex.gated.RegularisationPath} gives solutions for falling beta, and
/// takes the one that does best on held-out data: never choose beta by the training objective.
///
/// From {@link org.scorefield.convex.gated.GatedProgram#largestBeta} on all gates are shut and the
/// score is that of a Gaussian; below {@link org.scorefield.convex.gated.Boundedness} score
/// matching has no minimiser ({@link org.scorefield.convex.gated.UnboundedProgram}). Close to that
/// bound the programs are badly conditioned and take many steps. The model, a {@link
/// org.scorefield.convex.gated.GatedScore}, jumps between its gates; a {@link
/// org.scorefield.convex.gated.ConeDecomposition} is a continuous network with the same values on
/// the training rows, and usually much larger weights.
///
/// Along a path of many betas the rows need not be seen at every step: {@link
/// org.scorefield.convex.gated.NormalEquations} solve a regression by its Gram matrix, with the
/// same certificate, as fast whatever the number of rows. They need not be held either: from {@link
/// org.scorefield.convex.gated.RowBlocks}, rows that can be read again, and a {@link
/// org.scorefield.convex.gated.GateSet}, gates without patterns, the same equations are summed up a
/// block at a time, in memory that does not grow with the rows.
@NullMarked
package org.scorefield.convex.gated;

import org.jspecify.annotations.NullMarked;
