package org.scorefield.report;

import java.util.List;
import org.scorefield.array.Vector;

/// Bars from zero, one group a category. There is no logarithmic kind: a bar's length means nothing
/// there; draw points with a {@link LineChart}.
///
/// @param categories names of the groups
/// @param measure quantity and unit of the bars' lengths
/// @param arrangement side by side, or as parts of a whole
public record BarChart(
    String title,
    String reading,
    List<String> categories,
    String measure,
    List<Bars> bars,
    Arrangement arrangement)
    implements Chart {

  public enum Arrangement {
    GROUPED,
    /// Parts of a whole. Drawn without error bars, which would overlap: the table has them.
    STACKED
  }

  /// @param name its entry in the legend
  /// @param values one a category; what is not finite is left out
  /// @param standardErrors one a category; NaN where there is none
  public record Bars(String name, Vector values, Vector standardErrors) {

    public static Bars of(String name, Vector values) {
      return new Bars(name, values, Vector.generate(values.size(), _ -> Double.NaN));
    }
  }

  public BarChart {
    categories = List.copyOf(categories);
    bars = Series.distinct(title, bars, Bars::name);
    for (Bars one : bars) {
      if (one.values().size() != categories.size()
          || one.standardErrors().size() != categories.size()) {
        throw new IllegalArgumentException(
            "bars '%s' have %d values and %d standard errors for %d categories: give one each"
                .formatted(
                    one.name(),
                    one.values().size(),
                    one.standardErrors().size(),
                    categories.size()));
      }
    }
  }

  public BarChart(
      String title, String reading, List<String> categories, String measure, List<Bars> bars) {
    this(title, reading, categories, measure, bars, Arrangement.GROUPED);
  }
}
