package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
  @TempDir private Path temp = Path.of("");

  @Test
  void theMainJobShowsThatTheStartMayBeSkippedAtNoLoss() throws IOException {
    Path out = temp.resolve("run");
    Cli cli = Cli.run("quickstart", "--out", out.toString(), "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode record = new ObjectMapper().readTree(cli.out());
    assertThat(record.get("outcome").asText()).isEqualTo("completed");
    assertThat(Double.parseDouble(record.get("settings").get("sigma_skip").asText()))
        .isBetween(0.5, 20.0);

    // On these data the full run is no better than the start in closed form, and the mixture beats
    // the Gaussian by far in precision; both beyond three standard errors.
    JsonNode full = result(record, "mixture, full run", "sliced-w2");
    JsonNode jump = result(record, "mixture, teleport", "sliced-w2");
    assertThat(value(jump) - value(full)).isLessThan(3 * error(full, jump));
    JsonNode mixture = result(record, "mixture, teleport", "precision");
    JsonNode gaussian = result(record, "Gaussian, exact samples", "precision");
    assertThat(value(mixture) - value(gaussian)).isGreaterThan(3 * error(mixture, gaussian));

    String report = Files.readString(out.resolve("report.html"));
    assertThat(report)
        .contains("Real and generated", "closed-form start", "sigma_skip", "data:image/png")
        .doesNotContain("src=\"http", "href=\"http");
    assertThat(out.resolve("samples.npy")).exists();
    Cli sample =
        Cli.run(
            "sample",
            out.resolve("mixture.safetensors").toString(),
            "-n",
            "3",
            "--steps",
            "4",
            "--out",
            temp.resolve("again").toString());
    assertThat(sample.code()).as(sample.err()).isZero();
  }

  @Test
  void aSmallTableOfOneColumnIsEnough() throws IOException {
    Path csv = temp.resolve("table.csv");
    StringBuilder rows = new StringBuilder("x\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i % 2 == 0 ? i / 10.0 : -i / 7.0).append('\n');
    }
    Files.writeString(csv, rows);
    Cli cli =
        Cli.run("quickstart", "--data", csv.toString(), "--out", temp.resolve("run").toString());
    assertThat(cli.code()).as(cli.err()).isZero();
  }

  private static JsonNode result(JsonNode record, String subject, String metric) {
    for (JsonNode result : record.get("results")) {
      if (result.get("subject").asText().equals(subject)
          && result.get("metric").asText().equals(metric)) {
        return result;
      }
    }
    throw new AssertionError(subject + ", " + metric + " is missing from " + record);
  }

  private static double value(JsonNode result) {
    return result.get("value").asDouble();
  }

  private static double error(JsonNode a, JsonNode b) {
    return Math.hypot(a.get("standard_error").asDouble(), b.get("standard_error").asDouble());
  }
}
