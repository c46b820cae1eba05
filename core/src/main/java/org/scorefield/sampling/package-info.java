/// Sampling: from noise to data.
///
/// A {@link org.scorefield.sampling.Sampler} is a grid of noise levels, a {@link
/// org.scorefield.sampling.Solver} that knows how to get from one to the next, and a {@link
/// org.scorefield.sampling.Start} at the first of them:
///
/// ```java
/// TimeGrid grid = new RhoGrid(7).toZero(18, 80, 0.002);
/// Sampler sampler = new Sampler(grid, new Heun(), new Start.Prior());
/// Batch images = sampler.sample(denoiser, Noise.of(seed, 64)).orElseThrow();
/// ```
///
/// It holds the only sampling loop there is. What one run must remember is in the {@link
/// org.scorefield.sampling.Stepper} that the solver makes for it; the rest are values, shared
/// freely. How the run ended is an {@link org.scorefield.sampling.Outcome}: completed, diverged
/// (where, and which sample), or cancelled by its {@link org.scorefield.sampling.Watch}. {@link
/// org.scorefield.sampling.SampleStream} draws any number of samples in constant memory on several
/// threads, with the same bytes. The solvers are in {@link org.scorefield.sampling.solver}.
///
/// A run need not begin at white noise. At high noise the score of any data is nearly that of a law
/// in closed form, a {@link org.scorefield.sampling.Surrogate}: the Gaussian of their mean and
/// covariance, or a mixture. {@link org.scorefield.sampling.Start.Teleport} goes down that law's
/// trajectory, or draws from its noisy law, to the first level of a grid that is cut there, at no
/// call of the model; {@link org.scorefield.sampling.Start.ClassTeleport} does so class by class. A
/// surrogate's flow is also stated in the time of a {@link org.scorefield.schedule.Schedule}, for
/// states that are scaled. A multistep solver that starts there is given its history by {@link
/// org.scorefield.sampling.solver.SeededHistory}. Where to land is chosen in `linear` and
/// `experiment`. Not for levels where modes separate: the jump's error is a divergence that grows
/// without bound below.
///
/// The way back, from data to noise, gives {@link org.scorefield.sampling.Likelihood}: log p of
/// each sample at the lowest noise level, by the change of variables along the probability-flow
/// ODE. Its {@link org.scorefield.sampling.Divergence} is exact, by differences, or estimated with
/// a standard error.
@NullMarked
package org.scorefield.sampling;

import org.jspecify.annotations.NullMarked;
