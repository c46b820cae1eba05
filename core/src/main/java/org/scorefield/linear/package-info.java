/// The hidden linear structure of diffusion models (Wang and Vastola 2311.10892, 2412.09726): at
/// high noise the score of any data is nearly that of the Gaussian with their mean and covariance,
/// and what a Gaussian does is known in closed form.
///
/// **Why.** x = x0 + sigma n has the score `(D(x) - x) / sigma^2`. Data within R of their mean mu
/// have `D(x) = mu + Sigma (x - mu) / sigma^2 + O(R^3 / sigma^2)`: linear, with only mean and
/// covariance in it. That bound needs sigma far above R; in practice linearity reaches down to a
/// few standard deviations of the data, because a typical exponent `x.x_i / sigma^2` varies by `tr
/// Sigma / sigma^2` only. There, a trajectory is `y_k(sigma) = y_k(sigma_max) sqrt((sigma^2 +
/// lambda_k) / (sigma_max^2 + lambda_k))` along each principal direction k of variance lambda_k,
/// and the fraction of it that the denoiser shows is `1 / sqrt(1 + sigma^2 / lambda_k)`: strong
/// directions are decided first.
///
/// **Measuring it.** {@link org.scorefield.linear.LinearityProbe} sets a model beside closed-form
/// {@link org.scorefield.linear.Surrogates} q at each level; {@link
/// org.scorefield.linear.Linearity} holds the shares they leave unexplained, of the score and of
/// the denoiser. Look at both: a score at high noise is mostly noise, and 99 % of it explained can
/// leave a tenth of the picture open. {@link org.scorefield.linear.ClassLinearity} goes class by
/// class, {@link org.scorefield.linear.LearningDynamics} over the checkpoints of a training.
///
/// **What skipping costs.** With `Delta(sigma) = E|D* - D_q|^2`, a start from q's noisy law at
/// sigma is `KL(p_sigma | q_sigma) = integral_sigma^inf Delta(s) s^-3 ds` nats from the truth,
/// there and at the final samples: {@link org.scorefield.linear.ResidualCurve}. {@link
/// org.scorefield.linear.AutoSkip} turns a target (.05 nats) into a level of a grid, from what
/// {@link org.scorefield.linear.LandingCosts} measures; {@link org.scorefield.linear.SharedBasisKl}
/// adds what a truncated spectrum costs. {@link org.scorefield.linear.HistoryChoice} foretells
/// whether the solver that lands there should be given a history.
///
/// | estimate of the cost | needs | good where |
/// |---|---|---|
/// | {@link org.scorefield.linear.Linearity#curve} | the model, data | the model is right |
/// | {@link org.scorefield.linear.Linearity#lossCurve} | the model, held-out data | always; noisier |
/// | {@link org.scorefield.linear.DataOnly#byLaw} | a fitted mixture | the fit is good |
/// | {@link org.scorefield.linear.DataOnly#byRows} | rows to fit and to hold out | above {@link org.scorefield.linear.Condensation} |
/// | {@link org.scorefield.linear.CumulantKl} | rows | the cost is below .01, or the dimensions are many |
///
/// **The other way round.** {@link org.scorefield.linear.GaussianRecovery} reads mean and
/// covariance off a denoiser with no data, {@link org.scorefield.linear.UnitsCheck} whether data
/// are in its units.
///
/// **The error of a solver before it is run.** On Gaussian data a solver multiplies the component
/// along each principal direction by a factor of its own; {@link
/// org.scorefield.linear.Amplification} has these factors, from the solver itself run on its modes,
/// {@link org.scorefield.linear.LinearResponse} the response to every number that a stochastic one
/// draws. With the {@link org.scorefield.linear.Spectrum} of the data and the {@link
/// org.scorefield.linear.StartLaw} they give the {@link org.scorefield.linear.PredictedError},
/// exactly and with no model ({@link org.scorefield.linear.AffineRun} is the same for a model of
/// the modes that is wrong in a known way, {@link org.scorefield.linear.ModeModel}):
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
/// derived instead of assumed. Not to be used to sharpen samples. A convex combination shrinks
/// toward what its members agree on, so beside a much rougher member (a Gaussian) it gains variety
/// and loses precision; it helps most where one member is overfitted. Where a member is expensive,
/// {@link org.scorefield.linear.MeasuredMembers} evaluates all once and answers every further
/// question about stacks of them; a {@link org.scorefield.linear.StackJudgement} is their worth on
/// rows that nothing has seen.
///
/// **When not to use it.** Where the data fall into a few far modes, linearity ends high above
/// their spread and little can be skipped: the curve says so, believe it. Below the skip a Gaussian
/// is the wrong model; a truncated rank with no residual variance is wrong at any sigma below what
/// it leaves out. Statistics in other units than the model's give a confident wrong answer. For
/// text or strong guidance the noisy law depends on the prompt, and so does its Gaussian.
@NullMarked
package org.scorefield.linear;

import org.jspecify.annotations.NullMarked;
