package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.app.cli.Cli.refuses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A classifier on the command line, and what is measured in its features.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeaturesTest {
  private Path models = Path.of("");
  @TempDir private Path temp = Path.of("");

  private JsonNode record = new ObjectMapper().createObjectNode();

  private String classifier() {
    return models.resolve("digits.safetensors").toString();
  }

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  /// Small, on the digits.
  private static String[] fit(String data, String out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("fit", "classifier", "--data", data, "--channels", "8", "--features", "12"));
    args.addAll(List.of("--batch", "28", "--out", out));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  @BeforeAll
  void train(@TempDir Path folder) throws IOException {
    models = folder;
    Cli cli = Cli.run(fit("digits", classifier(), "--json"));
    assertThat(cli.code()).as(cli.err()).isZero();
    record = new ObjectMapper().readTree(cli.out());
  }

  @Test
  void theRecordSaysWhatItIsWorth() {
    assertThat(record.get("outcome").asText()).isEqualTo("completed");
    JsonNode accuracy = record.get("results").get(0);
    assertThat(accuracy.get("metric").asText()).isEqualTo("accuracy");
    assertThat(accuracy.get("value").asDouble()).isBetween(0.8, 1.0);
    assertThat(accuracy.get("standard_error").asDouble()).isBetween(0.001, 0.05);
    assertThat(record.get("settings").get("held out").asText()).isEqualTo("180 rows");
    assertThat(record.get("settings").get("features").asText()).isEqualTo("12");
    assertThat(record.get("settings").get("data sha256").asText()).hasSize(64);
  }

  @Test
  void theSameSeedGivesTheSameFile() throws IOException {
    Cli cli = Cli.run(fit("digits", path("again"), "--held-out", "0.1"));
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("accuracy", "12 features of a classifier trained on digits", "±");
    assertThat(Files.readAllBytes(temp.resolve("again")))
        .isEqualTo(Files.readAllBytes(Path.of(classifier())));
  }

  @Test
  void evaluateMeasuresInItsFeatures() throws IOException {
    Cli cli =
        Cli.run(
            "evaluate",
            "digits",
            "--data",
            "digits",
            "--features",
            classifier(),
            "--metrics",
            "frechet,frechet-inf",
            "--out",
            path("same"),
            "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode whole = new ObjectMapper().readTree(cli.out());
    assertThat(whole.get("results").get(0).get("value").asDouble()).isCloseTo(0, within(1e-6));
    assertThat(whole.get("settings").get("features").asText())
        .startsWith("12 features of a classifier trained on digits");
    assertThat(Files.readString(temp.resolve("same/report.html"))).contains("not the standard FID");
  }

  /// Samples of a Gaussian of the pixels look like no digit: in the features, too, they are far
  /// beyond what real digits are from each other.
  @Test
  void samplesOfAPoorModelAreFartherThanRealOnes() throws IOException {
    assertThat(Cli.run("fit", "gaussian", "--data", "digits", "--out", path("g")).code()).isZero();
    Cli sample = Cli.run("sample", path("g"), "-n", "800", "--steps", "6", "--out", path("run"));
    assertThat(sample.code()).as(sample.err()).isZero();
    Cli cli =
        Cli.run(
            "evaluate",
            path("run"),
            "--data",
            "digits",
            "--features",
            classifier(),
            "--out",
            path("poor"),
            "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode results = new ObjectMapper().readTree(cli.out()).get("results");
    assertThat(results).hasSize(12);
    assertThat(results.get(0).get("metric").asText()).isEqualTo("frechet-inf");
    assertThat(results.get(6).get("subject").asText()).isEqualTo("real vs real");
    double gap = results.get(0).get("value").asDouble() - results.get(6).get("value").asDouble();
    double error =
        Math.hypot(
            results.get(0).get("standard_error").asDouble(),
            results.get(6).get("standard_error").asDouble());
    assertThat(gap).isGreaterThan(3 * error);
  }

  @Test
  void whatDoesNotFitIsRefusedWithACure() throws IOException {
    Files.writeString(temp.resolve("tiny.csv"), "a,b\n1,2\n2,3\n5,1\n");
    String csv = path("tiny.csv");
    String out = path("x");
    refuses("needs the class of each picture", fit("moons", out));
    refuses("needs the class of each picture", fit(csv, out));
    refuses("epochs must be at least 1, got 0", fit("digits", out, "--epochs", "0"));
    refuses("learning rate", fit("digits", out, "--learning-rate", "-1"));
    refuses("fewer stages", fit("digits", out, "--stages", "9"));
    refuses("strictly between 0 and 1", fit("digits", out, "--held-out", "1.5"));
    refuses("already exists", fit("digits", classifier()));
    refuses(
        "--epochs goes with classifier",
        "fit",
        "mlp",
        "--data",
        "digits",
        "--epochs",
        "3",
        "--out",
        out);
    String[] plane = {"evaluate", csv, "--data", csv, "--out", out, "--features"};
    refuses("take samples of shape 1x8x8", with(plane, classifier()));
    refuses("there is no such file", with(plane, path("none")));
    refuses("tiny.csv", with(plane, csv));
    refuses("is a classifier", "sample", classifier(), "--out", out);
    assertThat(Cli.run("fit", "gaussian", "--data", csv, "--out", path("g2")).code()).isZero();
    refuses("fit classifier", with(plane, path("g2")));
    assertThat(temp.resolve("x")).doesNotExist();
  }

  @Test
  void aDivergedTrainingSaysWhatToDoAndLeavesNothing() throws IOException {
    Cli cli = Cli.run(fit("digits", path("d"), "--learning-rate", "1e36", "--json"));
    assertThat(cli.code()).as(cli.err()).isEqualTo(1);
    assertThat(cli.err()).contains("diverged", "lower the learning rate");
    assertThat(cli.out()).contains("\"outcome\" : \"diverged");
    try (Stream<Path> all = Files.list(temp)) {
      assertThat(all.map(p -> p.getFileName().toString()))
          .noneMatch(n -> n.contains("part") || n.equals("d"));
    }
  }

  private static String[] with(String[] args, String last) {
    return Stream.concat(Stream.of(args), Stream.of(last)).toArray(String[]::new);
  }
}
