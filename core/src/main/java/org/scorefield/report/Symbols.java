package org.scorefield.report;

/// What tells series apart beside their hue: shapes, as SVG paths about the origin, ten units wide.
/// Legend and drawing use the same.
final class Symbols {
  private static final String[] SHAPES = {
    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "M-4.4-4.4h8.8v8.8h-8.8z",
    "M0-5.4L5.4 4.2H-5.4z",
    "M0-5.8L5.2 0L0 5.8L-5.2 0z",
    "M0 5.4L5.4-4.2H-5.4z",
    "M-1.8-5h3.6v3.2h3.2v3.6h-3.2v3.2h-3.6v-3.2h-3.2v-3.6h3.2z",
  };

  /// Hues and shapes before they repeat.
  static final int COUNT = SHAPES.length;

  private Symbols() {}

  /// The dashes of a curve, as in SVG: its own while hues are new, then others, so that no two of
  /// eighteen curves look alike. The script draws the same.
  static String dashes(int series, String own) {
    return switch (series / COUNT % 3) {
      case 0 -> own;
      case 1 -> "2 3";
      default -> "9 3 2 3";
    };
  }

  static String shape(int series) {
    return SHAPES[series % COUNT];
  }
}
