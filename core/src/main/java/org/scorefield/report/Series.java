package org.scorefield.report;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.scorefield.array.Vector;

/// One curve.
///
/// @param name its entry in the legend
/// @param x positions, in drawing order
/// @param y one value a position; what is not finite breaks the curve
/// @param standardErrors one a position; NaN where there is none
/// @param errors how the standard errors are drawn
/// @param stroke how the curve is drawn
public record Series(
    String name, Vector x, Vector y, Vector standardErrors, Errors errors, Stroke stroke) {

  private static final int MOST_MARKS = 32;

  /// Both reach two standard errors either side.
  public enum Errors {
    BARS,
    BAND
  }

  public enum Stroke {
    SOLID,
    /// For what the chart is about.
    BOLD,
    /// For what is predicted, or a yardstick.
    DASHED,
    /// Marks with no line between them.
    POINTS
  }

  public Series {
    if (x.size() != y.size() || x.size() != standardErrors.size()) {
      throw new IllegalArgumentException(
          "series '%s' has %d positions, %d values and %d standard errors: give as many of each"
              .formatted(name, x.size(), y.size(), standardErrors.size()));
    }
  }

  /// A curve with no standard errors.
  public static Series of(String name, Vector x, Vector y) {
    return new Series(
        name, x, y, Vector.generate(x.size(), _ -> Double.NaN), Errors.BARS, Stroke.SOLID);
  }

  /// This curve with error bars.
  public Series withBars(Vector standardErrors) {
    return new Series(name, x, y, standardErrors, Errors.BARS, stroke);
  }

  /// This curve in an error band.
  public Series withBand(Vector standardErrors) {
    return new Series(name, x, y, standardErrors, Errors.BAND, stroke);
  }

  public Series with(Stroke stroke) {
    return new Series(name, x, y, standardErrors, errors, stroke);
  }

  /// Whether each point has its mark: on a long curve they would hide it.
  boolean marked() {
    return stroke == Stroke.POINTS || y.stream().filter(Double::isFinite).count() <= MOST_MARKS;
  }

  static boolean hasError(double standardError) {
    return standardError > 0 && Double.isFinite(standardError);
  }

  /// Legends tell series apart by name.
  static <T> List<T> distinct(String chart, List<T> series, Function<T, String> name) {
    Set<String> names = new HashSet<>();
    for (T one : series) {
      if (!names.add(name.apply(one))) {
        throw new IllegalArgumentException(
            "chart '%s' has two series named '%s': give each its own name"
                .formatted(chart, name.apply(one)));
      }
    }
    return List.copyOf(series);
  }
}
