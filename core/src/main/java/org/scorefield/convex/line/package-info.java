/// Two-layer score networks on the line, trained exactly.
///
/// With one component the dictionary is finite and small, and everything is exact. {@link
/// org.scorefield.convex.line.LineProgram} is score matching or denoising score matching; {@link
/// org.scorefield.convex.line.LineSolution} its solution, a {@link
/// org.scorefield.convex.line.LineScore} with kinks at data points, its certificate and its
/// network:
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
/// beta is in {@link org.scorefield.convex.line.LineThresholds}: below the least beta score
/// matching has no minimum; above it are kinks inside of the data, then a line, then nothing.
///
/// **What is learned.** {@link org.scorefield.convex.line.LineLaw} is the law of a piecewise linear
/// score, which Langevin dynamics through the network converges to. With a skip connection and beta
/// large enough it is the Gaussian of the data, and {@link
/// org.scorefield.convex.line.GaussianLangevin} says what the unadjusted algorithm makes of it,
/// step by step. Without one it is wider than the data by n/(n - beta), and for absolute values it
/// has exponential tails: {@link org.scorefield.convex.line.GaussianLaplace}. With kinks near the
/// ends a tail may rise; {@link org.scorefield.convex.line.LineScore#confines} tells, and then
/// there is no law.
///
/// When not to use it: score matching of clean data at small beta fits the spacings of the sample,
/// not its law (the objective falls as 1/h^2 with the least spacing h); denoising score matching at
/// a noise level far above the spacings, or a skip connection and large beta, is what generalises.
@NullMarked
package org.scorefield.convex.line;

import org.jspecify.annotations.NullMarked;
