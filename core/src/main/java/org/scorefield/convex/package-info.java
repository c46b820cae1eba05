/// Score networks trained to their global optimum by convex programs, with certificates.
///
/// A {@link org.scorefield.convex.TwoLayerScore} is a network of two layers as numbers, with the
/// {@link org.scorefield.convex.Activation} ReLU or absolute value. A {@link
/// org.scorefield.convex.Certificate} says how far from the best a solution is at most, and among
/// which competitors (Zhang and Pilanci 2402.01965).
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
/// GatedDenoiser denoiser = solution.score().denoiser(0.5);
/// ```
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
@NullMarked
package org.scorefield.convex;

import org.jspecify.annotations.NullMarked;
