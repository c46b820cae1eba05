package org.scorefield.report;

/// An axis of a chart.
///
/// @param name quantity and unit
/// @param scale spacing of values
/// @param reversed whether values fall to the right (or upwards): sigma in the order of sampling
public record Axis(String name, Scale scale, boolean reversed) {

  /// Spacing of values. A value that is not positive has no place on a logarithmic axis and is left
  /// out of the drawing, which says so; the table keeps it.
  public enum Scale {
    LINEAR,
    LOG
  }

  public static Axis linear(String name) {
    return new Axis(name, Scale.LINEAR, false);
  }

  public static Axis log(String name) {
    return new Axis(name, Scale.LOG, false);
  }

  public Axis reverse() {
    return new Axis(name, scale, !reversed);
  }

  boolean isLog() {
    return scale == Scale.LOG;
  }

  /// Where `value` stands along the axis: the value or its decimal logarithm; NaN where it has no
  /// place.
  double position(double value) {
    if (!Double.isFinite(value) || (isLog() && value <= 0)) {
      return Double.NaN;
    }
    return isLog() ? Math.log10(value) : value;
  }
}
