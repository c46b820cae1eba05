package org.scorefield.interop;

import java.util.Optional;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.schedule.DiscreteSchedules;

/// The noise levels that a sampler given by its name is to run between: those of the network, as
/// the programs that know such names ask them of it.
///
/// @param sigmaMax first level
/// @param sigmaMin last level before 0
/// @param table the timesteps of the network, if it has such; some schedules need them
public record NoiseRange(double sigmaMax, double sigmaMin, Optional<DiscreteSchedule> table) {

  public NoiseRange {
    if (!(sigmaMin > 0) || !(sigmaMax > sigmaMin) || !Double.isFinite(sigmaMax)) {
      throw new IllegalArgumentException(
          "need 0 < sigma_min < sigma_max, got %s and %s".formatted(sigmaMin, sigmaMax));
    }
  }

  /// The ends of a table.
  public static NoiseRange of(DiscreteSchedule table) {
    return new NoiseRange(table.sigma(table.maxTime()), table.sigmas().first(), Optional.of(table));
  }

  /// That of Stable Diffusion, whose names these are.
  public static NoiseRange stableDiffusion() {
    return of(DiscreteSchedules.scaledLinear(1000, 0.00085, 0.012));
  }
}
