package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.app.cli.Cli.refuses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.data.file.DataSources;

class CommandLineTest {
  @TempDir private Path temp = Path.of("");
  @TempDir private Path models = Path.of("");

  private String model() {
    return models.resolve("gaussian.safetensors").toString();
  }

  @BeforeEach
  void fitAModel() {
    Cli fit = Cli.run("fit", "gaussian", "--data", "digits", "--rank", "20", "--out", model());
    assertThat(fit.code()).as(fit.err()).isZero();
  }

  @Test
  void sampleWritesARunThatSaysHowItWasMade() throws IOException {
    Path out = temp.resolve("run");
    Cli cli =
        Cli.run("sample", model(), "-n", "70", "--steps", "8", "--out", out.toString(), "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(names(out)).contains("run.json", "samples.npy", "samples.png", "report.html");
    JsonNode record = new ObjectMapper().readTree(cli.out());
    assertThat(record).isEqualTo(new ObjectMapper().readTree(out.resolve("run.json").toFile()));
    assertThat(record.get("evaluations").asInt()).isEqualTo(8);
    assertThat(record.get("provenance").get("jdk").asText()).isNotEmpty();
    assertThat(Files.size(out.resolve("samples.npy"))).isEqualTo(128 + 70 * 64 * 8);
  }

  /// What such a solver knows it takes from the model.
  @Test
  void aSolverThatKnowsTheDataTakesThemFromTheModel() throws IOException {
    Path out = temp.resolve("informed");
    Cli cli =
        Cli.run(
            "sample",
            model(),
            "-n",
            "3",
            "--steps",
            "2",
            "--solver",
            "gaussian-exp-2-pc-above-0.1",
            "--out",
            out.toString());
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(Files.readString(out.resolve("run.json"))).contains("gaussian-exp-2-pc-above-0.1");
    refuses(
        "did you mean 'surrogate-exp-2'",
        "sample",
        model(),
        "--solver",
        "surogate-exp-2",
        "--out",
        temp.resolve("refused").toString());
  }

  @Test
  void theSameSeedGivesTheSameBytesWhateverTheBatchAndThreads() throws IOException {
    byte[] expected = samples("--batch", "70", "--threads", "1");
    assertThat(samples("--batch", "1", "--threads", "2")).isEqualTo(expected);
    assertThat(samples("--batch", "7", "--threads", "64")).isEqualTo(expected);
    assertThat(samples("--batch", "7", "--seed", "1")).isNotEqualTo(expected);
  }

  private byte[] samples(String... options) throws IOException {
    Path out = Files.createTempDirectory(temp, "s").resolve("run");
    List<String> args =
        Stream.concat(
                Stream.of("sample", model(), "-n", "70", "--steps", "5", "--out", out.toString()),
                Stream.of(options))
            .toList();
    assertThat(Cli.run(args.toArray(String[]::new)).code()).isZero();
    return Files.readAllBytes(out.resolve("samples.npy"));
  }

  @Test
  void aTeleportSavesTheEvaluationsAboveIt() throws IOException {
    Path out = temp.resolve("run");
    Cli cli =
        Cli.run(
            "sample",
            model(),
            "-n",
            "5",
            "--steps",
            "12",
            "--teleport",
            "6",
            "--out",
            out.toString(),
            "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(new ObjectMapper().readTree(cli.out()).get("evaluations").asInt()).isLessThan(12);
  }

  @Test
  void evaluateMeasuresARunDirectoryAgainstData() throws IOException {
    Path run = temp.resolve("run");
    Cli.run("sample", model(), "-n", "50", "--steps", "6", "--out", run.toString());
    Cli cli =
        Cli.run(
            "evaluate",
            run.toString(),
            "--data",
            "digits",
            "--metrics",
            "energy,c2st",
            "--no-control",
            "--out",
            temp.resolve("eval").toString(),
            "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode results = new ObjectMapper().readTree(cli.out()).get("results");
    assertThat(results).hasSize(2);
    assertThat(results.get(0).get("standard_error").asDouble()).isPositive();
  }

  @Test
  void badInputIsRefusedWithACureAndLeavesNothing() throws IOException {
    Path out = temp.resolve("run");
    refuses("no such file", "sample", temp.resolve("missing.safetensors").toString());
    refuses("Did you mean 'digits'", "fit", "gaussian", "--data", "digit", "--out", out.toString());
    refuses("must be at least 1", "sample", model(), "-n", "0", "--out", out.toString());
    refuses(
        "did you mean 'euler'", "sample", model(), "--solver", "eular", "--out", out.toString());
    refuses("there is no grid", "sample", model(), "--grid", "roh7", "--out", out.toString());
    refuses(
        "above the first noise level",
        "sample",
        model(),
        "--teleport",
        "1e6",
        "--out",
        out.toString());
    refuses("takes a noise level", "sample", model(), "--teleport", "x", "--out", out.toString());
    refuses("must be positive", "sample", model(), "--grid", "80,-1,0", "--out", out.toString());
    refuses(
        "must decrease strictly", "sample", model(), "--grid", "1,2,0", "--out", out.toString());
    refuses("sigma_min", "sample", model(), "--sigma-min", "0", "--out", out.toString());
    refuses(
        "20 clusters for 3 rows",
        "fit",
        "gmm",
        "--data",
        tiny(),
        "--components",
        "20",
        "--out",
        out.toString());
    refuses(
        "choose 0 to 2",
        "fit",
        "gaussian",
        "--data",
        tiny(),
        "--rank",
        "3",
        "--out",
        out.toString());
    refuses("there is no metric", "evaluate", model(), "--data", "digits", "--metrics", "fid");
    refuses("Missing required", "fit", "gaussian");
    refuses("Unknown option", "sample", model(), "--sover", "heun");
    assertThat(out).doesNotExist();
    assertThat(names(temp)).containsExactlyInAnyOrder("tiny.csv");
  }

  private String tiny() throws IOException {
    Path file = temp.resolve("tiny.csv");
    Files.writeString(file, "a,b\n1,2\n2,3\n5,1\n");
    return file.toString();
  }

  @Test
  void anInterruptEndsTheRunAndLeavesNothing() throws Exception {
    Path out = temp.resolve("run");
    FutureTask<Cli> run =
        new FutureTask<>(
            () -> Cli.run("sample", model(), "-n", "100000000", "--out", out.toString()));
    Thread thread = new Thread(run);
    thread.start();
    while (names(temp).isEmpty() && thread.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(names(temp)).singleElement().asString().contains("partial");
    thread.interrupt();
    Cli cli = run.get(60, TimeUnit.SECONDS);
    assertThat(cli.code()).isEqualTo(1);
    assertThat(cli.err()).contains("cancelled").doesNotContain("\tat ");
    assertThat(names(temp)).isEmpty();
  }

  @Test
  void damagedModelsAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(model()));
    Path damaged = temp.resolve("damaged.safetensors");
    Files.write(damaged, java.util.Arrays.copyOf(whole, whole.length - 8));
    refuses("damaged.safetensors", "sample", damaged.toString());
    Files.write(damaged, new byte[] {1, 2, 3});
    refuses("damaged.safetensors", "sample", damaged.toString());
    byte[] nan = whole.clone();
    java.nio.ByteBuffer.wrap(nan)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putDouble(nan.length - 8, Double.NaN);
    Files.write(damaged, nan);
    refuses("NaN", "sample", damaged.toString());
  }

  @Test
  void anExistingOutputIsNeverTouched() throws IOException {
    Path out = Files.createDirectory(temp.resolve("mine"));
    Files.writeString(out.resolve("notes.txt"), "keep");
    refuses("already exists", "sample", model(), "-n", "5", "--out", out.toString());
    refuses("already exists", "fit", "gaussian", "--data", "digits", "--out", model());
    assertThat(names(out)).containsExactly("notes.txt");
    Path file = Files.writeString(temp.resolve("file"), "x");
    refuses("file", "sample", model(), "-n", "5", "--out", file.resolve("run").toString());
  }

  @Test
  void fewRowsManyDimensionsAndConstantColumnsWork() throws IOException {
    Path csv = temp.resolve("wide.csv");
    Files.writeString(csv, "a,b,c,d\n1,7,2,2\n2,7,2,2\n2,7,2,2\n");
    String file = temp.resolve("wide.safetensors").toString();
    for (String kind : List.of("gaussian", "empirical")) {
      Cli fit = Cli.run("fit", kind, "--data", csv.toString(), "--out", file, "--force");
      assertThat(fit.code()).as(fit.err()).isZero();
      Path out = temp.resolve(kind);
      Cli cli = Cli.run("sample", file, "-n", "5", "--steps", "6", "--out", out.toString());
      assertThat(cli.code()).as(cli.err()).isZero();
    }
  }

  @Test
  void dataWithoutSpreadAreAPointThatEverySampleHits() throws IOException {
    Path csv = temp.resolve("point.csv");
    Files.writeString(csv, "a,b\n3,5\n3,5\n3,5\n");
    String file = temp.resolve("point.safetensors").toString();
    Cli fit = Cli.run("fit", "gaussian", "--data", csv.toString(), "--out", file);
    assertThat(fit.code()).as(fit.err()).isZero();
    assertThat(fit.out()).doesNotContain("NaN");
    Path out = temp.resolve("run");
    Cli cli = Cli.run("sample", file, "-n", "4", "--steps", "6", "--out", out.toString());
    assertThat(cli.code()).as(cli.err()).isZero();
    double[] samples =
        DataSources.standard().open(out.resolve("samples.npy").toString()).all().toArray();
    for (int i = 0; i < samples.length; i++) {
      assertThat(samples[i]).isCloseTo(i % 2 == 0 ? 3 : 5, within(1e-9));
    }
    refuses("at least 20 rows", "quickstart", "--data", csv.toString());
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(p -> p.getFileName().toString()).toList();
    }
  }
}
