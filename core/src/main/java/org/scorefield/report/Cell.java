package org.scorefield.report;

/// What a table cell or a card shows.
public sealed interface Cell {

  /// Words. Text between backticks is set as code.
  record Text(String text) implements Cell {}

  /// A number.
  ///
  /// @param value the number; NaN shows as `n/a`
  /// @param standardError one standard error; NaN or 0 if there is none to show
  /// @param best whether it is marked as the best of its column
  record Measured(double value, double standardError, boolean best) implements Cell {

    /// The same number, marked as the best of its column.
    public Measured asBest() {
      return new Measured(value, standardError, true);
    }
  }

  /// A whole number of things, written in full.
  record Count(long count) implements Cell {}

  static Text text(String text) {
    return new Text(text);
  }

  static Count count(long count) {
    return new Count(count);
  }

  /// A number with no standard error: exact, or of unknown precision.
  static Measured number(double value) {
    return new Measured(value, Double.NaN, false);
  }

  static Measured measured(double value, double standardError) {
    return new Measured(value, standardError, false);
  }
}
