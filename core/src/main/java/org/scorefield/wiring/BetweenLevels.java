package org.scorefield.wiring;

/// What a network trained at a table of levels is told between two of them.
public enum BetweenLevels {
  /// The fractional timestep, by the logarithm of sigma.
  INTERPOLATE,
  /// The timestep of the level nearest by ratio: all there is if the input is a whole number.
  SNAP
}
