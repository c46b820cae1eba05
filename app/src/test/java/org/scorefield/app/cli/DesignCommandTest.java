package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesignCommandTest {
  @TempDir private Path temp = Path.of("");

  @Test
  void aDesignFromDataAloneIsASamplerForAModelOfThoseData() throws IOException {
    Path out = temp.resolve("run");
    Cli cli =
        Cli.run(
            "design",
            "--data",
            "moons",
            "--nfe",
            "5",
            "--solver",
            "dpmpp-2m",
            "--out",
            out.toString(),
            "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode record = new ObjectMapper().readTree(cli.out());
    assertThat(record).isEqualTo(new ObjectMapper().readTree(out.resolve("run.json").toFile()));
    assertThat(record.get("evaluations").asInt()).isLessThanOrEqualTo(5);
    assertThat(record.get("settings").get("aim").asText()).isEqualTo("distribution");
    assertThat(record.get("results").findValuesAsText("metric"))
        .contains("error", "sliced-w2", "frechet", "predicted error");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("What it was chosen from", "Pareto front", "share decided");

    String model = temp.resolve("moons.safetensors").toString();
    Cli fit =
        Cli.run(
            "fit",
            "gmm",
            "--data",
            "moons",
            "--components",
            "8",
            "--covariance",
            "full",
            "--out",
            model);
    assertThat(fit.code()).as(fit.err()).isZero();
    Cli sample =
        Cli.run(
            "sample",
            model,
            "-n",
            "10",
            "--sampler",
            out.resolve("sampler.json").toString(),
            "--out",
            temp.resolve("samples").toString(),
            "--json");
    assertThat(sample.code()).as(sample.err()).isZero();
    assertThat(new ObjectMapper().readTree(sample.out()).get("evaluations").asInt())
        .isEqualTo(record.get("evaluations").asInt());
  }

  @Test
  void badInputIsRefusedWithACureAndLeavesNothing() throws IOException {
    refuses("needs statistics", "design", "--nfe", "8");
    refuses("Missing required option: '--nfe", "design", "--data", "digits");
    refuses("at least 2 evaluations", "design", "--data", "digits", "--nfe", "1");
    refuses("allow at least 3", "design", "--data", "moons", "--nfe", "2", "--solver", "heun");
    refuses(
        "did you mean 'dpmpp-2m'",
        "design",
        "--data",
        "moons",
        "--nfe",
        "5",
        "--solver",
        "dpmp-2m");
    refuses("draws noise", "design", "--data", "moons", "--nfe", "5", "--solver", "heun-churn");
    refuses("--aim", "design", "--data", "moons", "--nfe", "5", "--aim", "beauty");
    refuses("Did you mean 'moons'", "design", "--data", "moon", "--nfe", "5");
    refuses("no such file", "design", temp.resolve("x.safetensors").toString(), "--nfe", "5");
    Path tiny = Files.writeString(temp.resolve("tiny.csv"), "a,b\n1,2\n2,3\n5,1\n");
    refuses("at least 20 rows", "design", "--data", tiny.toString(), "--nfe", "5");
    try (Stream<Path> list = Files.list(temp)) {
      assertThat(list).containsExactly(tiny);
    }
  }

  private void refuses(String words, String... args) {
    String[] all =
        Stream.concat(Stream.of(args), Stream.of("--out", temp.resolve("run").toString()))
            .toArray(String[]::new);
    Cli cli = Cli.run(all);
    assertThat(cli.code()).as(cli.out() + cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(words).doesNotContain("\tat ");
    assertThat(cli.out()).isEmpty();
  }
}
