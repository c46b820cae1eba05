/// Denoisers: the one face that every model shows.
///
/// `D(x; sigma) = E[x0 | x0 + sigma n = x]`, with `score = (D - x)/sigma^2` (Tweedie; Robbins 1956,
/// Efron 2011). All core code speaks this and only this: networks that predict noise, velocity or a
/// score, and processes with a scale, are converted once, at the edge, by {@link
/// org.scorefield.denoise.Prediction}.
///
/// An imported network becomes a denoiser with four facts: what it predicts, the scale of its
/// process, how it is told the noise level, and itself. For one trained in discrete time with noise
/// prediction:
///
/// ```java
/// DiscreteSchedule table = DiscreteSchedules.linear(1000, 1e-4, 0.02);
/// new PredictionDenoiser(network, EPSILON, VARIANCE_PRESERVING, table::noiseInput);
/// ```
///
/// where `table::noiseInput` takes sigma to the fractional timestep; a network that embeds whole
/// timesteps is told `table::nearest`. EDM's own form is {@link
/// org.scorefield.denoise.Preconditioning}. A model that leaves the known range of its data is held
/// in it by {@link org.scorefield.denoise.DynamicThresholding}.
///
/// A model that knows classes is a {@link org.scorefield.denoise.Conditional}: a denoiser for each
/// class and one for none. {@link org.scorefield.denoise.Guidance} leads one denoiser away from
/// another, `D = D_guide + w (D_main - D_guide)`: from the unconditional one (classifier-free
/// guidance) or from a weaker model (autoguidance), at all levels or between two.
@NullMarked
package org.scorefield.denoise;

import org.jspecify.annotations.NullMarked;
