package org.scorefield.sampling;

import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.schedule.TimeGrid;

/// Draws samples: a grid to step through, a solver that steps, a state to start from. This is the
/// only sampling loop there is.
///
/// A sampler is a value; it can be shared by any number of threads. The result for one sample
/// depends on the seed and on the index of the sample only, never on the batch it was part of, for
/// every model that keeps the contract of {@link Denoiser}.
///
/// @param grid noise levels
/// @param solver how to get from one to the next
/// @param start the state at the first level
public record Sampler(TimeGrid grid, Solver solver, Start start) {

  /// Draws the samples of `noise` in one batch.
  public Outcome<Batch> sample(Denoiser denoiser, Noise noise) {
    return sample(denoiser, noise, Watch.NONE);
  }

  /// Draws the samples of `noise` in one batch, watched.
  public Outcome<Batch> sample(Denoiser denoiser, Noise noise, Watch watch) {
    Counting counting = new Counting(denoiser);
    Stepper stepper = solver.begin(grid);
    Noise stepNoise = noise.child("step");
    Batch x = start.at(grid.first(), denoiser.shape(), noise);
    for (int i = 0; i < grid.steps(); i++) {
      if (watch.cancelled()) {
        return new Outcome.Cancelled<>(i);
      }
      double sigma = grid.sigma(i);
      double next = grid.sigma(i + 1);
      x = stepper.step(counting, x, sigma, next, stepNoise.child(i));
      OptionalInt bad = x.firstNonFinite();
      if (bad.isPresent()) {
        return new Outcome.Diverged<>(i, sigma, noise.firstSample() + bad.getAsInt());
      }
      watch.stepped(new StepEvent(noise.firstSample(), i, grid.steps(), sigma, next, x));
    }
    return new Outcome.Completed<>(x, counting.perSample(x.count()));
  }

  /// Counts the samples that one run gave to the model. Some solvers call it with parts of the
  /// batch, from several threads.
  private static final class Counting implements Denoiser {
    private final Denoiser inner;
    private final LongAdder denoised = new LongAdder();

    Counting(Denoiser inner) {
      this.inner = inner;
    }

    /// Evaluations a sample; the mean, rounded up, where samples differ.
    int perSample(int samples) {
      return samples == 0 ? 0 : Math.toIntExact(Math.ceilDiv(denoised.sum(), (long) samples));
    }

    @Override
    public Shape shape() {
      return inner.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      denoised.add(x.count());
      return inner.denoise(x, sigma);
    }

    @Override
    public Batch score(Batch x, double sigma) {
      denoised.add(x.count());
      return inner.score(x, sigma);
    }
  }
}
