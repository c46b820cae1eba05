package org.scorefield.bench.peer;

import java.util.Locale;

/// What a case should reach against a rival.
public sealed interface Goal {

  /// Whether it is reached.
  ///
  /// @param seconds our times
  /// @param ratio ours over theirs
  boolean met(Times seconds, Times ratio);

  /// For people; empty if there is none.
  String text();

  /// Our time over theirs, at the median.
  record Ratio(double most) implements Goal {
    @Override
    public boolean met(Times seconds, Times ratio) {
      return ratio.median() <= most;
    }

    @Override
    public String text() {
      return String.format(Locale.ROOT, "ratio <= %.2g", most);
    }
  }

  /// Our own time, at the median.
  record Seconds(double most) implements Goal {
    @Override
    public boolean met(Times seconds, Times ratio) {
      return seconds.median() <= most;
    }

    @Override
    public String text() {
      return String.format(Locale.ROOT, "<= %.3g s", most);
    }
  }

  /// Shown for comparison only.
  record None() implements Goal {
    @Override
    public boolean met(Times seconds, Times ratio) {
      return true;
    }

    @Override
    public String text() {
      return "";
    }
  }
}
