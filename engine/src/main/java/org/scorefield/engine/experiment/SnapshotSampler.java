package org.scorefield.engine.experiment;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.engine.train.Trained;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.experiment.Progress;
import org.scorefield.wiring.LevelRange;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.schedule.RhoGrid;

/// Draws a few samples of a network on its way, of the same noise each time.
///
/// @param scale standard deviation of the data
/// @param seed of the run
/// @param progress who is told where it could not be done
record SnapshotSampler(double scale, long seed, Progress progress) {
  private static final int STEPS = 16;
  private static final int IMAGES = 16;
  private static final int POINTS = 1000;
  private static final int SNAPSHOTS = 6;

  /// Steps after which samples are drawn: the last, and halves of it.
  static Set<Integer> steps(int steps) {
    Set<Integer> at = new TreeSet<>();
    for (int i = 0; i < SNAPSHOTS; i++) {
      at.add(Math.max(1, steps >> i));
    }
    return at;
  }

  /// Samples of the average that looks back least; empty where none could be drawn.
  Optional<Batch> draw(Trained trained) {
    TrainedNetwork network = trained.average();
    Shape shape = network.shape();
    Sampler sampler =
        new Sampler(
            new RhoGrid(7)
                .toZero(
                    STEPS,
                    LevelRange.SIGMA_MAX_PER_SCALE * scale,
                    LevelRange.SIGMA_MIN_PER_SCALE * scale),
            new Dpmpp2M(),
            new Start.Prior());
    Noise noise =
        new Noise(NoiseKey.of(seed).child("snapshot"), 0, shape.size() == 2 ? POINTS : IMAGES);
    return switch (sampler.sample(network, noise)) {
      case Outcome.Completed<Batch>(Batch samples, int _) -> Optional.of(samples);
      case Outcome.Diverged<Batch> d -> {
        progress.say("no samples after step %d: %s".formatted(trained.steps(), d.message()));
        yield Optional.empty();
      }
      case Outcome.Cancelled<Batch> _ -> Optional.empty();
    };
  }
}
