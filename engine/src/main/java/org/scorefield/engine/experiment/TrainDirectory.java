package org.scorefield.engine.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.AtomicFile;
import org.scorefield.data.DataException;
import org.scorefield.data.file.DataSources;
import org.scorefield.data.file.NpyWriter;
import org.scorefield.engine.train.Metrics;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.TrainingResult;
import org.scorefield.settings.Settings;

/// The directory of a training run. Unlike that of other runs it is in its place from the first
/// step on, because a run that is killed must leave what it can be resumed from; each file in it is
/// whole at any time, but for the last line of `metrics.jsonl`.
///
/// | file | |
/// |---|---|
/// | `config.yaml` | network and settings, as `--config` reads them |
/// | `checkpoint.safetensors` | the state to resume from; gone when the run is complete |
/// | `metrics.jsonl` | what was seen of the training, a line every so many steps |
/// | `samples-NNNNNN.npy` | samples drawn after so many steps |
/// | `run.json`, `report.html` | when the run is complete |
public final class TrainDirectory {
  private static final String CHECKPOINT = "checkpoint.safetensors";
  private static final String METRICS = "metrics.jsonl";
  private static final String CONFIG = "config.yaml";
  private static final String RECORD = "run.json";
  private static final Pattern SAMPLES = Pattern.compile("samples-(\\d+)\\.npy");
  private static final Pattern OURS =
      Pattern.compile(
          "checkpoint\\.safetensors|metrics\\.jsonl|config\\.yaml|run\\.json|report\\.html|samples-\\d+\\.npy");

  private final Path place;
  private final boolean resumed;

  private TrainDirectory(Path place, boolean resumed) {
    this.place = place;
    this.resumed = resumed;
  }

  /// For a run from the start; nothing is written yet.
  ///
  /// @param replace whether an older run there may be removed; other files never are
  /// @throws DataException if something is there that is to be kept
  public static TrainDirectory fresh(Path place, boolean replace) {
    List<Path> there = list(place);
    boolean oursAlone =
        there.stream().allMatch(p -> OURS.matcher(p.getFileName().toString()).matches());
    if (!there.isEmpty() && !(replace && oursAlone)) {
      throw new DataException(
          place.toString(),
          Files.exists(place.resolve(CHECKPOINT))
              ? "holds a run that was not finished"
              : "already exists and is not empty",
          Files.exists(place.resolve(CHECKPOINT))
              ? "go on with --resume, choose another --run, or begin anew with --force"
              : "choose another --run or remove it");
    }
    return new TrainDirectory(place, false);
  }

  /// For a run that goes on.
  ///
  /// @throws DataException if there is nothing to go on from
  public static TrainDirectory resumed(Path place) {
    if (!Files.isRegularFile(place.resolve(CHECKPOINT))) {
      throw new DataException(
          place.toString(),
          Files.exists(place.resolve(RECORD))
              ? "holds a complete run, there is nothing to resume"
              : "holds no " + CHECKPOINT + " to resume from",
          "leave --resume out, or name the run's directory (--run)");
    }
    return new TrainDirectory(place, true);
  }

  public Path place() {
    return place;
  }

  /// Whether the run goes on from {@link #checkpoint}.
  boolean isResumed() {
    return resumed;
  }

  Path checkpoint() {
    return place.resolve(CHECKPOINT);
  }

  /// The configuration of the run.
  public Path config() {
    return place.resolve(CONFIG);
  }

  /// Makes the directory of a run from the start, and removes what an older run left there.
  void begin(TrainConfig<?> config) {
    if (resumed) {
      // What is there is kept as it is until the checkpoint has shown that the run is the same.
      return;
    }
    try {
      Files.createDirectories(place);
      for (Path old : list(place)) {
        Files.delete(old);
      }
    } catch (IOException e) {
      throw DataException.unwritable(place, e);
    }
    Settings.write(config(), config);
  }

  /// Adds a line of metrics.
  void append(Metrics metrics) {
    Path file = place.resolve(METRICS);
    try {
      Files.writeString(
          file,
          metrics.json() + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw DataException.unwritable(file, e);
    }
  }

  /// The metrics up to a step; later ones, of steps that were lost, are forgotten.
  List<Metrics> metricsUpTo(int step) {
    Path file = place.resolve(METRICS);
    List<Metrics> kept = new ArrayList<>();
    if (!Files.exists(file)) {
      return kept;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.endsWith("}")) {
          Metrics metrics = Settings.parse(file.toString(), line, Metrics.class);
          if (metrics.step() <= step) {
            kept.add(metrics);
          }
        }
      }
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
    StringBuilder text = new StringBuilder();
    kept.forEach(metrics -> text.append(metrics.json()).append('\n'));
    write(METRICS, text.toString());
    return kept;
  }

  void snapshot(int step, Batch samples) {
    NpyWriter.write(place.resolve("samples-%06d.npy".formatted(step)), samples);
  }

  /// Samples drawn so far, by step.
  List<TrainingResult.Snapshot> snapshots(Shape shape) {
    List<TrainingResult.Snapshot> all = new ArrayList<>();
    for (Path file : list(place)) {
      Matcher name = SAMPLES.matcher(file.getFileName().toString());
      if (name.matches()) {
        Batch flat = DataSources.standard().open(file.toString()).all();
        all.add(
            new TrainingResult.Snapshot(
                Integer.parseInt(name.group(1)), Batch.adopt(shape, flat.toArray())));
      }
    }
    all.sort(Comparator.comparingInt(TrainingResult.Snapshot::step));
    return all;
  }

  /// Writes a file of the complete run.
  public void write(String name, String text) {
    AtomicFile.write(place.resolve(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Writes `run.json` and removes what only an incomplete run needs.
  ///
  /// @return the record with its list of files
  public RunRecord finish(RunRecord record) {
    write(RECORD, "");
    try {
      Files.deleteIfExists(checkpoint());
    } catch (IOException e) {
      throw DataException.unwritable(checkpoint(), e);
    }
    RunRecord whole = record.withFiles(files());
    write(RECORD, Json.of(whole));
    return whole;
  }

  /// Names of the files there, sorted.
  public List<String> files() {
    return list(place).stream().map(p -> p.getFileName().toString()).toList();
  }

  private static List<Path> list(Path place) {
    if (!Files.exists(place)) {
      return List.of();
    }
    if (!Files.isDirectory(place)) {
      throw new DataException(
          place.toString(), "is not a directory", "choose another --run or remove it");
    }
    try (Stream<Path> entries = Files.list(place)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw DataException.unreadable(place, e);
    }
  }
}
