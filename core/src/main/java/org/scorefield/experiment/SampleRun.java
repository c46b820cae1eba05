package org.scorefield.experiment;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
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
  private static final int IMAGES = 100;
  private static final int IMAGE_TRAJECTORIES = 6;

  /// Points of a plane are seen as a cloud, or not at all.
  private static final int POINTS = 2000;

  private SampleRun() {}

  /// How a run ended, and what was seen on the way.
  record Drawing(Outcome<Long> outcome, List<SampleResult.Frame> trajectory) {}

  /// Draws the samples and hands them over in order, batch by batch.
  static Drawing draw(SampleExperiment experiment, Progress progress, Consumer<Batch> sink) {
    Sampler sampler = experiment.sampler();
    Onlooker onlooker = new Onlooker(progress, sampler.grid().steps());
    progress.begin("sampling", experiment.n());
    Outcome<Long> outcome =
        new SampleStream(sampler, experiment.batchSize(), experiment.threads())
            .run(
                experiment.conditioned().denoiser(),
                NoiseKey.of(experiment.seed()),
                experiment.n(),
                onlooker,
                sink);
    return new Drawing(outcome, onlooker.trajectory());
  }

  static SampleResult run(SampleExperiment experiment, RunDirectory directory, Progress progress) {
    Provenance provenance = Provenance.now(experiment.seed());
    long started = System.nanoTime();
    Shape shape = experiment.model().card().shape();
    Preview preview = new Preview(shape.size() == 2 ? POINTS : IMAGES);
    Drawing drawing = write(experiment, directory, progress, preview);
    Batch shown = preview.batch(shape);
    if (drawing.outcome() instanceof Outcome.Completed) {
      SamplePicture.fitting(shown).ifPresent(p -> p.write(directory.file("samples.png"), shown));
    }
    RunRecord record =
        new RunRecord(
            "sample",
            experiment.settings(),
            describe(drawing.outcome()),
            evaluations(drawing.outcome()),
            (System.nanoTime() - started) / 1e9,
            experiment.spec().predicted(),
            directory.files(),
            provenance);
    return new SampleResult(record, experiment.model().card(), shown, drawing.trajectory());
  }

  private static Drawing write(
      SampleExperiment experiment, RunDirectory directory, Progress progress, Preview preview) {
    List<Drawing> drawings = new ArrayList<>();
    try {
      NpyWriter.write(
          directory.file("samples.npy"),
          experiment.model().card().shape(),
          experiment.n(),
          sink -> {
            Drawing drawing = draw(experiment, progress, preview.andThen(sink));
            drawings.add(drawing);
            if (!(drawing.outcome() instanceof Outcome.Completed)) {
              throw new EndedEarly();
            }
          });
    } catch (EndedEarly _) {
      // The outcome says why; the writer has removed its file.
    }
    return drawings.getFirst();
  }

  /// Tells the writer that the samples it was promised will not come.
  private static final class EndedEarly extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
  }

  static Optional<Integer> evaluations(Outcome<?> outcome) {
    return outcome instanceof Outcome.Completed<?> c
        ? Optional.of(c.evaluations())
        : Optional.empty();
  }

  static String describe(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Completed<?> _ -> RunRecord.COMPLETED;
      case Outcome.Diverged<?> d -> "diverged: " + d.message();
      case Outcome.Cancelled<?> c -> "cancelled before step " + c.step();
    };
  }

  /// Keeps the first samples.
  private static final class Preview implements Consumer<Batch> {
    private final List<Batch> parts = new ArrayList<>();
    private final int most;
    private int count;

    Preview(int most) {
      this.most = most;
    }

    @Override
    public void accept(Batch batch) {
      int wanted = Math.min(batch.count(), most - count);
      if (wanted > 0) {
        parts.add(batch.slice(0, wanted));
        count += wanted;
      }
    }

    Batch batch(Shape shape) {
      return parts.isEmpty() ? Batch.zeros(shape, 0) : Batch.concat(parts);
    }
  }

  /// Reports progress, asks whether to stop, and keeps the way of the first samples.
  private static final class Onlooker implements Watch {
    private final Progress progress;
    private final int steps;
    private final List<SampleResult.Frame> frames = Collections.synchronizedList(new ArrayList<>());

    Onlooker(Progress progress, int steps) {
      this.progress = progress;
      this.steps = steps;
    }

    @Override
    public void stepped(StepEvent event) {
      if (event.firstSample() == 0) {
        Batch all = event.state();
        int most = all.dimension() == 2 ? POINTS : IMAGE_TRAJECTORIES;
        Batch few = all.slice(0, Math.min(most, all.count()));
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

    List<SampleResult.Frame> trajectory() {
      return List.copyOf(frames);
    }
  }
}
