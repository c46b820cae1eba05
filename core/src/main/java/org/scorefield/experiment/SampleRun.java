package org.scorefield.experiment;

import java.io.Serial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.scorefield.array.Batch;
import org.scorefield.data.file.NpyWriter;
import org.scorefield.data.file.SamplePicture;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.StepEvent;
import org.scorefield.sampling.Watch;

/// Runs a {@link SampleExperiment}: streams the samples into `samples.npy`, draws the first of them
/// as `samples.png`, and keeps a few trajectories.
final class SampleRun {
  private static final int PREVIEW = 100;
  private static final int TRAJECTORIES = 6;

  private SampleRun() {}

  /// A run that ended before its end; carries the outcome out of the writer, which removes its
  /// file.
  private static final class Ended extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
    private final transient Outcome<Long> outcome;

    Ended(Outcome<Long> outcome) {
      super("the run ended early");
      this.outcome = outcome;
    }
  }

  static SampleResult run(SampleExperiment experiment, RunDirectory directory, Progress progress) {
    Provenance provenance = Provenance.now(experiment.seed());
    long started = System.nanoTime();
    Sampler sampler = experiment.sampler();
    Onlooker onlooker = new Onlooker(experiment, progress, sampler.grid().steps());
    Preview preview = new Preview();
    Outcome<Long> outcome =
        stream(experiment, sampler, onlooker, preview, directory.file("samples.npy"));
    Batch shown = preview.batch(experiment.model().card().shape());
    Optional<SamplePicture> picture = SamplePicture.fitting(shown);
    if (outcome instanceof Outcome.Completed) {
      picture.ifPresent(p -> p.write(directory.file("samples.png"), shown));
    }
    RunRecord record =
        new RunRecord(
            "sample",
            experiment.settings(sampler),
            describe(outcome),
            outcome instanceof Outcome.Completed<Long> c
                ? Optional.of(c.evaluations())
                : Optional.empty(),
            (System.nanoTime() - started) / 1e9,
            List.of(),
            directory.files(),
            provenance);
    return new SampleResult(record, experiment.model().card(), shown, onlooker.frames());
  }

  private static Outcome<Long> stream(
      SampleExperiment experiment, Sampler sampler, Onlooker onlooker, Preview preview, Path file) {
    SampleStream stream = new SampleStream(sampler, experiment.batchSize(), experiment.threads());
    List<Outcome<Long>> result = new ArrayList<>();
    Consumer<Consumer<Batch>> producer =
        sink -> {
          Outcome<Long> outcome =
              stream.run(
                  experiment.model().law(),
                  NoiseKey.of(experiment.seed()),
                  experiment.n(),
                  onlooker,
                  batch -> {
                    preview.accept(batch);
                    sink.accept(batch);
                  });
          if (!(outcome instanceof Outcome.Completed)) {
            throw new Ended(outcome);
          }
          result.add(outcome);
        };
    try {
      NpyWriter.write(file, experiment.model().card().shape(), experiment.n(), producer);
      return result.getFirst();
    } catch (Ended e) {
      return e.outcome;
    }
  }

  static String describe(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Completed<?> c -> RunRecord.COMPLETED;
      case Outcome.Diverged<?> d -> "diverged: " + d.message();
      case Outcome.Cancelled<?> c -> "cancelled before step " + c.step();
    };
  }

  /// Keeps the first samples.
  private static final class Preview implements Consumer<Batch> {
    private final List<Batch> parts = new ArrayList<>();
    private int count;

    @Override
    public void accept(Batch batch) {
      int wanted = Math.min(batch.count(), PREVIEW - count);
      if (wanted > 0) {
        parts.add(batch.slice(0, wanted));
        count += wanted;
      }
    }

    Batch batch(org.scorefield.array.Shape shape) {
      return parts.isEmpty() ? Batch.zeros(shape, 0) : Batch.concat(parts);
    }
  }

  /// Reports progress, asks whether to stop, and keeps the way of the first samples.
  private static final class Onlooker implements Watch {
    private final Progress progress;
    private final int steps;
    private final List<SampleResult.Frame> frames = Collections.synchronizedList(new ArrayList<>());

    Onlooker(SampleExperiment experiment, Progress progress, int steps) {
      this.progress = progress;
      this.steps = steps;
      progress.begin("sampling", experiment.n());
    }

    @Override
    public void stepped(StepEvent event) {
      if (event.firstSample() == 0) {
        Batch few = event.state().slice(0, Math.min(TRAJECTORIES, event.state().count()));
        frames.add(new SampleResult.Frame(event.next(), few));
      }
      if (event.step() == steps - 1) {
        progress.advance(event.state().count());
      }
    }

    @Override
    public boolean cancelled() {
      return progress.cancelled();
    }

    List<SampleResult.Frame> frames() {
      return List.copyOf(frames);
    }
  }
}
