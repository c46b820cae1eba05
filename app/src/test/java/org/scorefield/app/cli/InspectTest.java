package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
  @TempDir private Path temp = Path.of("");

  private String model() {
    return temp.resolve("gmm.safetensors").toString();
  }

  @BeforeEach
  void fitAMixture() {
    Cli fit = Cli.run("fit", "gmm", "--data", "digits", "--components", "10", "--out", model());
    assertThat(fit.code()).as(fit.err()).isZero();
  }

  @Test
  void digitsMaySkipAThirdOfTheirSampling() throws IOException {
    Path out = temp.resolve("run");
    Cli cli =
        Cli.run(
            "inspect",
            model(),
            "--data",
            "digits",
            "--per-class",
            "--samples",
            "128",
            "--levels",
            "16",
            "--out",
            out.toString(),
            "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode record = new ObjectMapper().readTree(cli.out());
    assertThat(record).isEqualTo(new ObjectMapper().readTree(out.resolve("run.json").toFile()));
    String subject = "Gaussian start, 40 steps";
    assertThat(value(record, subject, "saved at one evaluation a step")).isBetween(0.3, 0.7);
    assertThat(value(record, subject, "KL")).isBetween(0.0, 0.05);
    double sigma = value(record, subject, "sigma_skip");
    assertThat(value(record, "mixture start, 40 steps", "sigma_skip")).isLessThan(sigma);
    assertThat(value(record, "class 9", "rows")).isEqualTo(180);
    long ofClasses =
        record
            .get("results")
            .valueStream()
            .filter(r -> r.get("subject").asText().startsWith("class"))
            .count();
    assertThat(ofClasses).as("results of ten classes").isBetween(40L, 60L);
    assertThat(Files.readString(out.resolve("report.html")))
        .contains(
            "Sampling may start at sigma",
            "Class by class",
            "Which features come first",
            "A trajectory and its closed form",
            "data:image/png")
        .doesNotContain("src=\"http", "href=\"http");

    // The skip is a level of the grid that `sample` cuts there.
    Cli sample =
        Cli.run(
            "sample",
            model(),
            "-n",
            "3",
            "--steps",
            "40",
            "--teleport",
            String.valueOf(sigma),
            "--out",
            temp.resolve("samples").toString(),
            "--json");
    assertThat(sample.code()).as(sample.err()).isZero();
    assertThat(new ObjectMapper().readTree(sample.out()).get("evaluations").asInt())
        .isEqualTo(40 - (int) value(record, subject, "steps skipped"));
  }

  @Test
  void badInputIsRefusedWithACure() throws IOException {
    refuses("inspect it with data of its own shape", model(), "--data", "moons");
    refuses("no such file", temp.resolve("none.safetensors").toString(), "--data", "digits");
    refuses("positive number of nats", model(), "--data", "digits", "--kl-target", "0");
    refuses("at least 4 levels", model(), "--data", "digits", "--levels", "2");
    refuses("at most 1000000 samples", model(), "--data", "digits", "--samples", "2000000000");
    refuses("Missing required", model());
    String table = table("symmetric", 1, 0);
    String fitted = temp.resolve("table.safetensors").toString();
    assertThat(Cli.run("fit", "gaussian", "--data", table, "--out", fitted).code()).isZero();
    refuses("has no classes", fitted, "--data", table, "--per-class");
    refuses(
        "data are in [0, 1] while the model was made for [-1, 1]: multiply them by 2 and subtract 1",
        fitted,
        "--data",
        table("unit", 0.5, 0.5));
    Path few = temp.resolve("few.csv");
    Files.writeString(few, "a,b\n1,2\n2,1\n3,3\n");
    refuses("at least 20 rows", fitted, "--data", few.toString());
  }

  /// Even numbers in two columns, scaled and shifted.
  private String table(String name, double scale, double shift) throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 200; i++) {
      double a = (i % 21 - 10) / 10.0;
      double b = (i * 7 % 41 - 20) / 20.0;
      text.append(String.format(Locale.ROOT, "%.6f,%.6f%n", scale * a + shift, scale * b + shift));
    }
    Path file = temp.resolve(name + ".csv");
    Files.writeString(file, text);
    return file.toString();
  }

  private void refuses(String words, String... options) {
    Path out = temp.resolve("refused");
    String[] args = new String[options.length + 3];
    args[0] = "inspect";
    System.arraycopy(options, 0, args, 1, options.length);
    args[options.length + 1] = "--out";
    args[options.length + 2] = out.toString();
    Cli cli = Cli.run(args);
    assertThat(cli.code()).as(cli.out() + cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(words).doesNotContain("\tat ");
    assertThat(out).doesNotExist();
  }

  private static double value(JsonNode record, String subject, String metric) {
    for (JsonNode result : record.get("results")) {
      if (result.get("subject").asText().equals(subject)
          && result.get("metric").asText().equals(metric)) {
        return result.get("value").asDouble();
      }
    }
    throw new AssertionError(subject + ", " + metric + " is missing");
  }
}
