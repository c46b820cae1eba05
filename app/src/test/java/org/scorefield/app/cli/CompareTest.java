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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `scorefield compare` through the real command line.
class CompareTest {
  @TempDir private Path temp = Path.of("");

  private List<String> args(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "compare",
                "mlp",
                "--set",
                "network.width=16",
                "--set",
                "training.batch=32",
                "--out",
                temp.resolve("c").toString()));
    args.addAll(List.of(more));
    return args;
  }

  private Cli compare(String... more) {
    return Cli.run(args(more).toArray(String[]::new));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(temp)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private static double result(JsonNode record, String subject, String name) {
    for (JsonNode result : record.get("results")) {
      if (result.get("subject").asText().equals(subject)
          && result.get("metric").asText().equals(name)) {
        return result.get("value").asDouble();
      }
    }
    throw new AssertionError(subject + ", " + name + " is not in " + record);
  }

  /// A network that predicts the clean sample has to learn to copy its input where there is little
  /// noise, which EDM's preconditioning does for it: after a few steps it is worse by far.
  @Test
  void whoLearnsIsFasterOverSeeds() throws IOException {
    Cli cli =
        compare(
            "--data",
            "moons",
            "--steps",
            "40",
            "--seeds",
            "2",
            "--json",
            "--candidate",
            "training.loss.prediction=x0",
            "--candidate",
            "training.loss.prediction=edm");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode record = new ObjectMapper().readTree(cli.out());
    assertThat(record.get("command").asText()).isEqualTo("compare");
    assertThat(record.get("settings").get("seeds").asText()).isEqualTo("[0, 1]");
    String slow = "training.loss.prediction=x0";
    String fast = "training.loss.prediction=edm";
    assertThat(result(record, fast, "behind the best")).isZero();
    assertThat(result(record, slow, "behind the best")).isPositive();
    assertThat(result(record, fast, "error at the end"))
        .isLessThan(result(record, slow, "error at the end"));
    assertThat(result(record, fast, "steps to target")).isLessThan(40);
    assertThat(result(record, fast, "runs that did not reach it")).isZero();
    assertThat(Files.readString(temp.resolve("c/report.html")))
        .contains("Steps to one error", "over 2 seeds", "score error against the exact denoiser");
  }

  @Test
  void weightingsAreComparedOnTheRowsOfALaw() throws IOException {
    String law = temp.resolve("law.safetensors").toString();
    Cli fit = Cli.run("fit", "gaussian", "--data", "moons", "--out", law);
    assertThat(fit.code()).as(fit.err()).isZero();
    Cli cli = compare("--law", law, "--weightings", "--steps", "30", "--target", "1e-9", "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode record = new ObjectMapper().readTree(cli.out());
    for (String name : List.of("uniform", "EDM", "balanced levels", "balanced weights")) {
      assertThat(result(record, name, "runs that did not reach it")).as(name).isEqualTo(1);
    }
    assertThat(Files.readString(temp.resolve("c/report.html"))).contains("ratio to uniform");
  }

  @Test
  void heldOutRowsMeasureDataWhoseLawIsNotKnown() throws IOException {
    Cli cli =
        compare(
            "--data",
            "digits",
            "--steps",
            "10",
            "--probe",
            "edm",
            "--candidate",
            "training.loss.weighting=edm",
            "--candidate",
            "training.loss.weighting=uniform");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("noise prediction on held-out rows");
    assertThat(names()).containsExactly("c");
  }

  @Test
  void anInterruptIsACancelThatLeavesNothing() throws Exception {
    List<Cli> ended = new ArrayList<>();
    String[] all =
        args("--data", "moons", "--weightings", "--steps", "100000").toArray(String[]::new);
    Thread thread = new Thread(() -> ended.add(Cli.run(all)));
    thread.start();
    while (thread.isAlive() && names().isEmpty()) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    thread.join();
    assertThat(ended.getFirst().code()).as(ended.getFirst().err()).isEqualTo(1);
    assertThat(ended.getFirst().err())
        .contains("candidate 'uniform' of seed 0: cancelled", "nothing was written")
        .doesNotContain("fault of the program");
    assertThat(names()).isEmpty();
  }

  @Test
  void aCandidateThatDivergesFailsTheRun() throws IOException {
    Cli cli =
        compare(
            "--data",
            "moons",
            "--steps",
            "20",
            "--candidate",
            "training.loss.weighting=edm",
            "--candidate",
            "training.optimizer.learning_rate=1e30");
    assertThat(cli.code()).as(cli.err()).isEqualTo(1);
    assertThat(cli.err())
        .contains("learning_rate=1e30' of seed 0: diverged", "nothing was written")
        .doesNotContain("\tat ");
    assertThat(names()).isEmpty();
  }

  @Test
  void whatCannotBeComparedIsRefused() throws IOException {
    List<List<String>> bad =
        List.of(
            List.of("at least 2 candidates, got 0", "--data", "moons"),
            List.of("(--data) or a law", "--weightings"),
            List.of("at least 1 seed", "--data", "moons", "--weightings", "--seeds", "0"),
            List.of("must be positive, got -1", "--data", "moons", "--weightings", "--target=-1"),
            List.of(
                "did you mean", "--data", "moons", "--weightings", "--set", "training.stepps=3"));
    for (List<String> one : bad) {
      Cli cli = compare(one.subList(1, one.size()).toArray(String[]::new));
      assertThat(cli.code()).as(cli.err()).isEqualTo(2);
      assertThat(cli.err()).contains(one.getFirst()).doesNotContain("\tat ");
    }
    assertThat(names()).isEmpty();
  }
}
