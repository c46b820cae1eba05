/// Noise levels, in three roles that are three types.
///
/// - {@link org.scorefield.schedule.Schedule}: the continuous clock of a diffusion process, `x_t =
///   s(t)(x0 + sigma(t) n)`.
/// - {@link org.scorefield.schedule.TimeGrid}: the finite list `sigma_0 > ... > sigma_N` that a
///   sampler steps through, made by a {@link org.scorefield.schedule.GridRule}.
/// - the distribution of sigma from which training draws (with the training issue).
///
/// sigma is a standard deviation, in the units of the data, always. Karras et al. (2206.00364)
/// showed that the schedule is bookkeeping: every process passes through the same noisy laws.
@NullMarked
package org.scorefield.schedule;

import org.jspecify.annotations.NullMarked;
