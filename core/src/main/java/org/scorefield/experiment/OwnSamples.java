package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.Distribution;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.StepEvent;
import org.scorefield.sampling.Watch;

/// Samples of a model that stand in for its data: exact ones of a law, which cost nothing, fine
/// solutions of any other.
///
/// @param model whose
/// @param fine how it is sampled if it is no law
/// @param count of fine solutions
/// @param threads batches drawn at a time
record OwnSamples(Model model, Sampler fine, int count, int threads) {
  static final String PART = "samples in place of data";
  private static final int OF_A_LAW = 4096;

  /// Evaluations of the model.
  long cost() {
    return (long) count * fine.solver().evaluations(fine.grid()).orElseThrow();
  }

  Outcome<Dataset> draw(Denoiser metered, NoiseKey key, Progress progress) {
    Optional<Distribution> law = model.closedForm();
    if (law.isPresent()) {
      return completed(law.get().sample(new Noise(key, 0, OF_A_LAW)));
    }
    progress.begin(PART, count);
    List<Batch> parts = new ArrayList<>();
    return new SampleStream(fine, SampleStream.comfortableBatch(metered.shape()), threads)
        .run(
            metered,
            key,
            count,
            watching(progress),
            batch -> {
              progress.advance(batch.count());
              parts.add(batch);
            })
        .then(_ -> completed(Batch.concat(parts)));
  }

  private Outcome<Dataset> completed(Batch samples) {
    return new Outcome.Completed<>(
        Dataset.of("samples of the model", model.card().units(), samples), 0);
  }

  private static Watch watching(Progress progress) {
    return new Watch() {
      @Override
      public void stepped(StepEvent event) {}

      @Override
      public boolean cancelled() {
        return progress.cancelled();
      }
    };
  }
}
