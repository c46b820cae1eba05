package org.scorefield.reproduce;

import java.util.List;

/// What a reproduction found.
///
/// @param checks in the order of the tables
/// @param figures to look at
/// @param overviews tables to read across
/// @param input what it was run on, for people
public record Reproduced(
    List<Check> checks, List<Figure> figures, List<Overview> overviews, String input) {

  public Reproduced {
    checks = List.copyOf(checks);
    figures = List.copyOf(figures);
    overviews = List.copyOf(overviews);
  }

  /// Checks and figures alone.
  public Reproduced(List<Check> checks, List<Figure> figures, String input) {
    this(checks, figures, List.of(), input);
  }

  /// Numbers of which something was expected.
  public long claimed() {
    return checks.stream().filter(Check::claimed).count();
  }

  /// Numbers that did not come out as expected.
  public long missed() {
    return checks.stream().filter(check -> !check.met()).count();
  }
}
