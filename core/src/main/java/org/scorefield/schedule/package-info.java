/// Noise levels, in roles that are different types.
///
/// - {@link org.scorefield.schedule.Schedule}: the clock of a diffusion process, `x_t = s(t)(x0 +
///   sigma(t) n)`.
/// - {@link org.scorefield.schedule.TimeGrid}: the finite list `sigma_0 > ... > sigma_N` that a
///   sampler steps through, made by a {@link org.scorefield.schedule.GridRule}.
/// - {@link org.scorefield.schedule.NoiseLevels}: the distribution of sigma that training draws
///   from, with a {@link org.scorefield.schedule.Weighting} that says how much the error at each
///   level counts.
///
/// sigma is a standard deviation, in the units of the data, always. Karras et al. (2206.00364)
/// showed that the schedule is bookkeeping: every process passes through the same noisy laws `p(x;
/// sigma)`, at its own pace and in its own scale. A network's schedule is therefore needed twice
/// only: to talk to it in its own coordinates, and to place grid points uniformly in its time.
///
/// # Schedules
///
/// | name | sigma(t) | s(t) | t |
/// |---|---|---|---|
/// | edm | `t` | 1 | from 0 |
/// | ve | `sqrt(t)` | 1 | from 0 |
/// | ve-geometric | `sigma_min (sigma_max/sigma_min)^t` | 1 | 0 to 1 |
/// | vp-linear | `sqrt(e^B - 1)`, `B = beta_d t^2/2 + beta_min t` | `1/sqrt(1 + sigma^2)` | 0 to 1 |
/// | vp-cosine | `sqrt(1/s^2 - 1)` | `cos(theta(t))/cos(theta(0))` | 0 to 0.9946 |
/// | flow | `t/(1 - t)` | `1 - t` | 0 to 0.999 |
/// | ddpm-linear, -scaled-linear, -cosine, -sigmoid | a table, {@link
/// org.scorefield.schedule.DiscreteSchedule} | `1/sqrt(1 + sigma^2)` | 0 to T-1 |
///
/// The catalogue is {@link org.scorefield.schedule.Schedules}.
///
/// # Grids
///
/// A rule places any number of levels between any two ends: uniform in a power of sigma ({@link
/// org.scorefield.schedule.RhoGrid}), in its logarithm, in a power of that, or in the time of a
/// schedule, in the angle of the tangent law ({@link org.scorefield.schedule.TangentGrid}), or at
/// quantiles of a beta distribution ({@link org.scorefield.schedule.BetaGrid}). A list of levels
/// ({@link org.scorefield.schedule.ListedGrid}), published ones among them ({@link
/// org.scorefield.schedule.AlignYourStepsGrid}), and the timesteps of a network in discrete time
/// ({@link org.scorefield.schedule.Spacing}) come with their own ends. The catalogue, and how rules
/// are written on the command line, is {@link org.scorefield.schedule.Grids}. No rule here looks at
/// the data; those that do are designed, not listed.
///
/// Some are the optimum for isotropic Gaussian data of standard deviation c, each of another
/// question, with `lam = c^2` and `v = sigma^2` (`sampling.solver` has the solvers):
///
/// | grid | uniform in | least |
/// |---|---|---|
/// | tangent:c | `arctan(sigma/c)` | error of Euler's method, to first order |
/// | total-variance:c | `ln(lam + v)` | path divergence of the frozen-score SDE, for every N |
/// | posterior-precision:c | `ln(1/lam + 1/v)` | path divergence of ancestral DDPM, for every N |
/// | inverse-deviation:c | `(lam + v)^(-1/2)` | divergence of the samples of the frozen-score SDE, to first order |
///
/// Papers write the same levels in the time of their process. Polynomial in t with exponent a,
/// `t^(1/a)` uniform, is rho = a where `sigma = t` (edm) and, as `t = sigma^2`, rho = a/2 where
/// `sigma = sqrt(t)` (ve); exponential in t, `ln t` uniform, is log-uniform in both. {@link
/// org.scorefield.schedule.UniformTimeGrid} of those clocks with power a gives the same levels.
///
/// # Training: levels and weighting
///
/// A denoiser is trained by `E_{sigma ~ p} E lambda(sigma) |D(x0 + sigma n; sigma) - x0|^2`: p is a
/// {@link org.scorefield.schedule.NoiseLevels}, lambda a {@link org.scorefield.schedule.Weighting},
/// and neither alone says what is learned. That is the total weighting of the error of the noise
/// prediction, `beta(sigma) = p lambda sigma^2` with respect to `d sigma`. For EDM (lognormal
/// levels of mean -1.2 and deviation 1.2, lambda = 1/c_out^2, sd = 0.5),
///
/// `beta ~ exp(-(ln sigma + 1.2)^2/(2 1.2^2)) (sigma^2 + sd^2)/(sigma sd^2)`,
///
/// a bell over sigma with its top at 0.076; over ln sigma it is a bell with its top at 5.2. Always
/// say which.
///
/// Levels and weightings scale with the data: `sigma/sd` is what matters. Levels say for which
/// standard deviation they are written, and {@link org.scorefield.schedule.NoiseLevels#scaledTo}
/// takes them to the data at hand; weightings take sd from the levels. The catalogues are {@link
/// org.scorefield.schedule.TrainingLevels} and {@link org.scorefield.schedule.Weightings}:
///
/// | levels | density over ln sigma | published for sd |
/// |---|---|---|
/// | lognormal | normal | 0.5 |
/// | logit-normal | normal: the logit of a flow's time is ln sigma | 1 |
/// | log-uniform | flat between ends | 0.5 |
/// | log-logistic | logistic | 1 |
/// | time:SCHEDULE | `sigma/(sigma'(t) T)` | 1 |
///
/// | weighting | `lambda sigma^2`, on the error of the noise; SNR = sd^2/sigma^2 |
/// |---|---|
/// | uniform | 1 |
/// | x0 | `1/SNR` |
/// | edm | `1 + 1/SNR` |
/// | min-snr:g | `min(1, g/SNR)` |
/// | p2:k:g | `1/(k + SNR)^g` |
/// | likelihood | 1 over the density over ln sigma |
/// | balanced | the same, over the present loss at sigma |
///
/// The last is {@link org.scorefield.schedule.BalancedWeighting}, which learns while the network
/// does; it can also be drawn from, as {@link org.scorefield.schedule.BinnedLevels}. Its theory
/// speaks of a weight w(t) in continuous time, which {@link
/// org.scorefield.schedule.WeightConvention} converts, as printed and as correct.
@NullMarked
package org.scorefield.schedule;

import org.jspecify.annotations.NullMarked;
