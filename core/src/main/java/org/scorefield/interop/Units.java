package org.scorefield.interop;

import java.util.List;
import java.util.Optional;
import org.scorefield.denoise.Denoiser;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.wiring.Wired;
import org.scorefield.wiring.Wiring;

/// How the numbers of another library relate to a model: a network that was imported has units of
/// its own, in which they are meant; of any other model only the scale of its data is known.
///
/// @param wired the imported network, if it is one
/// @param scale standard deviation of the model's data
record Units(Optional<Wired> wired, double scale) {
  /// Pictures with values in -1..1 have about this standard deviation, and latents 1.
  private static final double USUAL = 0.5;

  /// Data between are taken for such.
  private static final double LEAST = 0.2;

  private static final double MOST = 2;

  /// Levels of one table in single and in double precision differ by less, in their logarithm.
  private static final double SAME = 2e-4;

  static Units of(Denoiser model, double scale) {
    return new Units(Wired.in(model), scale);
  }

  Optional<Wiring> wiring() {
    return wired.map(Wired::wiring);
  }

  /// The table of the network.
  Optional<DiscreteSchedule> table() {
    return wiring().flatMap(Wiring::table);
  }

  /// A sampler whose levels are meant for a network, for the model.
  ///
  /// @param network what the file says of it, if anything
  ImportedSampler applied(ImportedSampler sampler, Optional<NetworkSettings> network) {
    if (wired.isEmpty()) {
      return byScale(sampler);
    }
    Wiring own = wired.get().wiring();
    ImportedSampler in = (centred(own) ? sampler : sampler.unheld()).inUnits(own.unit());
    for (String difference : network.map(n -> n.disagreements(own)).orElse(List.of())) {
      in = in.saying(difference);
    }
    return onLevels(in);
  }

  /// Says of how many levels the network is not told, as its input is a whole timestep.
  ImportedSampler onLevels(ImportedSampler sampler) {
    if (wired.isEmpty()) {
      return sampler;
    }
    long between =
        sampler.grid().sigmas().stream()
            .limit(sampler.grid().steps())
            .filter(sigma -> Math.abs(Math.log(wired.get().nearest(sigma) / sigma)) > SAME)
            .count();
    return between == 0
        ? sampler
        : sampler.saying(
            "%d of the %d levels lie between timesteps of the model's table, which is told the nearest one."
                .formatted(between, sampler.grid().steps()));
  }

  private ImportedSampler byScale(ImportedSampler sampler) {
    ImportedSampler free = sampler.unheld();
    return scale >= LEAST && scale <= MOST
        ? free
        : free.inUnits(scale / USUAL)
            .saying(
                "The levels are those of data in -1..1, of standard deviation about 0.5; the model's data have %.4g, so they are multiplied by %.4g."
                    .formatted(scale, scale / USUAL));
  }

  /// Whether black and white are opposite numbers in the network, so that a range about 0 stays
  /// one.
  private static boolean centred(Wiring wiring) {
    return wiring.valueRange().map(ends -> ends.get(0) == -ends.get(1)).orElse(true);
  }
}
