package org.scorefield.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Where a logarithmic axis is labelled: at decades if they are enough, else at 1-2-5, else evenly.
/// Positions are decimal logarithms.
///
/// @param at position
/// @param label empty for a faint line between labels
record LogTicks(double at, String label) {
  private static final int MOST = 7;
  private static final int MINOR_DECADES = 6;
  private static final int[] ONE_TWO_FIVE = {1, 2, 5};
  private static final int[] ALL = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  /// The ticks between two positions, in order; at least two are labelled.
  static List<LogTicks> between(double low, double high) {
    List<LogTicks> labelled = labelled(low, high);
    List<LogTicks> ticks = new ArrayList<>(labelled);
    if (high - low <= MINOR_DECADES) {
      multiples(low, high, ALL, 1).stream()
          .filter(minor -> labelled.stream().noneMatch(t -> Math.abs(t.at - minor.at) < 1e-9))
          .forEach(minor -> ticks.add(new LogTicks(minor.at, "")));
    }
    ticks.sort(Comparator.comparingDouble(LogTicks::at));
    return List.copyOf(ticks);
  }

  private static List<LogTicks> labelled(double low, double high) {
    int step = 1 + (int) ((high - low) / MOST);
    List<LogTicks> decades = multiples(low, high, new int[] {1}, step);
    if (decades.size() >= 3) {
      return decades;
    }
    for (int[] digits : List.of(ONE_TWO_FIVE, ALL)) {
      List<LogTicks> ticks = multiples(low, high, digits, 1);
      if (ticks.size() >= 3 && ticks.size() <= MOST + 1) {
        return ticks;
      }
    }
    return even(low, high);
  }

  private static List<LogTicks> multiples(double low, double high, int[] digits, int step) {
    List<LogTicks> ticks = new ArrayList<>();
    for (int decade = (int) Math.floor(low); decade <= Math.ceil(high); decade++) {
      if (Math.floorMod(decade, step) != 0) {
        continue;
      }
      for (int digit : digits) {
        double at = decade + Math.log10(digit);
        if (at >= low - 1e-12 && at <= high + 1e-12) {
          ticks.add(new LogTicks(at, label(digit, decade)));
        }
      }
    }
    return ticks;
  }

  /// Round values a constant step apart: over less than half a decade, that looks logarithmic too.
  private static List<LogTicks> even(double low, double high) {
    double from = Math.pow(10, low);
    double to = Math.pow(10, high);
    double raw = (to - from) / 4;
    double magnitude = Math.pow(10, Math.floor(Math.log10(raw)));
    double lead = raw / magnitude;
    double step = magnitude * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
    List<LogTicks> ticks = new ArrayList<>();
    for (double k = Math.ceil(from / step - 1e-9); k * step <= to * (1 + 1e-12); k++) {
      ticks.add(new LogTicks(Math.log10(k * step), NumberText.of(k * step)));
    }
    return ticks;
  }

  private static String label(int digit, int decade) {
    String text = NumberText.of(Double.parseDouble(digit + "e" + decade));
    return digit == 1 && text.startsWith("1 ×") ? text.substring(4) : text;
  }
}
