/// Diffusion models whose networks are solutions of convex programs, one a noise level or one for
/// all.
///
/// The paper trains the score of one noise level (2402.01965). To sample, scores at many are
/// needed. A {@link org.scorefield.convex.diffusion.LevelDenoiser} holds one function for each of
/// several levels, in EDM's preconditioned coordinates ({@link
/// org.scorefield.convex.diffusion.PreconditionedPairs}), where each is a least-squares program;
/// they are independent, so they are solved side by side.
@NullMarked
package org.scorefield.convex.diffusion;

import org.jspecify.annotations.NullMarked;
