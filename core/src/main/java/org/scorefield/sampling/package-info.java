/// Sampling: from noise to data.
///
/// A {@link org.scorefield.sampling.Sampler} is a grid, a {@link org.scorefield.sampling.Solver}
/// and a {@link org.scorefield.sampling.Start}; it holds the only sampling loop. The run ends in an
/// {@link org.scorefield.sampling.Outcome}.
@NullMarked
package org.scorefield.sampling;

import org.jspecify.annotations.NullMarked;
