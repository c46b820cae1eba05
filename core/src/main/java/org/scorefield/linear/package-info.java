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
///
/// **Stacked models.** Pretrained networks are often worse than the Gaussian of their data at high
/// noise. {@link org.scorefield.linear.Stacked} takes the best convex combination of any denoisers
/// at each noise level, `D = sum_j w_j(sigma) D_j`, and {@link org.scorefield.linear.StackFit}
/// finds the weights by least squares on held-out rows, so that the stack denoises no worse than
/// its best member; where a network counts for nothing it is not called, which is a teleport
/// derived instead of assumed. When not to use it: to sharpen samples. A convex combination shrinks
/// toward what its members agree on, so beside a much rougher member (a Gaussian) it gains variety
/// and loses precision; it helps most where one member is overfitted.
@NullMarked
package org.scorefield.linear;

import org.jspecify.annotations.NullMarked;
