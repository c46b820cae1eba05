/// Sampling: from noise to data.
///
/// A {@link org.scorefield.sampling.Sampler} is a grid, a {@link org.scorefield.sampling.Solver}
/// and a {@link org.scorefield.sampling.Start}; it holds the only sampling loop. The run ends in an
/// {@link org.scorefield.sampling.Outcome}.
///
/// The way back, from data to noise, gives {@link org.scorefield.sampling.Likelihood}: log p of
/// each sample at the lowest noise level, by the change of variables along the probability-flow
/// ODE. Its {@link org.scorefield.sampling.Divergence} is exact, by differences, or estimated with
/// a standard error.
@NullMarked
package org.scorefield.sampling;

import org.jspecify.annotations.NullMarked;
