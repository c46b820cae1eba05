/// The hidden linear structure of diffusion models (Wang and Vastola 2311.10892): at high noise the
/// score of any data is nearly that of the Gaussian with their mean and covariance, and what a
/// Gaussian does is known in closed form.
///
/// **The error of a solver before it is run.** On Gaussian data a solver multiplies the component
/// along each principal direction by a factor of its own; {@link
/// org.scorefield.linear.Amplification} has these factors, from the solver itself run on its modes,
/// {@link org.scorefield.linear.LinearResponse} the response to every number that a stochastic one
/// draws. With the {@link org.scorefield.linear.Spectrum} of the data and the {@link
/// org.scorefield.linear.StartLaw} they give the {@link org.scorefield.linear.PredictedError},
/// exactly and with no model:
///
/// ```java
/// PredictedError.of(new Heun(), grid, Spectrum.of(gaussian).binned(), new StartLaw.White(80))
/// ```
///
/// **Where to use it in a step.** {@link org.scorefield.linear.LinearPart} says down to which noise
/// level the Gaussian is the right linear part of a solver, from the ratio of two denoising losses,
/// and makes that solver ({@link org.scorefield.sampling.solver.GaussianExponential}).
@NullMarked
package org.scorefield.linear;

import org.jspecify.annotations.NullMarked;
