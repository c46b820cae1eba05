package org.scorefield.sampling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Draws any number of samples in constant memory: batch after batch, on several threads, handed to
/// a sink in the order of their index. The bytes are the same for every batch size and number of
/// threads. Memory: `2 threads` batches and what the model needs.
///
/// @param sampler how to draw
/// @param batchSize samples a batch, at least 1
/// @param threads batches drawn at a time, at least 1; models that use all cores by themselves want
///   1
public record SampleStream(Sampler sampler, int batchSize, int threads) {
  private static final int COMFORTABLE_NUMBERS = 1 << 14;

  public SampleStream {
    if (batchSize < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "batch size and threads must be at least 1, got " + batchSize + " and " + threads);
    }
  }

  /// A batch size that suits most runs: 16,384 numbers a batch, so that a step's handful of batches
  /// stays in the second-level cache of a core, and from 64 to 4096 samples, enough for products of
  /// matrices at one end and for a balanced load at the other.
  public static int comfortableBatch(Shape shape) {
    return Math.clamp(COMFORTABLE_NUMBERS / shape.size(), 64, 4096);
  }

  /// Draws samples `0 .. n-1` of the stream named by `key` and passes them to `sink` on the calling
  /// thread. Ends early, with the sink holding a prefix, if a batch diverges or the watch cancels;
  /// interrupting the calling thread cancels too.
  ///
  /// @return the number of samples drawn
  public Outcome<Long> run(
      Denoiser denoiser, NoiseKey key, long n, Watch watch, Consumer<Batch> sink) {
    AtomicBoolean stop = new AtomicBoolean();
    Watch stoppable = stoppable(watch, stop);
    Deque<Future<Outcome<Batch>>> pending = new ArrayDeque<>();
    int evaluations = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      try {
        long submitted = 0;
        while (submitted < n || !pending.isEmpty()) {
          while (submitted < n && pending.size() < 2 * threads) {
            int count = (int) Math.min(batchSize, n - submitted);
            Noise noise = new Noise(key, submitted, count);
            pending.add(pool.submit(() -> sampler.sample(denoiser, noise, stoppable)));
            submitted += count;
          }
          switch (pending.remove().get()) {
            case Outcome.Completed<Batch> done -> {
              evaluations = Math.max(evaluations, done.evaluations());
              sink.accept(done.result());
            }
            case Outcome.Diverged<Batch> d -> {
              return new Outcome.Diverged<>(d.step(), d.sigma(), d.sample());
            }
            case Outcome.Cancelled<Batch> c -> {
              return new Outcome.Cancelled<>(c.step());
            }
          }
        }
        return new Outcome.Completed<>(n, evaluations);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Outcome.Cancelled<>(0);
      } catch (ExecutionException e) {
        throw unwrapped(e);
      } finally {
        stop.set(true);
      }
    }
  }

  private static Watch stoppable(Watch watch, AtomicBoolean stop) {
    return new Watch() {
      @Override
      public void stepped(StepEvent event) {
        watch.stepped(event);
      }

      @Override
      public boolean cancelled() {
        return stop.get() || watch.cancelled();
      }
    };
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case Error error -> throw error;
      case RuntimeException r -> r;
      case null, default -> new IllegalStateException(e);
    };
  }
}
