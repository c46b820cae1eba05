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
/// **The packages**, by what is given and what is found:
///
/// | package | components | gates | what is certified |
/// |---|---|---|---|
/// | {@link org.scorefield.convex.line} | 1 | all there are | networks of any width |
/// | {@link org.scorefield.convex.gated} | any | listed or drawn, free of the weights they gate | the program over those gates: a relaxation |
/// | {@link org.scorefield.convex.relu} | any, an output at a time | listed or drawn, tied to their weights | with all of them, networks of any width; also for networks that were trained elsewhere |
/// | {@link org.scorefield.convex.features} | any | drawn, and only the outer weights fitted | least squares with its exact evidence |
///
/// {@link org.scorefield.convex.placement} draws gates; {@link org.scorefield.convex.diffusion}
/// makes diffusion models of all of these, one function a noise level or one for all.
@NullMarked
package org.scorefield.convex;

import org.jspecify.annotations.NullMarked;
