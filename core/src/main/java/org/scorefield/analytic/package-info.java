/// Score models that are known exactly: the ground truth of everything else.
///
/// Each is a {@link org.scorefield.analytic.Distribution}: it has an exact denoiser, score and log
/// density at every noise level, and exact samples.
///
/// - {@link org.scorefield.analytic.Gaussian}, the linear score, with its closed-form
///   probability-flow map (Wang and Vastola 2311.10892).
@NullMarked
package org.scorefield.analytic;

import org.jspecify.annotations.NullMarked;
