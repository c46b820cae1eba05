/// Noise levels, in roles that are different types.
///
/// - {@link org.scorefield.schedule.Schedule}: the clock of a diffusion process, `x_t = s(t)(x0 +
///   sigma(t) n)`.
/// - {@link org.scorefield.schedule.TimeGrid}: the finite list `sigma_0 > ... > sigma_N` that a
///   sampler steps through, made by a {@link org.scorefield.schedule.GridRule}.
///
/// A third, the distribution of sigma that training draws from, is neither of these and comes with
/// training: nothing here trains a network.
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
/// schedule, or in the angle of the tangent law ({@link org.scorefield.schedule.TangentGrid}). A
/// list of levels ({@link org.scorefield.schedule.ListedGrid}), published ones among them ({@link
/// org.scorefield.schedule.AlignYourStepsGrid}), and the timesteps of a network in discrete time
/// ({@link org.scorefield.schedule.Spacing}) come with their own ends. The catalogue, and how rules
/// are written on the command line, is {@link org.scorefield.schedule.Grids}. No rule here looks at
/// the data; those that do are designed, not listed.
@NullMarked
package org.scorefield.schedule;

import org.jspecify.annotations.NullMarked;
