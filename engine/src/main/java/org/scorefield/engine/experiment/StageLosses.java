package org.scorefield.engine.experiment;

import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.Subset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.wiring.LevelRange;

/// Held-out losses of a network between the levels of its samplers: on rows that choose (step
/// noises and grids are optimised on their losses) and on others that judge, as what was optimised
/// on a loss looks too good on that very loss. Rows, noises and levels are the same for all
/// networks, and what is chance of the noise's length is taken out.
///
/// @param choosing rows to optimise on
/// @param judging rows to predict with
/// @param exact the exact denoiser, where the law is known
record StageLosses(HeldOut choosing, HeldOut judging, Optional<Denoiser> exact) {
  private static final int LEVELS = 33;

  /// Numbers to denoise at each level.
  private static final int NUMBERS = 1 << 16;

  private static final int MOST_ROWS = 8192;
  private static final int MOST_DRAWS = 4;

  static StageLosses of(SpeedSource source, LevelRange range, NoiseKey key) {
    Vector sigmas = HeldOut.logLevels(range.sigmaMin(), range.sigmaMax(), LEVELS);
    int size = source.probe().shape().size();
    int rows = Math.clamp(NUMBERS / size, 2, MOST_ROWS);
    return switch (source) {
      case SpeedSource.Drawn(String name, var law) -> {
        NoiseKey own = key.child("rows");
        Dataset choosing =
            Dataset.of(name, "those of the law", law.sample(new Noise(own, 0, rows)));
        Dataset judging =
            Dataset.of(name, "those of the law", law.sample(new Noise(own, rows, rows)));
        yield new StageLosses(
            HeldOut.of(choosing, sigmas, rows, 1, key.child("choosing")),
            HeldOut.of(judging, sigmas, rows, 1, key),
            Optional.of(new Remembered(law)));
      }
      case SpeedSource.Rows(Dataset _, Dataset probe) -> {
        int draws = Math.clamp((long) 2 * rows / probe.size(), 1, MOST_DRAWS);
        yield new StageLosses(
            HeldOut.of(every(probe, 0), sigmas, rows, draws, key.child("choosing")),
            HeldOut.of(every(probe, 1), sigmas, rows, draws, key),
            Optional.empty());
      }
    };
  }

  private static Dataset every(Dataset rows, int from) {
    return Subset.of(
        rows.name(), rows, IntStream.range(0, rows.size()).filter(i -> i % 2 == from).toArray());
  }

  /// Losses of a network at one moment.
  ///
  /// @param optimise to optimise on
  /// @param judge to predict with
  /// @param truth what is known of the least there is
  record Curves(LossCurve optimise, LossCurve judge, Optional<Truth> truth) {}

  /// @param exact losses of the exact denoiser on the rows that judge
  /// @param excess of the network over it
  record Truth(LossCurve exact, LossCurve excess) {}

  Curves of(Denoiser network) {
    return new Curves(
        choosing.steadied(choosing.curve(network)),
        judging.steadied(judging.curve(network)),
        exact.map(
            law -> new Truth(judging.steadied(judging.curve(law)), judging.excess(network, law))));
  }
}
