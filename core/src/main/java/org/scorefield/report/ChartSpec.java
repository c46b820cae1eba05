package org.scorefield.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.scorefield.array.Vector;

/// What the page's script needs to draw a chart, as JSON. Positions are where things stand (decimal
/// logarithms on a logarithmic axis), null where they have no place; every number to be read is
/// there as text too, so that one rule formats them all.
final class ChartSpec {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// Standard errors that bars and bands reach either side.
  private static final double REACH = 2;

  private ChartSpec() {}

  /// JSON that is safe inside a script element of HTML and of XML: nothing in it can end the
  /// element, open a comment or be an entity.
  static String of(Chart chart) {
    ObjectNode spec =
        switch (chart) {
          case LineChart line -> line(line);
          case BarChart bar -> bar(bar);
          case ScatterChart scatter -> scatter(scatter);
          case HeatMap heat -> heat(heat);
        };
    return Markup.legal(spec.toString())
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static ObjectNode line(LineChart line) {
    AxisExtent x = new AxisExtent(line.x());
    AxisExtent y = new AxisExtent(line.y());
    for (Series s : line.series()) {
      for (int i = 0; i < s.x().size(); i++) {
        x.include(s.x().get(i));
        y.include(s.y().get(i), REACH * s.standardErrors().get(i));
      }
    }
    for (Mark mark : line.marks()) {
      switch (mark) {
        case Mark.Vertical(double at, _) -> x.include(at);
        case Mark.Horizontal(double at, _) -> y.include(at);
        case Mark.Zone(double from, double to, _) -> {
          x.include(from);
          x.include(to);
        }
      }
    }
    ObjectNode spec = spec("line").put("xName", line.x().name());
    spec.set("x", x.json());
    spec.set("y", y.json());
    ArrayNode series = spec.putArray("series");
    for (int i = 0; i < line.series().size(); i++) {
      series.add(curve(line, line.series().get(i), i));
    }
    ArrayNode marks = spec.putArray("marks");
    line.marks().forEach(mark -> marks.add(mark(line, mark)));
    return spec;
  }

  private static ObjectNode curve(LineChart line, Series s, int index) {
    ObjectNode curve =
        JSON.objectNode()
            .put("name", s.name())
            .put("shape", Symbols.shape(index))
            .put("stroke", s.stroke().name().toLowerCase(Locale.ROOT))
            .put("marked", s.marked())
            .put("errors", s.errors().name().toLowerCase(Locale.ROOT));
    ArrayNode points = curve.putArray("points");
    for (int i = 0; i < s.x().size(); i++) {
      double x = s.x().get(i);
      double y = s.y().get(i);
      double se = s.standardErrors().get(i);
      if (Double.isNaN(line.x().position(x))) {
        continue;
      }
      ArrayNode point = points.addArray();
      place(point, line.x().position(x));
      place(point, line.y().position(y));
      boolean drawn = Series.hasError(se) && !Double.isNaN(line.y().position(y));
      place(point, drawn ? line.y().position(y - REACH * se) : Double.NaN);
      place(point, drawn ? line.y().position(y + REACH * se) : Double.NaN);
      point.add(NumberText.of(x)).add(NumberText.of(y, se));
    }
    return curve;
  }

  private static ObjectNode mark(LineChart line, Mark mark) {
    ObjectNode node = JSON.objectNode().put("label", mark.label());
    switch (mark) {
      case Mark.Vertical(double at, _) -> place(node, "x", line.x().position(at));
      case Mark.Horizontal(double at, _) -> place(node, "y", line.y().position(at));
      case Mark.Zone(double from, double to, _) -> {
        place(node, "from", line.x().position(from));
        place(node, "to", line.x().position(to));
      }
    }
    return node;
  }

  private static ObjectNode bar(BarChart bar) {
    ObjectNode spec = spec("bar").put("stacked", bar.arrangement() == BarChart.Arrangement.STACKED);
    ArrayNode categories = spec.putArray("categories");
    bar.categories().forEach(categories::add);
    ArrayNode series = spec.putArray("series");
    for (BarChart.Bars bars : bar.bars()) {
      ObjectNode node = series.addObject().put("name", bars.name());
      ArrayNode points = node.putArray("points");
      for (int i = 0; i < bar.categories().size(); i++) {
        double value = bars.values().get(i);
        double se = bars.standardErrors().get(i);
        double reach = Series.hasError(se) ? REACH * se : Double.NaN;
        ArrayNode point = points.addArray();
        place(point, value);
        place(point, value - reach);
        place(point, value + reach);
        point.add(NumberText.of(value, se));
      }
    }
    return spec;
  }

  private static ObjectNode scatter(ScatterChart scatter) {
    AxisExtent x = new AxisExtent(scatter.x());
    AxisExtent y = new AxisExtent(scatter.y());
    ObjectNode spec =
        spec("scatter")
            .put("xName", scatter.x().name())
            .put("equal", scatter.aspect() == ScatterChart.Aspect.EQUAL);
    ArrayNode series = spec.putArray("series");
    for (int k = 0; k < scatter.clouds().size(); k++) {
      ScatterChart.Cloud cloud = scatter.clouds().get(k);
      ObjectNode node = series.addObject().put("name", cloud.name()).put("shape", Symbols.shape(k));
      ArrayNode points = node.putArray("points");
      for (int i = 0; i < cloud.x().size(); i++) {
        double px = scatter.x().position(cloud.x().get(i));
        double py = scatter.y().position(cloud.y().get(i));
        if (Double.isNaN(px) || Double.isNaN(py)) {
          continue;
        }
        x.include(cloud.x().get(i));
        y.include(cloud.y().get(i));
        points
            .addArray()
            .add(px)
            .add(py)
            .add(NumberText.of(cloud.x().get(i)))
            .add(NumberText.of(cloud.y().get(i)));
      }
    }
    spec.set("x", x.json());
    spec.set("y", y.json());
    return spec;
  }

  private static ObjectNode heat(HeatMap heat) {
    ObjectNode spec =
        spec("heat")
            .put("xName", heat.x().name())
            .put("yName", heat.y().name())
            .put("measure", heat.measure())
            .put("diverging", heat.shading() == HeatMap.Shading.DIVERGING);
    ArrayNode columns = spec.putArray("columns");
    heat.x().labels().forEach(columns::add);
    ArrayNode rows = spec.putArray("rows");
    heat.y().labels().forEach(rows::add);
    ArrayNode cells = spec.putArray("cells");
    for (int i = 0; i < heat.values().size(); i++) {
      Vector row = heat.values().get(i);
      for (int j = 0; j < row.size(); j++) {
        ArrayNode cell = cells.addArray().add(j).add(i);
        place(cell, shade(heat, row.get(j)));
        cell.add(NumberText.of(row.get(j)));
      }
    }
    shades(spec, heat);
    return spec;
  }

  /// Where a value stands on the scale of shades; NaN where it has no place.
  static double shade(HeatMap heat, double value) {
    Axis.Scale scale = heat.shading() == HeatMap.Shading.LOG ? Axis.Scale.LOG : Axis.Scale.LINEAR;
    return new Axis("", scale, false).position(value);
  }

  private static void shades(ObjectNode spec, HeatMap heat) {
    double[] shades =
        heat.values().stream()
            .flatMapToDouble(row -> row.stream().map(v -> shade(heat, v)))
            .filter(Double::isFinite)
            .toArray();
    double low = DoubleStream.of(shades).min().orElse(0);
    double high = DoubleStream.of(shades).max().orElse(0);
    if (heat.shading() == HeatMap.Shading.DIVERGING) {
      high = Math.max(high, -low);
      low = -high;
    }
    boolean log = heat.shading() == HeatMap.Shading.LOG;
    spec.put("low", low).put("high", high > low ? high : low + 1);
    spec.put("lowText", NumberText.of(log ? Math.pow(10, low) : low));
    spec.put("highText", NumberText.of(log ? Math.pow(10, high) : high));
  }

  private static ObjectNode spec(String kind) {
    return JSON.objectNode().put("kind", kind);
  }

  private static void place(ArrayNode array, double position) {
    if (Double.isFinite(position)) {
      array.add(position);
    } else {
      array.addNull();
    }
  }

  private static void place(ObjectNode node, String key, double position) {
    if (Double.isFinite(position)) {
      node.put(key, position);
    } else {
      node.putNull(key);
    }
  }
}
