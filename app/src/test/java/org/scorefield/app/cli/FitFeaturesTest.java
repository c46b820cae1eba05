package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scorefield.app.cli.Cli.done;
import static org.scorefield.app.cli.Cli.refuses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `fit random-features` on the command line.
class FitFeaturesTest {
  private static final List<String> SMALL =
      List.of("--levels", "4", "--features", "40", "--noises", "2", "--pilots", "100");

  @TempDir private Path temp = Path.of("");

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  private String[] fit(String data, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("fit", "random-features", "--data", data, "--out", path("m.safetensors")));
    for (int i = 0; i < SMALL.size(); i += 2) {
      if (!Arrays.asList(more).contains(SMALL.get(i))) {
        args.addAll(SMALL.subList(i, i + 2));
      }
    }
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  /// Rows of two clusters on the line.
  private String line(int rows) {
    try {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < rows; i++) {
        text.append((i % 2 == 0 ? -1 : 1) + 0.002 * (i % 50)).append('\n');
      }
      Files.writeString(temp.resolve("line.csv"), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return path("line.csv");
  }

  private static double value(JsonNode record, String subject, String metric) {
    for (JsonNode result : record.get("results")) {
      if (result.get("subject").asText().equals(subject)
          && result.get("metric").asText().equals(metric)) {
        return result.get("value").asDouble();
      }
    }
    throw new AssertionError(subject + ", " + metric + " is not in " + record);
  }

  @Test
  void aTableBecomesAModelThatOtherCommandsTake() throws IOException {
    String data = line(300);
    Cli fit = done(fit(data, "--sigma-max", "3", "--sigma-min", "0.3", "--json"));
    JsonNode record = new ObjectMapper().readTree(fit.out());
    assertThat(value(record, "sigma 0.3000", "held-out loss"))
        .isLessThan(0.5 * value(record, "sigma 0.3000", "least squares"));
    assertThat(value(record, "sigma 0.3000", "effective parameters")).isBetween(2.0, 42.0);
    assertThat(record.get("settings").get("density").asText()).isEqualTo("mixture");
    done("sample", path("m.safetensors"), "-n", "20", "--steps", "6", "--out", path("drawn"));
    done("evaluate", path("drawn/samples.npy"), "--data", data, "--out", path("judged"));
  }

  @Test
  void picturesAreFittedInPrincipalDirections() {
    Cli fit = done(fit("digits", "--directions", "6", "--activation", "relu"));
    assertThat(fit.out()).contains("held-out loss", "least squares", "in 6 principal directions");
    done("sample", path("m.safetensors"), "-n", "4", "--steps", "4", "--out", path("drawn"));
    assertThat(temp.resolve("drawn")).isDirectoryContaining("glob:**samples.npy");
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws IOException {
    String data = line(60);
    done(fit(data));
    byte[] first = Files.readAllBytes(temp.resolve("m.safetensors"));
    refuses("already exists", fit(data));
    done(fit(data, "--force"));
    assertThat(Files.readAllBytes(temp.resolve("m.safetensors"))).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--density|nowhere|density of features",
        "--activation|tanh|activation of features",
        "--features|-1|features at least 0",
        "--noises|0|noises and pilot rows must be at least 1",
        "--levels|1|at least 2 noise levels",
        "--sigma-min|0|lowest noise level must be positive",
        "--sigma-max|0.001|levels fall from",
        "--sharpness|0|sharpness must be positive",
        "--directions|9|principal directions",
        "--held-out|0|held-out rows",
        "--features|60000|lower --features",
        "--gates|5|goes with convex",
      })
  void badInputIsRefusedAndLeavesNothing(String option, String value, String words) {
    refuses(words, fit(line(60), option, value));
    assertThat(temp.resolve("m.safetensors")).doesNotExist();
  }

  @Test
  void rowsThatAreAllTheSameAreRefused() throws IOException {
    Files.writeString(temp.resolve("same.csv"), "1.7,2\n".repeat(30));
    refuses("must differ", fit(path("same.csv")));
    assertThat(temp.resolve("m.safetensors")).doesNotExist();
  }

  @Test
  void sharpnessHasNoMeaningForReluFeatures() {
    refuses(
        "--sharpness goes with softplus",
        fit(line(60), "--activation", "relu", "--sharpness", "2"));
  }
}
