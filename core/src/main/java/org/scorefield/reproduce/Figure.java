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
  /// @param role what it is there for
  public record Curve(String name, Vector x, Vector y, Vector standardErrors, Role role) {

    /// What a curve is there for.
    public enum Role {
      MEASURED,
      /// What the figure is about, among others to compare with.
      SUBJECT,
      /// Expected rather than measured, or a bound that no other can pass.
      YARDSTICK
    }

    public static Curve of(String name, Vector x, Vector y) {
      return new Curve(name, x, y, Vector.generate(x.size(), _ -> Double.NaN), Role.MEASURED);
    }

    public static Curve of(String name, Vector x, List<Estimate> values) {
      return new Curve(
          name,
          x,
          Vector.generate(values.size(), i -> values.get(i).value()),
          Vector.generate(values.size(), i -> values.get(i).standardError()),
          Role.MEASURED);
    }

    /// This curve as something expected.
    public Curve asYardstick() {
      return new Curve(name, x, y, standardErrors, Role.YARDSTICK);
    }

    /// This curve as what the figure is about.
    public Curve asSubject() {
      return new Curve(name, x, y, standardErrors, Role.SUBJECT);
    }
  }

  public Figure {
    curves = List.copyOf(curves);
  }
}
