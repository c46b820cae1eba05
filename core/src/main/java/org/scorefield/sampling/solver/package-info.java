/// The solvers, one file each, and their catalogue {@link org.scorefield.sampling.solver.Solvers}.
///
/// All integrate the probability-flow ODE `dx/dsigma = (x - D(x; sigma))/sigma`, or a stochastic
/// process with the same marginal laws, downward in sigma.
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
/// | {@link org.scorefield.sampling.solver.Dpmpp2MSde}, {@link org.scorefield.sampling.solver.Dpmpp3MSde} | the same, with history | 2 | 1 |
/// | {@link org.scorefield.sampling.solver.Dpmpp2SAncestral} | after a deterministic step too far | 2 | 2 |
/// | {@link org.scorefield.sampling.solver.AnnealedLangevin} | a chain at each level | none | moves |
///
/// A factor `noiseScale` (s_noise) of 0 takes the noise away and nothing else; then no number is
/// drawn. On a Gaussian each of them is affine in its start and in what it draws, so the law of its
/// output is known without Monte Carlo; the tests use that.
///
/// {@link org.scorefield.sampling.solver.DormandPrince} chooses its own steps, for references.
@NullMarked
package org.scorefield.sampling.solver;

import org.jspecify.annotations.NullMarked;
