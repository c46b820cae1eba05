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
/// ## Levels that nearly coincide
///
/// Multistep weights contain ratios of step lengths. Outputs taken closer together than 1e-4 of the
/// step ahead are not extrapolated from, and a step shorter than 1e-8 of its level is an Euler
/// step; so no grid of strictly decreasing levels gives a NaN.
@NullMarked
package org.scorefield.sampling.solver;

import org.jspecify.annotations.NullMarked;
