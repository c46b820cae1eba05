package org.scorefield.experiment;

import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.Watch;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.wiring.LevelRange;

/// How long a model takes, from a few evaluations of it.
///
/// @param seconds for one evaluation of one sample, where many are asked for
/// @param evaluations that it took to know
record ModelSpeed(double seconds, int evaluations) {
  /// Samples a thread at first; of a model that takes long even these are a few seconds.
  private static final int FEW = 2;

  /// Seconds that are long enough to be told.
  private static final double LONG = 0.1;

  /// After so many, a model that was not timed yet takes next to no time.
  private static final int MOST = 1000;

  /// The fewest evaluations that tell anything.
  static int least(int threads) {
    return 2 + threads * FEW;
  }

  /// Asks about a few samples, and then about twice as many, until that takes a tenth of a second
  /// or batches are as large as runs draw.
  ///
  /// @param most evaluations; at least the {@link #least}
  /// @throws IllegalArgumentException if an answer is not finite
  static ModelSpeed of(Denoiser model, LevelRange range, int threads, NoiseKey key, long most) {
    requireFinite(model, range.sigmaMax(), key);
    requireFinite(model, range.sigmaMin(), key);
    int largest = threads * SampleStream.comfortableBatch(model.shape());
    int samples = threads * FEW;
    double took = ask(model, range, samples, threads, key);
    int asked = least(threads);
    long limit = Math.min(most, MOST);
    while (took < LONG && 2 * samples <= largest && asked + 2 * samples <= limit) {
      samples *= 2;
      took = ask(model, range, samples, threads, key);
      asked += samples;
    }
    return new ModelSpeed(took / samples, asked);
  }

  /// Seconds of one evaluation of so many samples on all threads.
  private static double ask(
      Denoiser model, LevelRange range, int samples, int threads, NoiseKey key) {
    TimeGrid once = TimeGrid.of(range.sigmaMax(), 0);
    long before = System.nanoTime();
    new SampleStream(new Sampler(once, new Euler(), new Start.Prior()), samples / threads, threads)
        .run(model, key.child("speed"), samples, Watch.NONE, _ -> {});
    return (System.nanoTime() - before) / 1e9;
  }

  private static void requireFinite(Denoiser model, double sigma, NoiseKey key) {
    Batch x = new Noise(key.child("first"), 0, 1).normal(model.shape()).times(sigma);
    OptionalInt bad = model.denoise(x, sigma).firstNonFinite();
    if (bad.isPresent()) {
      throw new IllegalArgumentException(
          "the model answers with NaN or infinity at noise level "
              + sigma
              + "; nothing can be searched on it: look at its wiring and its noise levels (--sigma-max, --sigma-min)");
    }
  }

  /// A time in words.
  String of(long evaluations) {
    double total = evaluations * seconds;
    return total < 1
        ? "less than a second"
        : total < 100
            ? "about %d s".formatted(Math.round(total))
            : total < 6000
                ? "about %d min".formatted(Math.round(total / 60))
                : "about %.1f h".formatted(total / 3600);
  }
}
