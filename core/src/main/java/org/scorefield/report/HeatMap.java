package org.scorefield.report;

import java.util.List;
import org.scorefield.array.Vector;

/// A matrix as shades.
///
/// @param x columns, left to right
/// @param y rows, top to bottom
/// @param values one vector a row, one value a column
/// @param measure quantity and unit of the values
public record HeatMap(
    String title,
    String reading,
    Labels x,
    Labels y,
    List<Vector> values,
    String measure,
    Shading shading)
    implements Chart {

  public enum Shading {
    /// Faint to strong, evenly.
    LINEAR,
    /// Faint to strong by the logarithm; what is not positive is left out.
    LOG,
    /// Two hues from zero outwards.
    DIVERGING
  }

  /// @param name what the labels are labels of
  public record Labels(String name, List<String> labels) {
    public Labels {
      labels = List.copyOf(labels);
    }
  }

  public HeatMap {
    values = List.copyOf(values);
    if (values.size() != y.labels().size()) {
      throw new IllegalArgumentException(
          "heat map '%s' has %d rows for %d labels: give one label a row"
              .formatted(title, values.size(), y.labels().size()));
    }
    for (Vector row : values) {
      if (row.size() != x.labels().size()) {
        throw new IllegalArgumentException(
            "a row of heat map '%s' has %d values for %d column labels: give one each"
                .formatted(title, row.size(), x.labels().size()));
      }
    }
  }
}
