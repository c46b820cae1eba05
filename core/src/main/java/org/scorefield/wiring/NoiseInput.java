package org.scorefield.wiring;

/// How a network is told the noise level, before {@link Wiring#noiseFactor} and {@link
/// Wiring#noiseOffset}.
public enum NoiseInput {
  /// The index in the table, from 0 for the lowest level.
  TIMESTEP,
  /// That over the number of levels.
  TIMESTEP_FRACTION,
  /// The time of the schedule.
  TIME,
  /// The level itself, in the units of the network.
  SIGMA,
  /// Its natural logarithm.
  LOG_SIGMA,
  /// A quarter of that (EDM).
  LOG_SIGMA_QUARTER
}
