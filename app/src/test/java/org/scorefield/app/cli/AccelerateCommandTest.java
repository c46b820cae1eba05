package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccelerateCommandTest {
  @TempDir private Path temp = Path.of("");
  private String model = "";

  @BeforeEach
  void aMixtureOfTheMoons() {
    model = path("moons.safetensors");
    Cli fit =
        Cli.run(
            "fit",
            "gmm",
            "--data",
            "moons",
            "--components",
            "6",
            "--covariance",
            "full",
            "--out",
            model);
    assertThat(fit.code()).as(fit.err()).isZero();
  }

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private Cli accelerate(String... more) {
    return Cli.run(
        Stream.concat(Stream.of("accelerate", model), Stream.of(more)).toArray(String[]::new));
  }

  private Cli small(String aim, String out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--nfe",
                "4,6",
                "--aim",
                aim,
                "--samples",
                "64",
                "--budget",
                "40000",
                "--out",
                path(out),
                "--json"));
    args.addAll(List.of(more));
    return accelerate(args.toArray(String[]::new));
  }

  @Test
  void findsASamplerForEachNumberOfEvaluationsThatSampleTakes() throws IOException {
    Cli cli = small("fidelity", "run", "--data", "moons");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.err()).contains("at most", "evaluations of the model: search", "--budget");
    JsonNode record = json(cli.out());
    assertThat(record).isEqualTo(json(Files.readString(temp.resolve("run/run.json"))));
    assertThat(record.get("results").findValuesAsText("subject"))
        .contains("accelerate, 4 evaluations", "accelerate, 6 evaluations");
    assertThat(record.get("settings").get("verdict, 4 evaluations").asText())
        .startsWith("4 evaluations: ")
        .contains("95 % interval");
    assertThat(Files.readString(temp.resolve("run/report.html")))
        .contains("What was found", "Error to the seed", "Where the evaluations go", "Not tried");
    for (int n : List.of(4, 6)) {
      Cli sample =
          Cli.run(
              "sample",
              model,
              "-n",
              "10",
              "--sampler",
              path("run/sampler-%d.json".formatted(n)),
              "--out",
              path("samples-" + n),
              "--json");
      assertThat(sample.code()).as(sample.err()).isZero();
      assertThat(json(sample.out()).get("evaluations").asInt()).isBetween(1, n);
    }
  }

  @Test
  void asksNoMoreOfTheModelThanItSaidAndNoMoreThanTheBudget() throws IOException {
    Cli cli = small("fidelity", "run", "--data", "moons");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode settings = json(cli.out()).get("settings");
    long announced = 0;
    for (String part : List.of("timing of the model", "search", "comparison with the peers")) {
      String[] figures =
          settings.get("evaluations of the model, " + part).asText().split(", at most ", -1);
      assertThat(Long.parseLong(figures[0])).isBetween(1L, Long.parseLong(figures[1]));
      announced += Long.parseLong(figures[1]);
    }
    assertThat(announced).isLessThanOrEqualTo(40_000);
  }

  @Test
  void withoutDataTheModelsOwnSamplesServeAndAreSaidTo() throws IOException {
    Cli cli = small("distribution", "run");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(json(cli.out()).get("settings").get("data").asText())
        .contains("samples of the model stand in");
    assertThat(Files.readString(temp.resolve("run/report.html")))
        .contains("samples of the model stand in for them");
  }

  @Test
  void allPeersRunOnTheBestOfThreeGrids() throws IOException {
    Cli cli = small("fidelity", "run", "--data", "moons", "--peers", "all");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode record = json(cli.out());
    assertThat(record.get("settings").get("peers").asText())
        .contains(
            "euler", "heun", "dpmpp-2m", "dpmpp-3m", "unipc-3", "ipndm-4", "ipndm-3", "deis-3");
    List<String> subjects = record.get("results").findValuesAsText("subject");
    assertThat(subjects).anyMatch(s -> s.matches("unipc-3 on .*, 6 evaluations"));
  }

  @Test
  void theSameSeedGivesTheSameNumbers() throws IOException {
    Cli one = small("fidelity", "one", "--data", "moons");
    Cli two = small("fidelity", "two", "--data", "moons");
    assertThat(json(one.out()).get("results")).isEqualTo(json(two.out()).get("results"));
    assertThat(json(Files.readString(temp.resolve("one/sampler-4.json"))).get("solver"))
        .isEqualTo(json(Files.readString(temp.resolve("two/sampler-4.json"))).get("solver"));
  }

  private void refused(String why, String... more) {
    Cli cli = accelerate(more);
    assertThat(cli.code()).as(cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(why);
    assertThat(temp.resolve("bad")).doesNotExist();
  }

  @Test
  void badInputIsRefusedWithItsCureBeforeAnythingIsWritten() {
    String bad = path("bad");
    refused("2 to 100 evaluations a sample, got 0", "--nfe", "0", "--out", bad);
    refused("with one there is no level to place", "--nfe", "4,1", "--out", bad);
    refused("each number of evaluations once, got [4, 4]", "--nfe", "4,4", "--out", bad);
    refused("--nfe", "--nfe", "four", "--out", bad);
    refused(
        "give data like those it was trained on", "--nfe", "4", "--data", "digits", "--out", bad);
    refused("at least 16 samples, got 3", "--nfe", "4", "--samples", "3", "--out", bad);
    refused(
        "must fall from a finite sigma_max",
        "--nfe",
        "4",
        "--sigma-max",
        "1",
        "--sigma-min",
        "2",
        "--out",
        bad);
    refused("must be positive", "--nfe", "4", "--sigma-max", "-1", "--out", bad);
  }

  @Test
  void aBudgetThatIsTooSmallSaysHowMuchIsNeededAndThatMuchIsEnough() throws IOException {
    Cli little =
        accelerate(
            "--nfe",
            "4",
            "--data",
            "moons",
            "--aim",
            "fidelity",
            "--budget",
            "100",
            "--out",
            path("bad"));
    assertThat(little.code()).isEqualTo(2);
    assertThat(little.err()).contains("the budget is 100; allow as many");
    String needed =
        little.err().replaceAll("(?s).*takes ([0-9,]+) evaluations.*", "$1").replace(",", "");
    Cli enough =
        accelerate(
            "--nfe",
            "4",
            "--data",
            "moons",
            "--aim",
            "fidelity",
            "--budget",
            needed,
            "--out",
            path("good"));
    assertThat(enough.code()).as(enough.err()).isZero();
  }
}
