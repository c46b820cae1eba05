package org.scorefield.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The parts of every page: its style, its script, and the chart library.
final class Assets {
  private static final String LIBRARY =
      "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";

  private Assets() {}

  static String style() {
    return read("report.css");
  }

  /// What every page does.
  static String script() {
    return read("report.js");
  }

  /// What turns a {@link ChartSpec} into a drawing of the library.
  static String charts() {
    return read("charts.js");
  }

  /// Apache ECharts 5.3.1, with the notice of its licence. One of its string literals holds the end
  /// of a CDATA section, which must not end the one it stands in.
  static String chartLibrary() {
    return read(LIBRARY).replace("\"]]>\"", "\"]]\\u003e\"");
  }

  private static String read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "resource " + name + " is not on the class path: the jar was built without it");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + name, e);
    }
  }
}
