package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFromElsewhereTest {
  @TempDir private Path temp = Path.of("");

  private String model() {
    return temp.resolve("gaussian.safetensors").toString();
  }

  @BeforeEach
  void fitAModel() {
    Cli fit = Cli.run("fit", "gaussian", "--data", "digits", "--rank", "4", "--out", model());
    assertThat(fit.code()).as(fit.err()).isZero();
  }

  private Path file(String text) throws IOException {
    Path file = temp.resolve("scheduler_config.json");
    Files.writeString(file, text);
    return file;
  }

  private Cli sample(String out, String... options) {
    return Cli.run(
        Stream.concat(
                Stream.of("sample", model(), "-n", "3", "--out", temp.resolve(out).toString()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  @Test
  void aSchedulerFileSaysHowToSampleAndWhatDiffersIsSaid() throws IOException {
    Path file = file("{\"_class_name\": \"DPMSolverMultistepScheduler\", \"solver_order\": 3}");
    Cli cli = sample("run", "--scheduler", file.toString(), "--steps", "6", "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.err())
        .contains("DPMSolverMultistepScheduler is dpmpp-3m")
        .contains("- It computes in single precision");
    JsonNode record = new ObjectMapper().readTree(cli.out());
    assertThat(record.get("evaluations").asInt()).isEqualTo(6);
    JsonNode settings = record.get("settings");
    assertThat(settings.get("sampler read from").asText()).isEqualTo("DPMSolverMultistepScheduler");
    assertThat(settings.get("difference 1").asText()).contains("It starts from noise");
    assertThat(settings.get("solver").asText()).contains("dpmpp-3m");
    assertThat(Files.readString(temp.resolve("run/report.html")))
        .contains("It computes in single precision");
  }

  @Test
  void aNameSaysHowToSample() throws IOException {
    Cli cli = sample("run", "--sampler-name", "DPM++ 2M Karras", "--steps", "6", "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.err()).contains("Stable Diffusion's stands in");
    JsonNode settings = new ObjectMapper().readTree(cli.out()).get("settings");
    assertThat(settings.get("solver").asText()).contains("dpmpp-2m");
    assertThat(settings.get("sampler made for").asText()).contains("DPM++ 2M Karras of 6 steps");
  }

  @Test
  void badInputIsRefusedAndLeavesNothing() throws IOException {
    Path file = file("{\"_class_name\": \"EulerDiscretScheduler\"}");
    refuses("did you mean EulerDiscreteScheduler?", "--scheduler", file.toString());
    refuses("no such file", "--scheduler", temp.resolve("missing.json").toString());
    refuses("give the scheduler_config.json", "--scheduler", model());
    refuses("did you mean 'DPM++ 2M'?", "--sampler-name", "DPM++ 2N");
    refuses("one or the other", "--sampler-name", "Euler", "--solver", "heun");
    refuses("one or the other", "--sampler-name", "Euler", "--scheduler", file.toString());
    refuses(
        "one or the other", "--sampler-name", "Euler", "--sampler", temp.resolve("s").toString());
    refuses("dormand-prince", "--sampler-name", "DPM adaptive");
    refuses(
        "cannot be written by --save-sampler",
        "--sampler-name",
        "Heun",
        "--save-sampler",
        temp.resolve("s.json").toString());
  }

  private void refuses(String cure, String... options) throws IOException {
    Cli cli = sample("refused", options);
    assertThat(cli.code()).as(List.of(options) + cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(cure).doesNotContain("at org.scorefield");
    assertThat(temp.resolve("refused")).doesNotExist();
  }
}
