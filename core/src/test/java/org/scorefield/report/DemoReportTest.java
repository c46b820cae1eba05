package org.scorefield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Writes the demo report to `target/demo-report.html`, to be looked at.
class DemoReportTest {

  @Test
  void demoReportIsWrittenForTheEye() throws IOException {
    Path file = Path.of("target", "demo-report.html");
    Files.writeString(file, Html.render(DemoReport.report()));
    assertThat(file).content().endsWith("</html>\n");
  }
}
