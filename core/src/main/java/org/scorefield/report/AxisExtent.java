package org.scorefield.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Gathers what an axis must show, and describes the axis for the script. A logarithmic axis comes
/// with its own ticks; a linear one only with its extent, and the chart library places the ticks.
final class AxisExtent {
  /// An error bar that nears zero must not stretch a logarithmic axis without end.
  private static final double LOWEST_SHARE = 0.2;

  private static final double MARGIN = 0.03;

  private final Axis axis;
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  AxisExtent(Axis axis) {
    this.axis = axis;
  }

  void include(double value) {
    double position = axis.position(value);
    if (!Double.isNaN(position)) {
      low = Math.min(low, position);
      high = Math.max(high, position);
    }
  }

  /// Includes a value and as much as can be shown of its error either side.
  void include(double value, double reach) {
    include(value);
    if (Series.hasError(reach) && !Double.isNaN(axis.position(value))) {
      include(value + reach);
      include(axis.isLog() ? Math.max(value - reach, LOWEST_SHARE * value) : value - reach);
    }
  }

  ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("log", axis.isLog())
            .put("reversed", axis.reversed());
    if (!(low <= high)) {
      return node;
    }
    double room = high > low ? MARGIN * (high - low) : aloneRoom();
    double from = low - room;
    double to = high + room;
    node.put("low", low).put("high", high).put("min", from).put("max", to);
    if (axis.isLog()) {
      ArrayNode ticks = node.putArray("ticks");
      LogTicks.between(from, to).forEach(t -> ticks.addArray().add(t.at()).add(t.label()));
    }
    return node;
  }

  /// Room around a single value.
  private double aloneRoom() {
    return axis.isLog() ? 0.3 : low == 0 ? 1 : 0.1 * Math.abs(low);
  }
}
