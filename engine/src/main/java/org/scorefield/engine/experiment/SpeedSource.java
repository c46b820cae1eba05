package org.scorefield.engine.experiment;

import org.scorefield.analytic.Distribution;
import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Where a comparison takes its rows from.
public sealed interface SpeedSource {
  /// Rows to learn, for one seed.
  Dataset train(long seed);

  /// Rows at which losses are taken, for all seeds.
  Dataset probe();

  /// Rows there are: the same for every seed.
  ///
  /// @param train rows to learn
  /// @param probe rows that are not trained on
  record Rows(Dataset train, Dataset probe) implements SpeedSource {
    @Override
    public Dataset train(long seed) {
      return train;
    }
  }

  /// Rows drawn of a law that is known: others for every seed, and many, so that what is compared
  /// is optimisation.
  ///
  /// @param name of the law
  record Drawn(String name, Distribution law) implements SpeedSource {
    private static final int MOST_ROWS = 100_000;
    private static final int FEWEST_ROWS = 2000;
    private static final int NUMBERS = 1 << 22;
    private static final int PROBE_ROWS = 2048;

    @Override
    public Dataset train(long seed) {
      int rows = Math.clamp(NUMBERS / law.shape().size(), FEWEST_ROWS, MOST_ROWS);
      return draw(NoiseKey.of(seed).child("rows of the law"), rows);
    }

    @Override
    public Dataset probe() {
      return draw(NoiseKey.of(0).child("probe of the law"), PROBE_ROWS);
    }

    private Dataset draw(NoiseKey key, int rows) {
      return Dataset.of(name, "those of the law", law.sample(new Noise(key, 0, rows)));
    }
  }
}
