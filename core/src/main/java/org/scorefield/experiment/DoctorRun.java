package org.scorefield.experiment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.scorefield.analytic.LowRank;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.denoise.Denoiser;
import org.scorefield.doctor.Alternative;
import org.scorefield.doctor.Conclusion;
import org.scorefield.doctor.Doctor;
import org.scorefield.doctor.Finding;
import org.scorefield.doctor.Reading;
import org.scorefield.doctor.StandIns;
import org.scorefield.doctor.Standing;
import org.scorefield.doctor.Yardstick;
import org.scorefield.random.NoiseKey;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.Wired;
import org.scorefield.wiring.Wiring;

/// Runs a {@link DoctorExperiment}.
final class DoctorRun {
  /// The wiring that is right, beside the report.
  static final String WIRING = "wiring.yaml";

  /// Rows the data's Gaussian is fitted to at most.
  private static final int GAUSSIAN_ROWS = 20_000;

  private static final int LARGEST_RANK = 256;

  /// Rows for each direction of it, or chance would make it look better than any.
  private static final int ROWS_A_DIRECTION = 4;

  /// Numbers that the rows at hand have at most, and their number.
  private static final long MOST_NUMBERS = 10_000_000;

  private static final int MOST_ROWS = 2000;
  private static final int LEAST_ROWS = 64;

  private DoctorRun() {}

  static DoctorResult run(DoctorExperiment experiment, RunDirectory directory, Progress progress) {
    Provenance provenance = Provenance.now(experiment.seed());
    long started = System.nanoTime();
    NoiseKey key = NoiseKey.of(experiment.seed()).child("doctor");
    Denoiser denoiser = experiment.model().denoiser();
    progress.begin("at most %d evaluations of the model".formatted(experiment.budget()), 0);
    Dataset data = experiment.data().orElseGet(() -> samples(experiment, key));
    Yardstick yardstick = yardstick(data, key);
    Dataset rows = RandomRows.atMost(rows(data), data, key.child("rows"));
    boolean sampled = experiment.data().isEmpty();
    int evaluations = sampled ? experiment.budget() * 3 / 4 : experiment.budget();
    Doctor.Report report =
        Doctor.examine(denoiser, rows, sampled, yardstick, evaluations, key.child("noise"));
    Conclusion conclusion = Conclusion.of(report, sampled);
    Optional<String> corrected = corrected(report);
    corrected.ifPresent(yaml -> directory.write(WIRING, yaml.getBytes(StandardCharsets.UTF_8)));
    RunRecord record =
        new RunRecord(
            "doctor",
            settings(experiment, data, report, yardstick, conclusion),
            RunRecord.COMPLETED,
            Optional.empty(),
            (System.nanoTime() - started) / 1e9,
            results(report),
            directory.files(),
            provenance);
    return new DoctorResult(record, conclusion, report, yardstick.scale(), corrected);
  }

  private static Dataset samples(DoctorExperiment experiment, NoiseKey key) {
    Model model = experiment.model();
    return StandIns.of(model.denoiser(), model.card().noiseScale(), experiment.budget(), key)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "without data the model is asked for its own samples, and it answers noise with noise: its prediction, the sign of its output or the noise level it is told are wrong; give rows of what it was trained on (--data) to learn which"));
  }

  private static Yardstick yardstick(Dataset data, NoiseKey key) {
    Dataset rows = RandomRows.atMost(GAUSSIAN_ROWS, data, key.child("gaussian rows"));
    int rank =
        Math.clamp(Math.min(data.shape().size(), rows.size() / ROWS_A_DIRECTION), 1, LARGEST_RANK);
    Yardstick yardstick = new Yardstick(LowRank.fit(rows, rank, key.child("gaussian")));
    if (!(yardstick.scale() > 0)) {
      throw new IllegalArgumentException(
          "all rows of "
              + data.name()
              + " are equal; there is nothing to examine a model with; give other data");
    }
    return yardstick;
  }

  private static int rows(Dataset data) {
    return Math.clamp(MOST_NUMBERS / data.shape().size(), LEAST_ROWS, MOST_ROWS);
  }

  private static Optional<String> corrected(Doctor.Report report) {
    return report
        .diagnosis()
        .flatMap(d ->
            d.finding() instanceof Finding.Wrong wrong
                ? Optional.of(yaml(wrong.changes().getLast().wiring()))
                : Optional.empty());
  }

  /// Without the keys that have no value.
  private static String yaml(Wiring wiring) {
    return Settings.yaml(wiring)
        .lines()
        .filter(line -> !line.endsWith(": null"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static Map<String, String> settings(
      DoctorExperiment experiment,
      Dataset data,
      Doctor.Report report,
      Yardstick yardstick,
      Conclusion conclusion) {
    Map<String, String> settings = new LinkedHashMap<>();
    ModelCard card = experiment.model().card();
    settings.put("model", card.described());
    settings.put("data", data.name() + ", " + data.units());
    settings.put("data sha256", ContentHash.of(data).hex());
    settings.put("evaluations allowed", String.valueOf(experiment.budget()));
    settings.put("standard deviation of the data", String.valueOf(yardstick.scale()));
    settings.put("rank of the Gaussian", String.valueOf(yardstick.gaussian().rank()));
    Wired.in(experiment.model().denoiser())
        .ifPresent(wired -> settings.put("wiring", Settings.json(wired.wiring())));
    report
        .diagnosis()
        .ifPresent(d -> settings.put("evaluations of the search", String.valueOf(d.evaluations())));
    settings.put("state", conclusion.state().name().toLowerCase(java.util.Locale.ROOT));
    settings.put("conclusion", conclusion.headline());
    return settings;
  }

  private static List<RunRecord.Result> results(Doctor.Report report) {
    List<RunRecord.Result> results = new ArrayList<>();
    for (Reading reading : report.examination().readings()) {
      if (reading.finite()) {
        results.add(new RunRecord.Result("sigma " + reading.sigma(), "loss", reading.loss()));
        results.add(new RunRecord.Result("sigma " + reading.sigma(), "noise size", reading.size()));
      }
    }
    report
        .diagnosis()
        .ifPresent(d ->
            d.standings().stream()
                .filter(s -> !s.changes().isEmpty() && s.whole())
                .forEach(
                    s -> results.add(new RunRecord.Result(name(s), "gain in log loss", s.gain()))));
    return results;
  }

  private static String name(Standing standing) {
    return standing.changes().stream().map(Alternative::change).collect(Collectors.joining("; "));
  }
}
