package org.scorefield.engine.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.train.Trained;
import org.scorefield.engine.train.Trainer;
import org.scorefield.engine.train.TrainingOutcome;
import org.scorefield.engine.train.TrainingStopped;
import org.scorefield.engine.train.TrainingWatch;
import org.scorefield.experiment.Progress;
import org.scorefield.metric.Estimate;
import org.scorefield.study.Speed;
import org.scorefield.study.Trace;

/// Trains and measures on the way.
///
/// @param network what is trained
/// @param moments steps after which to measure, rising, > 0
/// @param measure of the network at that moment, with its first average for parameters
/// @param progress who looks on, and may stop it
public record Recorder(
    Network network,
    List<Integer> moments,
    Function<Denoiser, Estimate> measure,
    Progress progress) {
  public Recorder {
    moments = List.copyOf(moments);
    int before = 0;
    for (int moment : moments) {
      if (moment <= before) {
        throw new IllegalArgumentException("moments must be rising steps > 0, got " + moments);
      }
      before = moment;
    }
    if (before == 0) {
      throw new IllegalArgumentException("a recorder needs at least one moment");
    }
  }

  /// About `count` moments at equal ratios up to the last step, from a hundredth of it.
  public static List<Integer> moments(int steps, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> (int) Math.round(steps * Math.pow(100, i / (count - 1.0) - 1)))
        .filter(step -> step > 0)
        .distinct()
        .toList();
  }

  /// One run for each candidate and seed.
  ///
  /// @param data rows to train on, for each seed
  /// @throws TrainingStopped if it was cancelled, or one of them diverged
  public List<Speed.Run> runs(
      List<Candidate> candidates, List<Long> seeds, Function<Long, Dataset> data) {
    progress.begin("training", (long) candidates.size() * seeds.size() * moments.getLast());
    List<Speed.Run> runs = new ArrayList<>();
    for (long seed : seeds) {
      Dataset rows = data.apply(seed);
      for (Candidate candidate : candidates) {
        runs.add(new Speed.Run(candidate.name(), seed, trace(candidate, rows, seed)));
      }
    }
    return List.copyOf(runs);
  }

  /// What was measured at each moment of one run.
  ///
  /// @throws TrainingStopped if it was cancelled, or diverged
  public Trace trace(Candidate candidate, Dataset data, long seed) {
    return trace(candidate, data, seed, TrainingWatch.Snapshots.NONE);
  }

  /// The same.
  ///
  /// @param beside what else to look at on the way
  public Trace trace(Candidate candidate, Dataset data, long seed, TrainingWatch.Snapshots beside) {
    List<Estimate> values = new ArrayList<>();
    TrainingWatch.Snapshots snapshots =
        new TrainingWatch.Snapshots(
            step -> moments.contains(step) || beside.at().test(step),
            trained -> {
              if (beside.at().test(trained.steps())) {
                beside.taker().accept(trained);
              }
              if (moments.contains(trained.steps())) {
                values.add(measure.apply(measured(trained)));
              }
            });
    TrainingOutcome outcome =
        new Trainer(network, data, candidate.settings(), seed)
            .run(Optional.empty(), new TrainingWatch(advance(), _ -> {}, () -> 0, snapshots));
    try {
      outcome.orElseThrow();
    } catch (TrainingStopped e) {
      throw e.of("candidate '%s' of seed %d".formatted(candidate.name(), seed));
    }
    return new Trace(Vector.generate(moments.size(), moments::get), values);
  }

  private static Denoiser measured(Trained trained) {
    return trained.candidates().get(Math.min(1, trained.candidates().size() - 1)).network();
  }

  /// Passes steps on; what else a trainer says is left out.
  private Progress advance() {
    return new Progress() {
      @Override
      public void begin(String what, long total) {}

      @Override
      public void advance(long done) {
        progress.advance(done);
      }

      @Override
      public void say(String message) {}

      @Override
      public boolean cancelled() {
        return progress.cancelled();
      }
    };
  }
}
