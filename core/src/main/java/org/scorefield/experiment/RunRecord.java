package org.scorefield.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scorefield.metric.Estimate;

/// What happened in a run. Written to `run.json`, printed by `--json`, shown in the report.
///
/// @param command what was asked for
/// @param settings every choice that was made, by name, whether by the user or by default
/// @param outcome "completed", or in words why not
/// @param evaluations calls of the denoiser per sample, where the run sampled
/// @param seconds wall time
/// @param results measured numbers, by table and row
/// @param files written, relative to the run directory
/// @param provenance where it came from
public record RunRecord(
    String command,
    Map<String, String> settings,
    String outcome,
    Optional<Integer> evaluations,
    double seconds,
    List<Result> results,
    List<String> files,
    Provenance provenance) {

  /// A measured number.
  ///
  /// @param subject what was measured, such as the name of a sampler
  /// @param name of the metric
  /// @param estimate value with standard error
  public record Result(String subject, String name, Estimate estimate) {}

  public RunRecord {
    settings = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(settings));
    results = List.copyOf(results);
    files = List.copyOf(files);
  }

  /// The same record with the files of the finished directory.
  public RunRecord withFiles(List<String> all) {
    return new RunRecord(
        command, settings, outcome, evaluations, seconds, results, all, provenance);
  }

  /// The same record with further settings.
  RunRecord withSettings(Map<String, String> more) {
    Map<String, String> all = new java.util.LinkedHashMap<>(settings);
    all.putAll(more);
    return new RunRecord(command, all, outcome, evaluations, seconds, results, files, provenance);
  }

  /// Whether the run did what was asked.
  public boolean completed() {
    return outcome.equals(COMPLETED);
  }

  public static final String COMPLETED = "completed";

  /// The subject under which real data are measured against real data.
  public static final String REAL_VS_REAL = "real vs real";
}
