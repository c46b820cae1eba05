package org.scorefield.engine.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.study.Candidate;
import org.scorefield.engine.study.Recorder;
import org.scorefield.engine.train.Normaliser;
import org.scorefield.engine.train.TrainingStopped;
import org.scorefield.engine.train.TrainingWatch;
import org.scorefield.experiment.Progress;
import org.scorefield.experiment.Provenance;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.SpeedResult;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.random.NoiseKey;
import org.scorefield.select.LossRecorder;
import org.scorefield.select.LossTrace;
import org.scorefield.select.SpeedComparison;
import org.scorefield.select.SpeedOverSeeds;
import org.scorefield.select.SpeedScore;
import org.scorefield.study.Speed;

/// Runs a {@link SpeedExperiment}. Two things are taken on the way of each training: every so many
/// steps a cheap loss at new rows and noises ({@link SpeedProbe}), which ranks; and at moments
/// equally spaced in the logarithm of the step the error at rows and noises that stay, which says
/// when a target is reached.
final class SpeedRun {
  private static final int PROBES = 64;
  private static final int MOMENTS = 17;
  private static final int LEVELS = 25;

  /// Numbers to denoise at each level of a moment.
  private static final int NUMBERS = 1 << 16;

  private static final int MOST_ROWS = 2048;
  private static final int FEWEST_ROWS = 64;

  /// Noises for each row where rows are few.
  private static final int MOST_DRAWS = 4;

  private final SpeedExperiment experiment;
  private final Progress progress;
  private final int steps;
  private final Set<Integer> probes = new TreeSet<>();
  private final long started = System.nanoTime();

  SpeedRun(SpeedExperiment experiment, Progress progress) {
    this.experiment = experiment;
    this.progress = progress;
    this.steps = experiment.steps();
    int count = Math.min(PROBES, steps);
    for (int i = 1; i <= count; i++) {
      probes.add((int) Math.round((double) i * steps / count));
    }
  }

  RunEnd<SpeedResult> run() {
    Provenance provenance = Provenance.now(experiment.seeds().getFirst());
    try {
      return new RunEnd.Completed<>(compared(provenance));
    } catch (TrainingStopped e) {
      return new RunEnd.Stopped<>(record(e.outcome(), List.of(), provenance));
    }
  }

  private SpeedResult compared(Provenance provenance) {
    Dataset rows = experiment.source().probe();
    double scale =
        Normaliser.measure(
                experiment.source().train(experiment.seeds().getFirst()), Normaliser.Scope.ALL)
            .scale();
    SpeedProbe probe = SpeedProbe.of(experiment.loss(), rows, scale);
    Function<Denoiser, Estimate> error = error(rows, scale);
    int count = experiment.candidates().size();
    List<SpeedComparison> comparisons = new ArrayList<>();
    List<Speed.Run> runs = new ArrayList<>();
    List<Double> seconds = new ArrayList<>(Collections.nCopies(count, 0.0));
    progress.begin("training", (long) count * experiment.seeds().size() * steps);
    for (long seed : experiment.seeds()) {
      Dataset train = experiment.source().train(seed);
      List<LossTrace> traces = new ArrayList<>();
      for (int c = 0; c < count; c++) {
        SpeedExperiment.Entry entry = experiment.candidates().get(c);
        progress.note("candidate %s, seed %d".formatted(entry.name(), seed));
        long before = System.nanoTime();
        LossRecorder losses = probe.recorder(entry.name());
        TrainingWatch.Snapshots beside =
            new TrainingWatch.Snapshots(
                probes::contains, trained -> probe.record(trained, seed, losses));
        Recorder recorder =
            new Recorder(entry.config().net(), Recorder.moments(steps, MOMENTS), error, progress);
        Candidate candidate = new Candidate(entry.name(), entry.config().training());
        runs.add(new Speed.Run(entry.name(), seed, recorder.trace(candidate, train, seed, beside)));
        traces.add(losses.trace());
        seconds.set(c, seconds.get(c) + (System.nanoTime() - before) / 1e9);
      }
      comparisons.add(new SpeedComparison(traces));
    }
    SpeedOverSeeds comparison = new SpeedOverSeeds(comparisons);
    SpeedResult.Reaching reaching = reaching(runs);
    List<SpeedComparison.Standing> standings = comparison.ranking(new SpeedScore.AllSteps());
    return new SpeedResult(
        record(
            RunRecord.COMPLETED,
            SpeedResult.results(standings, probes.size(), reaching),
            provenance),
        List.copyOf(probes),
        lossInWords(),
        comparison,
        standings,
        seconds,
        reaching);
  }

  /// The score error where the law is known, else what it is up to a constant of the data.
  private Function<Denoiser, Estimate> error(Dataset rows, double scale) {
    int cap = Math.clamp(NUMBERS / rows.shape().size(), FEWEST_ROWS, MOST_ROWS);
    int draws = Math.clamp((long) cap / rows.size(), 1, MOST_DRAWS);
    HeldOut heldOut =
        HeldOut.of(
            rows,
            HeldOut.logLevels(
                SpeedExperiment.LOWEST * scale, SpeedExperiment.HIGHEST * scale, LEVELS),
            cap,
            draws,
            NoiseKey.of(0).child("error on the way"));
    return switch (experiment.source()) {
      case SpeedSource.Drawn(_, var law) -> {
        Denoiser exact = new Remembered(law);
        yield network -> heldOut.excess(network, exact).integral();
      }
      case SpeedSource.Rows _ -> network -> heldOut.curve(network).integral();
    };
  }

  private SpeedResult.Reaching reaching(List<Speed.Run> runs) {
    boolean exact = experiment.source() instanceof SpeedSource.Drawn;
    String words =
        exact
            ? "score error against the exact denoiser, nats, from %s to %s standard deviations of the data"
            : "error of the noise prediction on held-out rows, summed over components and integrated over ln sigma from %s to %s standard deviations of the data";
    double target =
        experiment
            .target()
            .orElseGet(() ->
                experiment.candidates().stream()
                    .mapToDouble(c -> meanOfLast(runs, c.name()))
                    .max()
                    .orElseThrow());
    return new SpeedResult.Reaching(
        words.formatted(SpeedExperiment.LOWEST, SpeedExperiment.HIGHEST),
        exact,
        runs,
        Speed.of(target, experiment.reference(), runs));
  }

  private static double meanOfLast(List<Speed.Run> runs, String candidate) {
    return runs.stream()
        .filter(run -> run.candidate().equals(candidate))
        .mapToDouble(run -> run.errors().values().getLast().value())
        .average()
        .orElseThrow();
  }

  private String lossInWords() {
    return switch (experiment.loss()) {
      case UNIFORM ->
          "Error of the noise prediction a component, mean over ln sigma from %s to %s standard deviations of the data: 1 knows nothing of the noise."
              .formatted(SpeedExperiment.LOWEST, SpeedExperiment.HIGHEST);
      case EDM ->
          "Normalised as EDM does, at levels of its distribution: 1 is what the best linear denoiser of isotropic data has. It favours who is trained with it.";
    };
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    Dataset first = experiment.source().probe();
    settings.put(
        "data",
        switch (experiment.source()) {
          case SpeedSource.Rows(Dataset train, Dataset probe) ->
              "%s, %d rows, %d held out".formatted(train.name(), train.size(), probe.size());
          case SpeedSource.Drawn(String name, _) ->
              "%s, %d rows drawn anew for each seed"
                  .formatted(name, experiment.source().train(experiment.seeds().getFirst()).size());
        });
    settings.put("shape", first.shape().toString());
    settings.put("steps", String.valueOf(steps));
    settings.put("seeds", experiment.seeds().toString());
    settings.put("probe loss", experiment.loss().name().toLowerCase(Locale.ROOT));
    settings.put("probes", probes.size() + " of " + SpeedProbe.ROWS + " rows");
    settings.put(
        "target",
        experiment.target().isPresent()
            ? String.valueOf(experiment.target().getAsDouble())
            : "the worst of the errors at the end");
    experiment
        .candidates()
        .forEach(c -> settings.put("candidate " + c.name(), c.config().toString()));
    return settings;
  }

  private RunRecord record(String outcome, List<RunRecord.Result> results, Provenance provenance) {
    return new RunRecord(
        "compare",
        settings(),
        outcome,
        Optional.empty(),
        (System.nanoTime() - started) / 1e9,
        results,
        List.of(),
        provenance);
  }
}
