package org.scorefield.report;

import java.util.List;
import org.scorefield.array.Vector;

/// Point clouds in one plane.
///
/// @param aspect whether one unit is as long along y as along x
public record ScatterChart(
    String title, String reading, Axis x, Axis y, List<Cloud> clouds, Aspect aspect)
    implements Chart {

  public enum Aspect {
    FREE,
    /// For points of a plane, whose shape matters.
    EQUAL
  }

  /// @param name its entry in the legend
  public record Cloud(String name, Vector x, Vector y) {

    public Cloud {
      if (x.size() != y.size()) {
        throw new IllegalArgumentException(
            "cloud '%s' has %d x and %d y: give as many of each"
                .formatted(name, x.size(), y.size()));
      }
    }
  }

  public ScatterChart {
    clouds = Series.distinct(title, clouds, Cloud::name);
    if (aspect == Aspect.EQUAL && x.scale() != y.scale()) {
      throw new IllegalArgumentException(
          "equal aspect needs axes of one scale, got x %s and y %s: use Aspect.FREE"
              .formatted(x.scale(), y.scale()));
    }
  }
}
