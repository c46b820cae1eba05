package org.scorefield.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scorefield.experiment.RunRecord;
import org.scorefield.metric.Estimate;

/// Results as text for a terminal: one row a subject, one column a metric.
final class Tables {
  /// Beyond these, zeros hide the number. Errors from here on are written with an exponent: digits
  /// below them say nothing.
  private static final double MOST_WITH_DIGITS = 1e5;

  private static final int MOST_DECIMALS = 8;

  private Tables() {}

  static String results(List<RunRecord.Result> results) {
    List<String> names = results.stream().map(RunRecord.Result::name).distinct().toList();
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(names);
    rows.add(head);
    for (String subject : results.stream().map(RunRecord.Result::subject).distinct().toList()) {
      List<String> row = new ArrayList<>(List.of(subject));
      for (String name : names) {
        row.add(
            results.stream()
                .filter(r -> r.subject().equals(subject) && r.name().equals(name))
                .map(r -> number(r.estimate()))
                .findFirst()
                .orElse(""));
      }
      rows.add(row);
    }
    return align(rows);
  }

  /// `value ± standard error`, to as many digits as the error allows.
  static String number(Estimate estimate) {
    double error = estimate.standardError();
    if (!(error > 0) || !Double.isFinite(error)) {
      return String.format(Locale.ROOT, "%.4g", estimate.value());
    }
    int decimals = Math.max(0, 1 - (int) Math.floor(Math.log10(error)));
    if (decimals > MOST_DECIMALS) {
      return String.format(Locale.ROOT, "%.1e ± %.1e", estimate.value(), error);
    }
    if (error >= MOST_WITH_DIGITS) {
      return String.format(Locale.ROOT, "%.2e ± %.1e", estimate.value(), error);
    }
    String pattern = "%." + decimals + "f ± %." + decimals + "f";
    return String.format(Locale.ROOT, pattern, estimate.value(), error);
  }

  /// Rows of a name, numbers, and words at their end.
  static String withWords(List<List<String>> rows) {
    int last = rows.getFirst().size() - 1;
    int width = rows.stream().mapToInt(row -> row.get(last).length()).max().orElse(0);
    return align(
        rows.stream()
            .map(row -> {
              List<String> padded = new ArrayList<>(row);
              padded.set(last, row.get(last) + " ".repeat(width - row.get(last).length()));
              return padded;
            })
            .toList());
  }

  private static String align(List<? extends List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] width = new int[columns];
    for (List<String> row : rows) {
      for (int j = 0; j < columns; j++) {
        width[j] = Math.max(width[j], row.get(j).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int j = 0; j < columns; j++) {
        String pad = " ".repeat(width[j] - row.get(j).length());
        line.append(j == 0 ? row.get(j) + pad : "  " + pad + row.get(j));
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString().stripTrailing();
  }
}
