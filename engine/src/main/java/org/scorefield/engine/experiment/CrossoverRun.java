package org.scorefield.engine.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.data.Dataset;
import org.scorefield.engine.train.Normaliser;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.engine.train.Trainer;
import org.scorefield.engine.train.TrainingStopped;
import org.scorefield.engine.train.TrainingWatch;
import org.scorefield.experiment.CrossoverResult;
import org.scorefield.experiment.Progress;
import org.scorefield.experiment.Provenance;
import org.scorefield.experiment.RunRecord;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.wiring.LevelRange;

/// Runs a {@link CrossoverExperiment}: for each seed trains, keeps the network at each stage, and
/// then holds a {@link CrossoverContest} with each.
final class CrossoverRun {
  /// Directions of the Gaussian: all, up to where a full eigendecomposition takes seconds.
  private static final int LARGEST_RANK = 1024;

  private final CrossoverExperiment experiment;
  private final Progress progress;
  private final long started = System.nanoTime();

  CrossoverRun(CrossoverExperiment experiment, Progress progress) {
    this.experiment = experiment;
    this.progress = progress;
  }

  RunEnd<CrossoverResult> run() {
    Provenance provenance = Provenance.now(experiment.seeds().getFirst());
    try {
      return new RunEnd.Completed<>(crossover(provenance));
    } catch (TrainingStopped e) {
      return new RunEnd.Stopped<>(record(e.outcome(), Optional.empty(), List.of(), provenance));
    }
  }

  /// Of the rows that are learned.
  private Gaussian gaussian(long seed) {
    Dataset rows = experiment.source().train(seed);
    return LowRank.fit(
        rows, Math.min(rows.shape().size(), LARGEST_RANK), NoiseKey.of(seed).child("gaussian"));
  }

  private CrossoverResult crossover(Provenance provenance) {
    LevelRange range = range();
    StageLosses losses =
        StageLosses.of(experiment.source(), range, NoiseKey.of(0).child("crossover"));
    List<String> measures = List.of();
    List<CrossoverResult.Moment> moments = new ArrayList<>();
    for (long seed : experiment.seeds()) {
      Map<Integer, TrainedNetwork> networks = networks(seed);
      RealisedErrors errors =
          RealisedErrors.of(
              experiment.source(),
              experiment.samples(),
              range.sigmaMin(),
              NoiseKey.of(seed).child("samples"));
      measures = errors.measures();
      CrossoverContest contest =
          new CrossoverContest(range, experiment.steps(), errors, gaussian(seed));
      progress.begin(
          "sampling from the networks of seed " + seed,
          (long) experiment.stages().size() * contest.samplers());
      for (double stage : experiment.stages()) {
        TrainedNetwork network = Objects.requireNonNull(networks.get(experiment.step(stage)));
        StageLosses.Curves curves = losses.of(network);
        moments.add(
            new CrossoverResult.Moment(
                seed,
                stage,
                experiment.step(stage),
                shown(curves),
                contest.of(network, curves, this::advance)));
      }
    }
    CrossoverResult bare =
        new CrossoverResult(
            record(RunRecord.COMPLETED, Optional.of(range), List.of(), provenance),
            measures,
            moments);
    return new CrossoverResult(
        record(RunRecord.COMPLETED, Optional.of(range), bare.results(), provenance),
        measures,
        moments);
  }

  private void advance(String what) {
    progress.note(what);
    progress.advance(1);
    if (progress.cancelled()) {
      throw new TrainingStopped("cancelled while sampling");
    }
  }

  private LevelRange range() {
    double scale =
        Normaliser.measure(
                experiment.source().train(experiment.seeds().getFirst()), Normaliser.Scope.ALL)
            .scale();
    return new LevelRange(
        experiment.sigmaMax().orElse(scale * LevelRange.SIGMA_MAX_PER_SCALE),
        experiment.sigmaMin().orElse(scale * LevelRange.SIGMA_MIN_PER_SCALE),
        new LogUniformGrid());
  }

  /// The network at each stage.
  private Map<Integer, TrainedNetwork> networks(long seed) {
    Map<Integer, TrainedNetwork> networks = new TreeMap<>();
    List<Integer> at = experiment.stages().stream().map(experiment::step).toList();
    TrainingWatch.Snapshots snapshots =
        new TrainingWatch.Snapshots(
            at::contains, trained -> networks.put(trained.steps(), trained.average()));
    try {
      new Trainer(
              experiment.config().net(),
              experiment.source().train(seed),
              experiment.config().training(),
              seed)
          .run(Optional.empty(), new TrainingWatch(progress, _ -> {}, System::nanoTime, snapshots))
          .orElseThrow();
    } catch (TrainingStopped e) {
      throw e.of("training of seed " + seed);
    }
    return networks;
  }

  private static CrossoverResult.Losses shown(StageLosses.Curves curves) {
    return new CrossoverResult.Losses(
        curves.judge().sigmas(),
        curves.judge().epsilonLossByLevel(),
        curves.truth().map(truth -> truth.exact().epsilonLossByLevel()));
  }

  private Map<String, String> settings(Optional<LevelRange> range) {
    Map<String, String> settings = new LinkedHashMap<>();
    Dataset first = experiment.source().probe();
    settings.put(
        "data",
        switch (experiment.source()) {
          case SpeedSource.Rows(Dataset train, Dataset probe) ->
              "%s, %d rows, %d held out".formatted(train.name(), train.size(), probe.size());
          case SpeedSource.Drawn(String name, var law) ->
              "%s, %d rows of shape %s drawn anew for each seed"
                  .formatted(
                      name,
                      experiment.source().train(experiment.seeds().getFirst()).size(),
                      law.shape());
        });
    settings.put("shape", first.shape().toString());
    settings.put("configuration", experiment.config().toString());
    settings.put("seeds", experiment.seeds().toString());
    settings.put("stages", experiment.stages().toString());
    settings.put("steps of samplers", experiment.steps().toString());
    settings.put("samples", String.valueOf(experiment.samples()));
    range.ifPresent(r -> {
      settings.put("sigma_max", String.valueOf(r.sigmaMax()));
      settings.put("sigma_min", String.valueOf(r.sigmaMin()));
    });
    return settings;
  }

  private RunRecord record(
      String outcome,
      Optional<LevelRange> range,
      List<RunRecord.Result> results,
      Provenance provenance) {
    return new RunRecord(
        "crossover",
        settings(range),
        outcome,
        Optional.empty(),
        (System.nanoTime() - started) / 1e9,
        results,
        List.of(),
        provenance);
  }
}
