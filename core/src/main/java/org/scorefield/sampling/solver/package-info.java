/// The solvers, one file each, and their catalogue {@link org.scorefield.sampling.solver.Solvers}.
///
/// All integrate the probability-flow ODE `dx/dsigma = (x - D(x; sigma))/sigma`, or a stochastic
/// process with the same marginal laws, downward in sigma.
///
/// ## Two ways to write one ODE
///
/// - In the slope `e = (x - D)/sigma`, which is the predicted noise epsilon: `x_b = x_a + integral
///   of e dsigma`. Assume e constant: Euler. Extrapolate e by a polynomial in sigma: {@link
///   org.scorefield.sampling.solver.Lms}; in the time of the model: {@link
///   org.scorefield.sampling.solver.Deis}; with the weights of equal steps whatever they are:
///   {@link org.scorefield.sampling.solver.Ipndm}.
/// - In the denoised sample, with `u = -ln sigma`: `x_b = (b/a) x_a + integral of exp(-(u_b - u)) D
///   du`. Assume D constant: Euler again. Extrapolate D by a polynomial in u: {@link
///   org.scorefield.sampling.solver.Dpmpp2M}, {@link org.scorefield.sampling.solver.Dpmpp3M}, and,
///   with the new output taken in as a correction, {@link org.scorefield.sampling.solver.UniPc}.
///
/// Near sigma = 0 the denoised sample settles and the slope does not, so the second form is safer
/// at the end of a run; at high noise it is the slope that hardly changes. {@link
/// org.scorefield.sampling.solver.Heun}, {@link org.scorefield.sampling.solver.Dpm2} and {@link
/// org.scorefield.sampling.solver.Dpmpp2S} ask the model again inside the step instead of
/// remembering, for two evaluations a step.
///
/// {@link org.scorefield.sampling.solver.DpmSolverM} is Dpmpp2M in the first form, {@link
/// org.scorefield.sampling.solver.DpmppSinglestep} takes its inner levels from the grid, and {@link
/// org.scorefield.sampling.solver.FlowHeun} is Heun's method in the time of rectified flow.
///
/// A third way takes out more than the noise: {@link
/// org.scorefield.sampling.solver.GaussianExponential} solves the ODE of the Gaussian with the
/// data's mean and covariance exactly and extrapolates `D - D_G` only; {@link
/// org.scorefield.sampling.solver.SurrogateExponential} does it with any law in closed form. They
/// need that law, so they are not in `Solvers.ALL` but made by `Solvers.INFORMED`. {@link
/// org.scorefield.sampling.solver.GaussianSde} is their like among those that draw noise: its steps
/// are exact in law for the Gaussian.
///
/// ## What the order means
///
/// {@link org.scorefield.sampling.Solver#order} is the global order that is measured, on grids
/// smooth but not uniform. It is often less than a method's name says, for three reasons: a first
/// Euler step leaves `O(h^2)` ({@link org.scorefield.sampling.solver.Warmup}), a last one too
/// ({@link org.scorefield.sampling.solver.Finish}), and some published weights are not those of the
/// polynomial ({@link org.scorefield.sampling.solver.Ipndm}, {@link
/// org.scorefield.sampling.solver.Dpmpp3M}, {@link org.scorefield.sampling.solver.IpndmV}). At ten
/// steps the order decides little; the constant does.
///
/// A step to sigma = 0 has a fixed size on every grid and returns D for all methods but those with
/// the polynomial in sigma, {@link org.scorefield.sampling.solver.Lms}, {@link
/// org.scorefield.sampling.solver.Ipndm} and their kin, which extrapolate there as the libraries
/// do.
///
/// ## Methods as tables
///
/// On one grid, a linear multistep method is a table of numbers: {@link
/// org.scorefield.sampling.solver.Tabulated} steps by any such table, whether read off a method or
/// fitted to a law. It belongs to its grid and has no order.
///
/// ## Levels that nearly coincide
///
/// Multistep weights contain ratios of step lengths. Outputs taken closer together than 1e-4 of the
/// step ahead are not extrapolated from, and a step shorter than 1e-8 of its level is an Euler
/// step; so no grid of strictly decreasing levels gives a NaN.
///
/// ## Solvers that draw noise
///
/// Each alternates, step by step, between removing noise with the denoiser and adding fresh noise
/// of a variance that keeps the marginal law of x0 + sigma n. Errors of earlier steps are forgotten
/// at the rate at which noise is renewed; the price is a weak order of 1 for most.
///
/// | solver | fresh noise | weak order | evaluations a step |
/// |---|---|---|---|
/// | {@link org.scorefield.sampling.solver.EulerAncestral} | after a deterministic step too far | 1 | 1 |
/// | {@link org.scorefield.sampling.solver.FrozenScoreSde} | a {@link org.scorefield.sampling.solver.StepNoise}: reverse SDE, DDPM, optimal | 1 | 1 |
/// | {@link org.scorefield.sampling.solver.HeunChurn} | before a deterministic step | 2 | 2 |
/// | {@link org.scorefield.sampling.solver.Dpmpp1Sde} | within the step, exact linear part | 1 | 1 |
/// | {@link org.scorefield.sampling.solver.Dpmpp2MSde}, {@link org.scorefield.sampling.solver.Dpmpp3MSde} | the same, with history; their weights are those of Dpmpp2M and Dpmpp3M at `(1+eta) h` | 2 | 1 |
/// | {@link org.scorefield.sampling.solver.Dpmpp2SAncestral}, {@link org.scorefield.sampling.solver.Dpm2Ancestral} | after a deterministic step too far | 2 | 2 |
/// | {@link org.scorefield.sampling.solver.DpmppSde} | the same, at the inner level too | 2 | 2 |
/// | {@link org.scorefield.sampling.solver.AnnealedLangevin} | a chain at each level | none | moves |
///
/// A factor `noiseScale` (s_noise) of 0 takes the noise away and nothing else; then no number is
/// drawn. On a Gaussian each of them is affine in its start and in what it draws, so the law of its
/// output is known without Monte Carlo; the tests use that.
///
/// {@link org.scorefield.sampling.solver.SeededHistory} lets any of the multistep methods begin in
/// the middle of a grid at full order, with the outputs that a law in closed form would have given
/// above.
///
/// {@link org.scorefield.sampling.solver.DormandPrince} chooses its own steps, for references.
///
/// {@link org.scorefield.sampling.solver.Thresholded} holds what the model returns in the range of
/// the data before any of them uses it.
///
/// {@link org.scorefield.sampling.solver.OnPath} puts any of them back on a known path before every
/// step, so that what each step adds to the error can be seen alone.
@NullMarked
package org.scorefield.sampling.solver;

import org.jspecify.annotations.NullMarked;
