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

  /// Two crescents in other units: `by` times as large, moved by `shift`.
  private Path crescents(String name, double by, double shift) throws IOException {
    StringBuilder rows = new StringBuilder("a,b,c\n");
    for (int i = 0; i < 240; i++) {
      double angle = Math.PI * i / 240;
      int side = i % 2 == 0 ? 1 : -1;
      double[] row = {
        side * Math.cos(angle), side * Math.sin(angle) - 0.25 * side, 0.3 * Math.sin(5 * angle)
      };
      for (int j = 0; j < 3; j++) {
        rows.append(row[j] * by + shift).append(j < 2 ? "," : "\n");
      }
    }
    return Files.writeString(temp.resolve(name), rows);
  }

  private JsonNode json(String... args) throws IOException {
    Cli cli = Cli.run(args);
    assertThat(cli.code()).as(cli.err()).isZero();
    return new ObjectMapper().readTree(cli.out());
  }

  private String mixture(String name, Path data) {
    String model = temp.resolve(name).toString();
    Cli fit = Cli.run("fit", "gmm", "--data", data.toString(), "--components", "6", "--out", model);
    assertThat(fit.code()).as(fit.err()).isZero();
    return model;
  }

  private JsonNode samples(String model, Path sampler, String out, String... more)
      throws IOException {
    Stream<String> usual =
        Stream.of(
            "sample",
            model,
            "-n",
            "20",
            "--sampler",
            sampler.toString(),
            "--out",
            temp.resolve(out).toString(),
            "--json");
    return json(Stream.concat(usual, Stream.of(more)).toArray(String[]::new));
  }

  /// A model that is a law judges for itself, and a learned sampler goes with it to other units.
  @Test
  void aLearnedSamplerRunsOnTheModelAndOnTheSameDataInOtherUnits() throws IOException {
    String model = mixture("model.safetensors", crescents("data.csv", 1, 0));
    Path out = temp.resolve("run");
    JsonNode design =
        json(
            "design",
            model,
            "--nfe",
            "4",
            "--solver",
            "learned",
            "--out",
            out.toString(),
            "--json");
    assertThat(design.get("settings").get("statistics").asText())
        .startsWith("the model's own law (gmm) judges; learned on a mixture of 10 Gaussians");
    assertThat(design.get("settings").get("chosen").asText()).startsWith("learned, own grid");
    Path sampler = out.resolve("sampler.json");
    JsonNode here = samples(model, sampler, "here");
    assertThat(here.get("evaluations").asInt()).isEqualTo(4);
    assertThat(here.get("evaluations")).isEqualTo(design.get("evaluations"));

    String other = mixture("other.safetensors", crescents("other.csv", 100, 7));
    Cli unscaled = Cli.run("sample", other, "-n", "2", "--sampler", sampler.toString());
    assertThat(unscaled.code()).isEqualTo(2);
    assertThat(unscaled.err()).contains("--rescale");
    JsonNode there = samples(other, sampler, "there", "--rescale");
    assertThat(there.get("evaluations").asInt()).isEqualTo(4);

    String text = Files.readString(sampler);
    Files.writeString(
        sampler, text.replaceFirst("\"weights\" : \\[ \\[ [^,]*,", "\"weights\" : [ [ "));
    Cli damaged = Cli.run("sample", model, "-n", "2", "--sampler", sampler.toString());
    assertThat(damaged.code()).isEqualTo(2);
    assertThat(damaged.err()).contains("is not a sampler").doesNotContain("\tat ");
  }

  /// A stack has no law: a mixture of the data judges, and the record says so.
  @Test
  void aModelWithoutALawIsNotAskedAndThatIsSaid() throws IOException {
    Path data = crescents("data.csv", 1, 0);
    String stack = temp.resolve("stack.safetensors").toString();
    Cli fit = Cli.run("fit", "stack", "--data", data.toString(), "--out", stack);
    assertThat(fit.code()).as(fit.err()).isZero();
    Path out = temp.resolve("run");
    JsonNode design =
        json(
            "design",
            stack,
            "--data",
            data.toString(),
            "--nfe",
            "4",
            "--solver",
            "gaussian-exp-2-pc",
            "--out",
            out.toString(),
            "--json");
    assertThat(design.get("settings").get("statistics").asText())
        .contains("of all 240 rows judges", "half of the data", "the model (stack) was not asked");
    assertThat(samples(stack, out.resolve("sampler.json"), "samples").get("evaluations").asInt())
        .isEqualTo(design.get("evaluations").asInt());
    Cli alone = Cli.run("design", stack, "--nfe", "4", "--out", temp.resolve("x").toString());
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("a denoiser without a law in closed form");
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
