package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.scorefield.array.Batch;
import org.scorefield.data.file.PictureGrid;
import org.scorefield.data.file.SamplePicture;
import org.scorefield.data.file.ScatterPicture;
import org.scorefield.experiment.Provenance;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.SampleResult;
import org.scorefield.metric.Better;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.Metric;
import org.scorefield.metric.Metrics;

/// The blocks that every run's report is made of.
final class RunBlocks {
  private static final int FRAMES = 10;

  private RunBlocks() {}

  /// How the run was made, and by what.
  static Section provenance(RunRecord record) {
    List<KeyValues.Entry> settings = entries(record.settings());
    Provenance p = record.provenance();
    List<KeyValues.Entry> source =
        List.of(
            new KeyValues.Entry("seed", String.valueOf(p.seed())),
            new KeyValues.Entry("scorefield", p.scorefield() + ", commit " + p.commit()),
            new KeyValues.Entry("java", p.jdk()),
            new KeyValues.Entry("system", p.system()),
            new KeyValues.Entry("started", p.started()),
            new KeyValues.Entry(
                "wall time", String.format(Locale.ROOT, "%.1f s", record.seconds())));
    return Section.of(
        "How this was made",
        "Everything needed to repeat the run; the same seed gives the same bytes.",
        new KeyValues("Settings of the run", settings),
        new KeyValues("Provenance", source));
  }

  private static List<KeyValues.Entry> entries(Map<String, String> map) {
    return map.entrySet().stream().map(e -> new KeyValues.Entry(e.getKey(), e.getValue())).toList();
  }

  /// The samples as one picture, if they can be seen. With `like`, points are drawn in the window
  /// of those.
  static Optional<Pictures.Picture> picture(String caption, Batch samples, Batch like) {
    Optional<SamplePicture> how =
        samples.shape().isImage()
            ? Optional.of(
                PictureGrid.of((int) Math.ceil(Math.sqrt(samples.count())), scaleOf(samples)))
            : samples.shape().size() == 2
                ? Optional.of(ScatterPicture.fitting(like))
                : Optional.empty();
    return samples.count() == 0
        ? Optional.empty()
        : how.map(h ->
            new Pictures.Picture(
                Png.of(h.png(samples)), caption + ": " + samples.count() + " samples", caption));
  }

  /// Pictures one by one in a row; points of a plane as one cloud, in the window of `like`.
  static Optional<Pictures.Row> row(String label, Batch samples, Batch like) {
    if (!samples.shape().isImage()) {
      return picture("", samples, like).map(p -> new Pictures.Row(label, List.of(p)));
    }
    List<Pictures.Picture> pictures = new ArrayList<>();
    for (int i = 0; i < samples.count(); i++) {
      Batch one = samples.slice(i, 1);
      pictures.add(
          new Pictures.Picture(
              Png.of(PictureGrid.of(1, scaleOf(one)).png(one)),
              "%s, sample %d".formatted(label, i + 1),
              ""));
    }
    return Optional.of(new Pictures.Row(label, pictures));
  }

  private static int scaleOf(Batch samples) {
    int side = samples.shape().dimensions().get(1);
    return Math.max(1, 48 / side);
  }

  /// A few samples on their way from noise to data, level by level. States are shown at the size of
  /// the data: `x / sqrt(1 + sigma^2 / scale^2)`.
  static Optional<Pictures.Row> strip(
      String label, List<SampleResult.Frame> trajectory, double scale, Batch like) {
    if (trajectory.isEmpty()) {
      return Optional.empty();
    }
    List<Pictures.Picture> pictures = new ArrayList<>();
    int n = trajectory.size();
    int shown = Math.min(FRAMES, n);
    for (int i = 0; i < shown; i++) {
      SampleResult.Frame frame = trajectory.get(shown == 1 ? 0 : i * (n - 1) / (shown - 1));
      double shrink = 1 / Math.hypot(1, frame.sigma() / scale);
      Batch states = frame.states().times(shrink);
      String caption = "σ = " + sigma(frame.sigma());
      Optional<SamplePicture> how =
          states.shape().isImage()
              ? Optional.of(PictureGrid.of(1, scaleOf(states)))
              : states.shape().size() == 2
                  ? Optional.of(ScatterPicture.fitting(like))
                  : Optional.empty();
      how.ifPresent(h ->
          pictures.add(
              new Pictures.Picture(
                  Png.of(h.png(states)), label + " at noise level " + caption, caption)));
    }
    return pictures.isEmpty() ? Optional.empty() : Optional.of(new Pictures.Row(label, pictures));
  }

  static String sigma(double sigma) {
    if (sigma == 0) {
      return "0";
    }
    return new java.math.BigDecimal(sigma)
        .round(new java.math.MathContext(2))
        .stripTrailingZeros()
        .toPlainString();
  }

  /// One row a metric, one column a set of samples, real against real last. Marked are those that
  /// no other beats by more than two standard errors.
  static Table metrics(String caption, List<RunRecord.Result> results, String control) {
    List<String> names = results.stream().map(RunRecord.Result::name).distinct().toList();
    List<String> subjects = results.stream().map(RunRecord.Result::subject).distinct().toList();
    List<Table.Column> columns =
        Stream.concat(
                Stream.of(Table.Column.text("metric")),
                subjects.stream().map(subject -> Table.Column.number(subject, "")))
            .toList();
    List<Table.Row> rows = new ArrayList<>();
    for (String name : names) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(name + " " + arrow(name)));
      for (String subject : subjects) {
        cells.add(cell(results, subject, name, control));
      }
      rows.add(new Table.Row(cells, false));
    }
    return new Table(caption, columns, rows);
  }

  private static String arrow(String name) {
    Metric metric = Metrics.named(name);
    return switch (metric.better()) {
      case SMALLER -> "↓";
      case LARGER -> "↑";
      case TARGET -> "→ " + sigma(metric.target());
    };
  }

  private static Cell cell(
      List<RunRecord.Result> results, String subject, String name, String control) {
    Optional<RunRecord.Result> own =
        results.stream()
            .filter(r -> r.subject().equals(subject) && r.name().equals(name))
            .findFirst();
    if (own.isEmpty()) {
      return Cell.text("");
    }
    Estimate estimate = own.get().estimate();
    Cell.Measured measured = Cell.measured(estimate.value(), estimate.standardError());
    return !subject.equals(control) && leads(results, name, estimate, control)
        ? measured.asBest()
        : measured;
  }

  /// Whether an estimate is the best of its row, or within two standard errors of it, and the row
  /// tells anything at all: somebody is worse by more than that.
  private static boolean leads(
      List<RunRecord.Result> results, String name, Estimate estimate, String control) {
    Metric metric = Metrics.named(name);
    List<Estimate> rivals =
        results.stream()
            .filter(r -> r.name().equals(name) && !r.subject().equals(control))
            .map(RunRecord.Result::estimate)
            .toList();
    return rivals.stream().noneMatch(r -> beats(metric, r, estimate))
        && rivals.stream().anyMatch(r -> rivals.stream().anyMatch(q -> beats(metric, q, r)));
  }

  private static boolean beats(Metric metric, Estimate a, Estimate b) {
    double error = Math.hypot(a.standardError(), b.standardError());
    double difference =
        metric.better() == Better.TARGET
            ? Math.abs(a.value() - metric.target()) - Math.abs(b.value() - metric.target())
            : a.value() - b.value();
    return metric.better().prefers(a.value(), b.value(), metric.target())
        && Math.abs(difference) > 2 * error;
  }

  /// What each metric means, for readers who meet it the first time.
  static KeyValues meanings(List<RunRecord.Result> results) {
    return new KeyValues(
        "What the numbers mean",
        results.stream()
            .map(RunRecord.Result::name)
            .distinct()
            .map(name -> new KeyValues.Entry(name, Metrics.named(name).meaning()))
            .toList());
  }
}
