/// How a network made elsewhere is to be called.
///
/// A file of weights does not say what its output means, which process it was trained on or how it
/// is told the noise level. {@link org.scorefield.wiring.Wiring} says it: one record, read from the
/// YAML beside the model, and all that stands between a {@link org.scorefield.denoise.RawNetwork}
/// and a {@link org.scorefield.denoise.Denoiser}. For a network that predicts noise in discrete
/// time:
///
/// ```yaml
/// prediction: epsilon
/// schedule: {kind: linear, timesteps: 1000, beta_start: 1e-4, beta_end: 0.02}
/// noise_input: timestep
/// layout: nchw
/// value_range: [-1, 1]
/// sigma_data: 0.5
/// inputs: {x: sample, noise: timestep}
/// output: noise_pred
/// ```
///
/// {@link org.scorefield.wiring.Wired} converts, both ways and in this order: pictures in [-1, 1]
/// to the values the network knows (a factor a, which noise levels follow), the state to the
/// coordinates of its process, the axes to its layout; asks it; and back again. With sigma the
/// level in the units of the network, s its scale and F what it returns, `D = skip x + out F` by
/// {@link org.scorefield.denoise.Prediction}, or by {@link org.scorefield.denoise.Preconditioning}
/// for networks in EDM's coordinates.
///
/// Every key can be wrong, and a wrong one gives pictures that look almost right; what the
/// conversions make of a wrong key is what a diagnosis has to tell apart.
@NullMarked
package org.scorefield.wiring;

import org.jspecify.annotations.NullMarked;
