package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scorefield.data.ContentHash;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.reproduce.Check;
import org.scorefield.reproduce.Expected;
import org.scorefield.reproduce.Overview;
import org.scorefield.reproduce.Reproduced;
import org.scorefield.reproduce.Reproduction;

/// Runs a {@link ReproduceExperiment}.
final class ReproduceRun {
  private ReproduceRun() {}

  static ReproduceResult run(
      ReproduceExperiment experiment, RunDirectory directory, Progress progress) {
    Provenance provenance = Provenance.now(experiment.seed());
    long started = System.nanoTime();
    Reproduction reproduction = experiment.reproduction();
    NoiseKey key = NoiseKey.of(experiment.seed()).child("reproduce").child(reproduction.name());
    Reproduced reproduced = reproduction.run(experiment.data(), key, Stages.of(progress));
    RunRecord record =
        new RunRecord(
            "reproduce",
            settings(experiment, reproduced),
            progress.cancelled() ? "cancelled" : RunRecord.COMPLETED,
            Optional.empty(),
            (System.nanoTime() - started) / 1e9,
            results(reproduced),
            directory.files(),
            provenance);
    return new ReproduceResult(record, reproduction, reproduced);
  }

  private static Map<String, String> settings(
      ReproduceExperiment experiment, Reproduced reproduced) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("reproduction", experiment.reproduction().name());
    settings.put("what", experiment.reproduction().what());
    settings.put("expectations from", experiment.reproduction().source());
    settings.put("input", reproduced.input());
    experiment.data().ifPresent(data -> settings.put("data sha256", ContentHash.of(data).hex()));
    settings.put("numbers with an expectation", String.valueOf(reproduced.claimed()));
    settings.put("not as expected", String.valueOf(reproduced.missed()));
    return settings;
  }

  /// Measured, expected and whether they agree, as numbers for programs.
  private static List<RunRecord.Result> results(Reproduced reproduced) {
    List<RunRecord.Result> results = new ArrayList<>();
    for (Check check : reproduced.checks()) {
      String subject = check.table() + ": " + check.row();
      results.add(new RunRecord.Result(subject, "measured", check.measured()));
      switch (check.expected()) {
        case Expected.Near(double value, double tolerance, String _) -> {
          results.add(new RunRecord.Result(subject, "expected", exact(value)));
          results.add(new RunRecord.Result(subject, "tolerance", exact(tolerance)));
        }
        case Expected.Within(double least, double most, String _) -> {
          results.add(new RunRecord.Result(subject, "at least", exact(least)));
          results.add(new RunRecord.Result(subject, "at most", exact(most)));
        }
        case Expected.Nothing() -> {}
      }
      if (check.claimed()) {
        results.add(new RunRecord.Result(subject, "as expected", exact(check.met() ? 1 : 0)));
      }
    }
    for (Overview overview : reproduced.overviews()) {
      for (Overview.Row row : overview.rows()) {
        for (int i = 0; i < overview.columns().size(); i++) {
          String subject = overview.title() + ": " + row.name();
          String column = overview.columns().get(i);
          row.values()
              .get(i)
              .ifPresent(value -> results.add(new RunRecord.Result(subject, column, value)));
        }
      }
    }
    return results;
  }

  private static Estimate exact(double value) {
    return new Estimate(value, 0, 1);
  }
}
