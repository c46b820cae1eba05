package org.scorefield.engine.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.RandomRows;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.train.Trained;
import org.scorefield.engine.train.Trainer;
import org.scorefield.engine.train.TrainingOutcome;
import org.scorefield.engine.train.TrainingWatch;
import org.scorefield.experiment.Progress;
import org.scorefield.experiment.Provenance;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.SpeedResult;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.EdmWeighting;
import org.scorefield.schedule.LogBins;
import org.scorefield.schedule.NoiseLevels;
import org.scorefield.schedule.TrainingLevels;
import org.scorefield.select.LossRecorder;
import org.scorefield.select.LossTrace;
import org.scorefield.select.SpeedComparison;
import org.scorefield.select.SpeedScale;
import org.scorefield.select.SpeedScore;

/// Runs a {@link SpeedExperiment}: every so many steps the loss of each candidate is taken at the
/// same rows, levels and noises, with one weight for all.
final class SpeedRun {
  private static final int PROBES = 64;
  private static final int STRATA = 16;
  private static final int ROWS_A_LEVEL = 16;
  private static final int BUCKETS = 8;

  private final SpeedExperiment experiment;
  private final Progress progress;
  private final int steps;
  private final Set<Integer> probes = new TreeSet<>();

  SpeedRun(SpeedExperiment experiment, Progress progress) {
    this.experiment = experiment;
    this.progress = progress;
    this.steps = experiment.candidates().getFirst().config().training().steps();
    int count = Math.min(PROBES, steps);
    for (int i = 1; i <= count; i++) {
      probes.add((int) Math.round((double) i * steps / count));
    }
  }

  SpeedResult run() {
    Provenance provenance = Provenance.now(experiment.seed());
    long started = System.nanoTime();
    List<Trainer> trainers =
        experiment.candidates().stream()
            .map(c ->
                new Trainer(
                    c.config().net(), experiment.train(), c.config().training(), experiment.seed()))
            .toList();
    List<LossTrace> traces = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    for (int c = 0; c < trainers.size(); c++) {
      long before = System.nanoTime();
      traces.add(trace(experiment.candidates().get(c).name(), trainers.get(c)));
      seconds.add((System.nanoTime() - before) / 1e9);
    }
    SpeedComparison comparison = new SpeedComparison(traces);
    List<SpeedComparison.Standing> standings = comparison.ranking(new SpeedScore.AllSteps());
    RunRecord record =
        new RunRecord(
            "fit",
            settings(),
            RunRecord.COMPLETED,
            Optional.empty(),
            (System.nanoTime() - started) / 1e9,
            SpeedResult.results(standings, probes.size()),
            List.of(),
            provenance);
    return new SpeedResult(record, List.copyOf(probes), comparison, standings, seconds);
  }

  private LossTrace trace(String name, Trainer trainer) {
    double scale = trainer.normaliser().scale();
    NoiseLevels levels = TrainingLevels.parse("lognormal").scaledTo(scale);
    SpeedScale measure =
        new SpeedScale(
            new EdmWeighting(), levels, new LogBins(0.01 * scale, 50 * scale, BUCKETS), 1);
    LossRecorder recorder = new LossRecorder(name, measure);
    progress.say("candidate " + name);
    TrainingWatch watch =
        new TrainingWatch(progress, _ -> {}, System::nanoTime)
            .with(
                new TrainingWatch.Snapshots(
                    probes::contains, trained -> record(trained, levels, recorder)));
    TrainingOutcome outcome = trainer.run(Optional.empty(), watch);
    if (outcome instanceof TrainingOutcome.Diverged diverged) {
      throw new IllegalArgumentException("candidate '%s': %s".formatted(name, diverged.message()));
    }
    outcome.orElseThrow();
    return recorder.trace();
  }

  /// Losses at levels that are spread evenly over their distribution, some rows at each.
  private void record(Trained trained, NoiseLevels levels, LossRecorder recorder) {
    Denoiser network = trained.last();
    NoiseKey key = NoiseKey.of(experiment.seed()).child("probe").child(trained.steps());
    int n = STRATA * ROWS_A_LEVEL;
    int d = experiment.probe().shape().size();
    int[] rows =
        RandomRows.indices(
            experiment.probe().size(), Math.min(n, experiment.probe().size()), key.child("rows"));
    double[] sigmas = new double[rows.length];
    double[] errors = new double[rows.length];
    for (int from = 0, stratum = 0; from < rows.length; from += ROWS_A_LEVEL, stratum++) {
      int to = Math.min(rows.length, from + ROWS_A_LEVEL);
      double sigma = levels.sigma((stratum + 0.5) / STRATA);
      Batch clean = experiment.probe().select(Arrays.copyOfRange(rows, from, to));
      Batch noise = new Noise(key.child("noise"), from, to - from).normal(clean.shape());
      Batch denoised = network.denoise(Batch.combine(1, clean, sigma, noise), sigma);
      double[] gap = denoised.minus(clean).shared();
      for (int i = from; i < to; i++) {
        sigmas[i] = sigma;
        for (int j = 0; j < d; j++) {
          double e = gap[(i - from) * d + j];
          errors[i] += e * e / d;
        }
      }
    }
    recorder.step(rows, Vector.adopt(sigmas), Vector.adopt(errors));
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("study", "speed");
    settings.put("data", experiment.train().name() + ", " + experiment.train().size() + " rows");
    settings.put("steps", String.valueOf(steps));
    settings.put("probes", probes.size() + " of " + STRATA * ROWS_A_LEVEL + " rows");
    experiment
        .candidates()
        .forEach(c -> settings.put("candidate " + c.name(), c.config().toString()));
    return settings;
  }
}
