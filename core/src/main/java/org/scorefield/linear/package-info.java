/// The hidden linear structure of diffusion models (Wang and Vastola 2311.10892): at high noise the
/// score of any data is nearly that of the Gaussian with their mean and covariance, and what a
/// Gaussian does is known in closed form.
@NullMarked
package org.scorefield.linear;

import org.jspecify.annotations.NullMarked;
