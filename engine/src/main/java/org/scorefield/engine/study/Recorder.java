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
/// @param measure of the network at that moment, with its first average for parameters, or the last
///   ones if there are no averages
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

  /// About `count` moments at equal ratios up to the last step, from a hundredth of it; fewer where
  /// several are the same step.
  ///
  /// @param count at least 2
  public static List<Integer> moments(int steps, int count) {
    if (steps < 1 || count < 2) {
      throw new IllegalArgumentException(
          "need at least 1 step and 2 moments, got %d and %d".formatted(steps, count));
    }
    return IntStream.range(0, count)
        .mapToObj(i -> (int) Math.round(steps * Math.pow(100, i / (count - 1.0) - 1)))
        .filter(step -> step > 0)
        .distinct()
        .toList();
  }

  /// One run for each candidate and seed.
  ///
  /// @param data rows to train on, for each seed
  /// @throws IllegalArgumentException if two candidates have one name, or one ends before the last
  ///   moment
  /// @throws TrainingStopped if it was cancelled, or one of them diverged
  public List<Speed.Run> runs(
      List<Candidate> candidates, List<Long> seeds, Function<Long, Dataset> data) {
    List<String> names = candidates.stream().map(Candidate::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("candidates need names of their own, got " + names);
    }
    candidates.forEach(this::requireReached);
    long steps = candidates.stream().mapToLong(candidate -> candidate.settings().steps()).sum();
    progress.begin("training", steps * seeds.size());
    List<Speed.Run> runs = new ArrayList<>();
    for (long seed : seeds) {
      Dataset rows = data.apply(seed);
      for (Candidate candidate : candidates) {
        runs.add(new Speed.Run(candidate.name(), seed, trace(candidate, rows, seed)));
      }
    }
    return List.copyOf(runs);
  }

  private void requireReached(Candidate candidate) {
    int steps = candidate.settings().steps();
    if (steps < moments.getLast()) {
      throw new IllegalArgumentException(
          "'%s' ends after %d steps, before the last moment to measure at, %d; train longer or measure earlier"
              .formatted(candidate.name(), steps, moments.getLast()));
    }
  }

  /// What was measured at each moment of one run; errors as of {@link #runs}.
  public Trace trace(Candidate candidate, Dataset data, long seed) {
    return trace(candidate, data, seed, TrainingWatch.Snapshots.NONE);
  }

  /// The same.
  ///
  /// @param beside what else to look at on the way
  public Trace trace(Candidate candidate, Dataset data, long seed, TrainingWatch.Snapshots beside) {
    requireReached(candidate);
    List<Estimate> values = new ArrayList<>();
    TrainingWatch.Snapshots snapshots =
        new TrainingWatch.Snapshots(
            step -> moments.contains(step) || beside.at().test(step),
            trained -> {
              if (beside.at().test(trained.steps())) {
                beside.taker().accept(trained);
              }
              if (moments.contains(trained.steps())) {
                values.add(measure.apply(trained.average()));
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
