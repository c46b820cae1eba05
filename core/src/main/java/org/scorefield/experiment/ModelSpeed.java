package org.scorefield.experiment;

import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.wiring.LevelRange;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.Watch;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.schedule.TimeGrid;

/// How long a model takes, from a few evaluations of it.
///
/// @param seconds for one evaluation of one sample, where many are asked for
/// @param evaluations that it took to know
record ModelSpeed(double seconds, int evaluations) {
  /// Samples a thread: enough to fill a small batch.
  private static final int SAMPLES = 2;

  private static final double LONG_ENOUGH = 0.05;
  private static final int MOST_ROUNDS = 20;

  /// Asks once to warm up, then until a twentieth of a second has gone by.
  ///
  /// @throws IllegalArgumentException if an answer is not finite
  static ModelSpeed of(Denoiser model, LevelRange range, int threads, NoiseKey key) {
    requireFinite(model, range.sigmaMax(), key);
    requireFinite(model, range.sigmaMin(), key);
    long n = (long) threads * SAMPLES;
    double took = ask(model, range, threads, key);
    int rounds = 1;
    for (double all = 0; all < LONG_ENOUGH && rounds < MOST_ROUNDS; rounds++) {
      took = ask(model, range, threads, key);
      all += took;
    }
    return new ModelSpeed(took / n, Math.toIntExact(2 + rounds * n));
  }

  /// Seconds of one evaluation of a few samples on all threads.
  private static double ask(Denoiser model, LevelRange range, int threads, NoiseKey key) {
    TimeGrid once = TimeGrid.of(range.sigmaMax(), 0);
    long before = System.nanoTime();
    new SampleStream(new Sampler(once, new Euler(), new Start.Prior()), SAMPLES, threads)
        .run(model, key.child("speed"), (long) threads * SAMPLES, Watch.NONE, _ -> {});
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
