package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.app.cli.Cli.done;
import static org.scorefield.app.cli.Cli.refuses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Networks trained by gradients, certified on the command line.
class CertifyCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp = Path.of("");

  @BeforeEach
  void train() {
    fit("two-layer", "two.safetensors", "300");
  }

  private void fit(String kind, String name, String steps) {
    done(
        "fit",
        kind,
        "--data",
        "moons",
        "--out",
        path(name),
        "--width",
        "16",
        "--steps",
        steps,
        "--batch",
        "64");
  }

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  private String[] certify(String run, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("certify", path("two.safetensors"), "--data", "moons", "--out", path(run)));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static double number(JsonNode record, String subject, String name) {
    for (JsonNode result : record.get("results")) {
      if (result.get("subject").asText().equals(subject)
          && result.get("metric").asText().equals(name)) {
        return result.get("value").asDouble();
      }
    }
    throw new AssertionError("no " + name + " of " + subject + " in " + record);
  }

  @Test
  void atOneLevelGrowthReachesTheBoundThatHoldsForEveryNetwork() throws IOException {
    Cli cli =
        done(
            certify(
                "grown",
                "--level",
                "0.3",
                "--beta",
                "0.02",
                "--rows",
                "60",
                "--patterns",
                "all",
                "--polish",
                "--grow",
                "40",
                "--json"));
    JsonNode record = JSON.readTree(cli.out());
    double given = number(record, "refitted", "objective");
    double polished = number(record, "polished", "objective");
    double bound = number(record, "bound", "objective");
    assertThat(number(record, "as it stands", "objective")).isGreaterThanOrEqualTo(given);
    assertThat(polished).isLessThan(given);
    int last = -1;
    while (record.toString().contains("\"round " + (last + 1) + "\"")) {
      last++;
    }
    double grown = number(record, "round " + last, "objective");
    assertThat(grown).isLessThanOrEqualTo(polished + 1e-6);
    assertThat(bound).isCloseTo(grown, within(2e-3 * grown)).isLessThanOrEqualTo(grown);
    assertThat(record.get("settings").get("all patterns").asText()).isEqualTo("true");
    assertThat(record.get("settings").get("conclusion").asText()).contains("not optimal");
    assertThat(Files.readString(temp.resolve("grown/report.html"))).contains("Gap by round");
    // The network written is the grown one: judged on the same rows, it is as good as was said.
    Cli again =
        done(
            "certify",
            path("grown/better.safetensors"),
            "--data",
            "moons",
            "--out",
            path("again"),
            "--level",
            "0.3",
            "--beta",
            "0.02",
            "--rows",
            "60",
            "--patterns",
            "all",
            "--json",
            "--tolerance",
            "0.005");
    JsonNode better = JSON.readTree(again.out());
    assertThat(number(better, "as it stands", "objective")).isCloseTo(grown, within(1e-5));
    assertThat(better.get("settings").get("conclusion").asText()).contains("globally optimal");
  }

  @Test
  void overAllLevelsItSaysThatOthersMayBeBetter() {
    Cli cli = done(certify("joint", "--beta", "0.01", "--rows", "100", "--patterns", "50"));
    assertThat(cli.out())
        .contains("Not optimal")
        .contains("others may be better")
        .contains("Missing most")
        .contains("as it stands")
        .contains("unavoidable");
    Cli strict =
        Cli.run(
            certify(
                "strict",
                "--beta",
                "0.01",
                "--rows",
                "100",
                "--patterns",
                "50",
                "--tolerance",
                "1e-6"));
    assertThat(strict.code()).isEqualTo(1);
    assertThat(temp.resolve("strict/report.html")).exists();
  }

  @Test
  void theSameSeedGivesTheSameNumbers() throws IOException {
    String[] first = certify("a", "--beta", "0.01", "--rows", "50", "--patterns", "20", "--json");
    String[] second = certify("b", "--beta", "0.01", "--rows", "50", "--patterns", "20", "--json");
    assertThat(JSON.readTree(done(first).out()).required("results"))
        .isEqualTo(JSON.readTree(done(second).out()).required("results"));
  }

  @Test
  void whatCannotBeCertifiedIsRefused() {
    fit("mlp", "mlp.safetensors", "5");
    refuses("kind mlp", "certify", path("mlp.safetensors"), "--data", "moons", "--out", path("x"));
    refuses(
        "fit two-layer", "certify", path("mlp.safetensors"), "--data", "moons", "--out", path("x"));
    refuses("shape", "certify", path("two.safetensors"), "--data", "digits", "--out", path("x"));
    refuses("beta must be positive", certify("x", "--beta", "0"));
    refuses("at least 1 row", certify("x", "--rows", "0"));
    refuses("noise level", certify("x", "--level", "-1"));
    refuses("a demand of 1000000", certify("x", "--rows", "1000000", "--beta", "1"));
    refuses("number of gates or `all`, got 'some'", certify("x", "--patterns", "some"));
    refuses(
        "activation patterns, which are too many",
        certify("x", "--beta", "1", "--patterns", "all", "--rows", "400"));
    refuses("weighting", certify("x", "--weighting", "heavy"));
    assertThat(temp.resolve("x")).doesNotExist();
  }
}
