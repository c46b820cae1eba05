package org.scorefield.analytic;

import java.util.function.DoubleUnaryOperator;

/// A smooth curve in the plane, run through at t from 0 to 1.
///
/// @param x first coordinate as a function of t
/// @param y second coordinate
/// @param speed an upper bound of the length of the derivative
public record Arc(DoubleUnaryOperator x, DoubleUnaryOperator y, double speed) {

  /// The arc of a circle about (centreX, centreY) from one angle to another.
  public static Arc circular(
      double centreX, double centreY, double radius, double from, double to) {
    return new Arc(
        t -> centreX + radius * Math.cos(from + t * (to - from)),
        t -> centreY + radius * Math.sin(from + t * (to - from)),
        radius * Math.abs(to - from));
  }
}
