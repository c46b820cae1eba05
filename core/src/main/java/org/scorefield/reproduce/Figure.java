package org.scorefield.reproduce;

import java.util.List;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;

/// Curves over a common axis, to be drawn.
///
/// @param title the message
/// @param reading how to read it
/// @param x name of the horizontal axis
/// @param y name of the vertical axis
/// @param axes how they are spaced
public record Figure(
    String title, String reading, String x, String y, Axes axes, List<Curve> curves) {

  /// Spacing of both axes.
  public enum Axes {
    LINEAR,
    LOG_X,
    LOG_Y,
    LOG_LOG
  }

  /// @param name entry in the legend
  /// @param x positions
  /// @param y values
  /// @param standardErrors one a value; NaN where there is none
  /// @param yardstick whether it is expected rather than measured
  public record Curve(String name, Vector x, Vector y, Vector standardErrors, boolean yardstick) {

    public static Curve of(String name, Vector x, Vector y) {
      return new Curve(name, x, y, Vector.generate(x.size(), _ -> Double.NaN), false);
    }

    public static Curve of(String name, Vector x, List<Estimate> values) {
      return new Curve(
          name,
          x,
          Vector.generate(values.size(), i -> values.get(i).value()),
          Vector.generate(values.size(), i -> values.get(i).standardError()),
          false);
    }

    /// This curve as something expected.
    public Curve asYardstick() {
      return new Curve(name, x, y, standardErrors, true);
    }
  }

  public Figure {
    curves = List.copyOf(curves);
  }
}
