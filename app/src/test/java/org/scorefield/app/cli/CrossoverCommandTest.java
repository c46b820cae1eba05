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

/// `scorefield crossover` through the real command line.
class CrossoverCommandTest {
  @TempDir private Path temp = Path.of("");

  private String[] args(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "crossover",
                "mlp",
                "--set",
                "network.width=8",
                "--set",
                "training.batch=32",
                "--steps",
                "20",
                "--stages",
                "0.1,1",
                "--nfe",
                "3,4",
                "-n",
                "200",
                "--out",
                temp.resolve("c").toString()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(temp)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aLawHasItsPremiseAndEveryTableIsInTheReport() throws IOException {
    Cli cli = Cli.done(args("--data", "eight-gaussians", "--seeds", "2", "--json"));
    JsonNode record = new ObjectMapper().readTree(cli.out());
    assertThat(record.get("command").asText()).isEqualTo("crossover");
    assertThat(record.get("settings").get("steps of samplers").asText()).isEqualTo("[3, 4]");
    for (JsonNode result : record.get("results")) {
      if (result.get("metric").asText().startsWith("Spearman")) {
        assertThat(result.get("value").asDouble()).isBetween(-1.0, 1.0);
      }
    }
    assertThat(Files.readString(temp.resolve("c/report.html")))
        .contains(
            "Does the held-out loss say which sampler is best?",
            "score&#39;s share",
            "optimal for best, ddpm",
            "Heun ODE, rho 7, 2 steps",
            "above real");
  }

  @Test
  void heldOutRowsAreEnoughWhereTheLawIsNotKnown() throws IOException {
    Cli cli = Cli.done(args("--data", "digits", "--seeds", "1"));
    assertThat(cli.out()).contains("100 % of training, 4 steps");
    assertThat(Files.readString(temp.resolve("c/report.html")))
        .contains("by the rule")
        .doesNotContain("score&#39;s share");
    assertThat(names()).containsExactly("c");
  }

  @Test
  void whatCannotBeStudiedIsRefused() throws IOException {
    Cli.refuses("(--data) or a law", args());
    Cli.refuses("at least one seed", args("--data", "moons", "--seeds", "0"));
    Cli.refuses("rising shares", args("--data", "moons", "--stages", "1,0.5"));
    Cli.refuses("at least 2", args("--data", "moons", "--nfe", "1"));
    Cli.refuses("sigma_max", args("--data", "moons", "--sigma-max", "0.001"));
    Cli.refuses("say nothing of a sampler", "crossover", "mlp", "--data", "moons", "-n", "10");
    Cli.refuses("there is no such file", args("--law", temp.resolve("none").toString()));
    assertThat(names()).isEmpty();
  }
}
