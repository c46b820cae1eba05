/// Denoisers: the one face that every model shows.
///
/// `D(x; sigma) = E[x0 | x0 + sigma n = x]`, with `score = (D - x)/sigma^2` (Tweedie; Robbins 1956,
/// Efron 2011). All core code speaks this and only this: networks that predict noise, velocity or a
/// score, and processes with a scale, are converted once, at the edge, by {@link
/// org.scorefield.denoise.Prediction}.
@NullMarked
package org.scorefield.denoise;

import org.jspecify.annotations.NullMarked;
