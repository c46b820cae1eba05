package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairCommandTest {
  @TempDir private Path temp = Path.of("");

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  /// A mixture of boxes, which knows nothing of how the pixels of a digit belong together.
  private String poorModel() {
    String file = path("poor.safetensors");
    Cli fit =
        Cli.run(
            "fit",
            "gmm",
            "--data",
            "digits",
            "--components",
            "40",
            "--covariance",
            "diagonal",
            "--held-out",
            "0.4",
            "--out",
            file);
    assertThat(fit.code()).as(fit.err()).isZero();
    return file;
  }

  @Test
  void aPoorModelIsRepairedJudgedAndSampled() throws IOException {
    String model = poorModel();
    Cli cli =
        Cli.run(
            "repair",
            model,
            "--data",
            "digits",
            "--out",
            path("better.safetensors"),
            "--samples",
            "64",
            "--nfe",
            "6",
            "--sigmas",
            "0.02,0.1,0.3,0.65,1.5,4,20,80",
            "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.err()).contains("evaluations of the model for losses (2 x 359 rows");
    JsonNode record = new ObjectMapper().readTree(cli.out());
    assertThat(record.get("command").asText()).isEqualTo("repair");
    double before = value(record, "sigma 0.6500", "loss, model");
    double after = value(record, "sigma 0.6500", "loss, repaired");
    assertThat(after).isLessThan(0.98 * before);
    assertThat(value(record, "sigma 0.6500", "excess over gaussian")).isLessThan(0);
    assertThat(value(record, "repaired", "sliced-w2")).isPositive();
    assertThat(Files.readString(temp.resolve("better.run").resolve("report.html")))
        .contains(
            "Better at",
            "Loss before and after",
            "Who is believed where",
            "What it does to samples",
            "data:image/png")
        .doesNotContain("src=\"http", "href=\"http");

    Cli sample =
        Cli.run(
            "sample",
            path("better.safetensors"),
            "-n",
            "4",
            "--steps",
            "5",
            "--out",
            path("samples"));
    assertThat(sample.code()).as(sample.err()).isZero();
    Cli again = Cli.run("repair", model, "--data", "digits", "--out", path("better.safetensors"));
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("already exists");
  }

  @Test
  void theSameSeedGivesTheSameFile() throws IOException {
    String model = poorModel();
    for (String name : List.of("a", "b")) {
      Cli cli =
          Cli.run(
              "repair",
              model,
              "--data",
              "digits",
              "--out",
              path(name + ".safetensors"),
              "--samples",
              "0",
              "--rows",
              "50",
              "--sigmas",
              "0.3,1,4",
              "--bands",
              "3",
              "--seed",
              "7");
      assertThat(cli.code()).as(cli.err()).isZero();
      assertThat(cli.out()).as("no table of weights").doesNotContain("weight, model");
      assertThat(Files.readString(temp.resolve(name + ".run").resolve("run.json")))
          .contains("weight, model, band 3", "sigma 1.000");
    }
    assertThat(temp.resolve("a.safetensors")).hasSameBinaryContentAs(temp.resolve("b.safetensors"));
  }

  /// The stack of an imported network holds the closed form and the weights; the network stays in
  /// its file.
  @Test
  void anImportedNetworkIsReferredTo() throws IOException {
    String trained = path("moons.safetensors");
    Cli fit =
        Cli.run(
            "fit", "mlp", "--data", "moons", "--out", trained, "--width", "64", "--steps", "20",
            "--quiet");
    assertThat(fit.code()).as(fit.err()).isZero();
    String network = path("moons.onnx");
    assertThat(Cli.run("export", trained, "--out", network).code()).isZero();
    String repaired = path("repaired.safetensors");
    Cli cli =
        Cli.run(
            "repair",
            network,
            "--data",
            "moons",
            "--out",
            repaired,
            "--rows",
            "200",
            "--samples",
            "0");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("Better at");
    assertThat(Files.size(Path.of(repaired))).isLessThan(Files.size(Path.of(network)) / 2);
    assertThat(sample(repaired, "there").code()).isZero();
    Files.delete(Path.of(network));
    Cli gone = sample(repaired, "gone");
    assertThat(gone.code()).isEqualTo(2);
    assertThat(gone.err()).contains("moons.onnx", "is missing");
  }

  private Cli sample(String model, String name) {
    return Cli.run("sample", model, "-n", "4", "--steps", "5", "--out", path(name));
  }

  @Test
  void badInputIsRefusedWithACure() throws IOException {
    String model = poorModel();
    refuses("samples of shape 1x8x8, moons has 2", model, "--data", "moons");
    refuses("no such file", path("none.safetensors"), "--data", "digits");
    refuses("Missing required option: '--data", model);
    refuses("strictly between 0 and 1", model, "--data", "digits", "--held-out", "1");
    refuses("at least 8 rows", model, "--data", "digits", "--rows", "3");
    refuses("compared from 32 on", model, "--data", "digits", "--samples", "5");
    refuses("bands must be at least 1", model, "--data", "digits", "--bands", "0");
    refuses("65 bands are more than the 64", model, "--data", "digits", "--bands", "65");
    refuses(
        "more than the 1000 evaluations allowed",
        model,
        "--data",
        "digits",
        "--evaluations",
        "1000");
    refuses("choose at most 107", model, "--data", "digits", "--components", "108");
    Path few = temp.resolve("few.csv");
    Files.writeString(few, "a,b\n1,2\n2,1\n3,3\n0,1\n");
    String plane = path("plane.safetensors");
    assertThat(Cli.run("fit", "gaussian", "--data", few.toString(), "--out", plane).code())
        .isZero();
    refuses("at least 40 with --held-out 0.4", plane, "--data", few.toString());
  }

  private void refuses(String words, String... options) {
    List<String> args = new ArrayList<>(List.of("repair"));
    args.addAll(List.of(options));
    args.addAll(List.of("--out", path("refused.safetensors")));
    Cli cli = Cli.run(args.toArray(String[]::new));
    assertThat(cli.code()).as(cli.out() + cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(words).doesNotContain("\tat ");
    assertThat(temp.resolve("refused.safetensors")).doesNotExist();
    assertThat(temp.resolve("refused.run")).doesNotExist();
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
