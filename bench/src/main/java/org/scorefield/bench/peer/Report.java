package org.scorefield.bench.peer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Results as Markdown.
public final class Report {
  private Report() {}

  /// Where and with what.
  public static String machine(int threads, Map<String, String> versions) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    StringBuilder out = new StringBuilder("# Scorefield beside its peers\n\n");
    line(out, "date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    line(out, "system", property("os.name") + " " + property("os.version"));
    line(out, "processor", processor() + ", " + property("os.arch"));
    line(out, "threads, each side", String.valueOf(threads));
    line(
        out,
        "load average at the start",
        String.format(Locale.ROOT, "%.2f", load)
            + (load > 0.5 ? " (the machine is not idle)" : ""));
    line(out, "JDK", property("java.vm.name") + " " + property("java.vm.version"));
    versions.forEach((name, version) -> line(out, name, version));
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append("- ").append(name).append(": ").append(value).append('\n');
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static String processor() {
    Path info = Path.of("/proc/cpuinfo");
    try (var lines = Files.lines(info, StandardCharsets.UTF_8)) {
      return lines
          .filter(l -> l.startsWith("model name"))
          .map(l -> l.substring(l.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /// What the columns mean, and the head of the table of cases.
  public static String casesHead(int rounds) {
    return """

    Medians of %d rounds in which both sides have their turn, with the least and the most. The
    ratio is ours over theirs within a round: below 1 we are faster. Difference: of the answers
    on the same data, relative, in the Euclidean norm.

    | case | ours | peer | theirs | ratio | goal | met | difference |
    |---|---|---|---|---|---|---|---|
    """
        .formatted(rounds);
  }

  /// The rows of a case.
  public static String rows(Turns.Result result) {
    StringBuilder out = new StringBuilder();
    String ours = seconds(result.seconds());
    for (Turns.Entry entry : result.entries()) {
      String peer =
          entry.rival().variant() + (entry.note().isEmpty() ? "" : " (" + entry.note() + ")");
      String goal = entry.rival().goal().text();
      String measured =
          switch (entry) {
            case Turns.Compared c ->
                String.join(
                    " | ",
                    seconds(c.seconds()),
                    range(c.ratio(), "%.3g", ""),
                    goal,
                    goal.isEmpty()
                        ? ""
                        : c.rival().goal().met(result.seconds(), c.ratio()) ? "yes" : "**no**");
            case Turns.Refused r ->
                "not timed | refused: the answers differ by more than %.0e | %s | **no**"
                    .formatted(r.rival().tolerance(), goal);
            case Turns.Absent _ -> "not timed | not installed | %s |".formatted(goal);
          };
      out.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %.1e |%n",
              result.what(),
              ours,
              peer,
              measured,
              entry.difference()));
    }
    return out.toString();
  }

  /// The table of restarts.
  public static String restarts(List<Restarts.Row> rows) {
    StringBuilder out =
        new StringBuilder(
            """

            Denoising score matching of a two-layer ReLU network, objectives. Excess: the best and the
            median of 20 random starts over our value, relative. In the plane ours is the value of a
            relaxation, which no network reaches. Seconds until within 1e-4 of the best, and of all
            starts.

            | program | ours | proved to be the least | s | method | excess of the best | of the median | s to the best | s |
            |---|---|---|---|---|---|---|---|---|
            """);
    for (Restarts.Row row : rows) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %s | %.8g | %.8g | %.3g | %s | %.2g | %.2g | %.3g | %.3g |%n",
              row.what(),
              row.value(),
              row.bound(),
              row.ourSeconds(),
              row.method(),
              (row.best() - row.value()) / Math.abs(row.value()),
              (row.median() - row.value()) / Math.abs(row.value()),
              row.reached(),
              row.seconds()));
    }
    return out.toString();
  }

  /// The table of solver steps.
  public static String steps(List<SolverSteps.Row> rows) {
    StringBuilder out =
        new StringBuilder(
            """

            One step on a tensor of (4, 3, 8, 8), the model's time left out, in microseconds; mean over
            a run of 18 steps with all that the run sets up, median of the rounds. Recorded: diffusers
            58eb52c on torch 2.13, best of runs on two loaded cores; not run here.

            | solver | ours | recorded, diffusers | goal | met |
            |---|---|---|---|---|
            """);
    for (SolverSteps.Row row : rows) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | <= %.0f | %s |%n",
              row.solver().name(),
              range(row.microseconds(), "%.2f", ""),
              row.recorded(),
              SolverSteps.GOAL,
              row.microseconds().median() <= SolverSteps.GOAL ? "yes" : "**no**"));
    }
    return out.toString();
  }

  private static String seconds(Times times) {
    double median = times.median();
    return median < 1e-3
        ? range(times.times(1e6), "%.3g", " us")
        : median < 1 ? range(times.times(1e3), "%.3g", " ms") : range(times, "%.3g", " s");
  }

  private static String range(Times times, String format, String unit) {
    return String.format(
        Locale.ROOT,
        format + "%s (" + format + ".." + format + ")",
        times.median(),
        unit,
        times.least(),
        times.most());
  }
}
