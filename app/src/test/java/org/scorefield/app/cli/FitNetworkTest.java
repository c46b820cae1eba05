package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scorefield.app.cli.Cli.done;
import static org.scorefield.app.cli.Cli.refuses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Networks on the command line: trained, interrupted, resumed, sampled, inspected, refused.
class FitNetworkTest {
  private static final List<String> SMALL =
      List.of("--steps", "40", "--batch", "64", "--width", "16", "--log-every", "10");

  @TempDir private Path temp = Path.of("");

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  /// A cloud of 300 points about a circle.
  private String ring() {
    StringBuilder csv = new StringBuilder("a,b\n");
    for (int i = 0; i < 300; i++) {
      double r = 1 + 0.1 * Math.sin(7.1 * i);
      csv.append(r * Math.cos(1.7 * i)).append(',').append(r * Math.sin(1.7 * i)).append('\n');
    }
    try {
      Files.writeString(temp.resolve("ring.csv"), csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path("ring.csv");
  }

  /// A small mlp on moons as `name`.
  private String[] mlp(String name, String... more) {
    List<String> args = new ArrayList<>(List.of("fit", "mlp", "--data", "moons", "--out"));
    args.add(path(name));
    List<String> given = List.of(more);
    for (int i = 0; i < SMALL.size(); i += 2) {
      if (!given.contains(SMALL.get(i))) {
        args.addAll(SMALL.subList(i, i + 2));
      }
    }
    args.addAll(given);
    return args.toArray(String[]::new);
  }

  private byte[] bytes(String name) {
    try {
      return Files.readAllBytes(temp.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(temp)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aRunLeavesModelReportAndMetricsAndNoCheckpoint() throws IOException {
    Cli fit = done(mlp("m.safetensors", "--json"));
    assertThat(names()).containsExactly("m.run", "m.safetensors");
    JsonNode record = new ObjectMapper().readTree(fit.out());
    assertThat(record)
        .isEqualTo(new ObjectMapper().readTree(temp.resolve("m.run/run.json").toFile()));
    assertThat(record.get("outcome").asText()).isEqualTo("completed");
    assertThat(record.get("settings").get("batch").asText()).isEqualTo("64");
    List<String> files = new ArrayList<>();
    record.get("files").forEach(file -> files.add(file.asText()));
    assertThat(files)
        .contains("config.yaml", "metrics.jsonl", "report.html", "run.json", "samples-000040.npy")
        .doesNotContain("checkpoint.safetensors");
    List<String> metrics = Files.readAllLines(temp.resolve("m.run/metrics.jsonl"));
    assertThat(metrics).hasSize(4);
    assertThat(new ObjectMapper().readTree(metrics.getLast()).get("step").asInt()).isEqualTo(40);
  }

  @Test
  void aTrainedNetworkIsAModelLikeAnyOther() throws IOException {
    String ring = ring();
    done(
        "fit", "mlp", "--data", ring, "--steps", "30", "--batch", "64", "--width", "16", "--out",
        path("m"));
    done("sample", path("m"), "-n", "9", "--steps", "4", "--batch", "2", "--out", path("a"));
    done("sample", path("m"), "-n", "9", "--steps", "4", "--threads", "1", "--out", path("b"));
    assertThat(bytes("a/samples.npy")).isEqualTo(bytes("b/samples.npy"));
    done("sample", path("m"), "-n", "9", "--teleport", "auto", "--data", ring, "--out", path("t"));
    done(
        "inspect",
        path("m"),
        "--data",
        ring,
        "--samples",
        "100",
        "--levels",
        "5",
        "--out",
        path("i"));
    done("sample", path("m"), "--guide", path("m"), "-n", "9", "--steps", "4", "--out", path("g"));
    done("fit", "gaussian", "--data", ring, "--held-out", "0.2", "--out", path("gaussian"));
    done(
        "fit",
        "mlp",
        "--data",
        ring,
        "--steps",
        "30",
        "--batch",
        "64",
        "--held-out",
        "0.2",
        "--out",
        path("h"));
    done(
        "fit",
        "stack",
        "--data",
        ring,
        "--member",
        path("gaussian"),
        "--member",
        path("h"),
        "--out",
        path("stack"));
    done("sample", path("stack"), "-n", "5", "--steps", "4", "--out", path("k"));
    done(
        "sample",
        path("m"),
        "--solver",
        "gaussian-sde",
        "--data",
        ring,
        "-n",
        "5",
        "--steps",
        "4",
        "--out",
        path("l"));
    refuses(
        "give the data it was trained on",
        "sample",
        path("m"),
        "--solver",
        "gaussian-sde",
        "--out",
        path("x"));
    refuses(
        "give the data it was trained on",
        "sample",
        path("m"),
        "--teleport",
        "1",
        "--out",
        path("x"));
    refuses("needs the data", "sample", path("m"), "--teleport", "auto", "--out", path("x"));
    refuses("knows no classes", "sample", path("m"), "--class", "0", "--out", path("x"));
    assertThat(temp.resolve("x")).doesNotExist();
  }

  @Test
  void anInterruptedRunIsResumedToTheSameBytes() throws Exception {
    String[] options = {"--steps", "3000", "--checkpoint-every", "50"};
    done(mlp("whole", options));
    List<Cli> ended = new ArrayList<>();
    Thread thread = new Thread(() -> ended.add(Cli.run(mlp("cut", options))));
    thread.start();
    while (thread.isAlive() && !Files.exists(temp.resolve("cut.run/checkpoint.safetensors"))) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    thread.join();
    assertThat(ended.getFirst().code()).as(ended.getFirst().err()).isEqualTo(1);
    assertThat(ended.getFirst().err()).contains("cancelled after step", "--resume");
    assertThat(temp.resolve("cut")).doesNotExist();
    refuses("holds a run that was not finished", mlp("cut", options));
    refuses("another run: settings is", mlp("cut", "--resume", "--learning-rate", "0.5"));
    refuses("architecture", mlp("cut", "--steps", "3000", "--resume", "--layers", "1"));
    assertThat(temp.resolve("cut")).doesNotExist();
    done("fit", "mlp", "--data", "moons", "--out", path("cut"), "--resume");
    assertThat(bytes("cut")).isEqualTo(bytes("whole"));
    assertThat(Files.readAllLines(temp.resolve("cut.run/metrics.jsonl"))).hasSize(300);
    assertThat(bytes("cut.run/samples-003000.npy"))
        .isEqualTo(bytes("whole.run/samples-003000.npy"));
    refuses("there is nothing to resume", mlp("cut", "--resume", "--force"));
  }

  @Test
  void aCheckpointOfAnotherArchitectureOrDataIsRefused() throws IOException {
    done(mlp("m"));
    Path run = Files.createDirectory(temp.resolve("other.run"));
    Files.copy(temp.resolve("m"), run.resolve("checkpoint.safetensors"));
    refuses("is not a checkpoint", mlp("other", "--resume", "--config", path("m.run/config.yaml")));
    refuses("holds no checkpoint.safetensors", mlp("none", "--resume"));
    assertThat(temp.resolve("none.run")).doesNotExist();
  }

  @Test
  void columnsOfVeryDifferentSizeGetAHint() throws IOException {
    StringBuilder csv = new StringBuilder("a,b,c\n");
    for (int i = 0; i < 100; i++) {
      csv.append("%d,%d,7%n".formatted(i % 7, 100 * (i % 3)));
    }
    String table = Files.writeString(temp.resolve("table.csv"), csv).toString();
    String[] fit = {"fit", "mlp", "--data", table, "--steps", "3", "--batch", "32", "--force"};
    String hint = "--set training.loss.normalise=columns";
    assertThat(done(with(fit, "--out", path("m"))).err())
        .contains("from 2.0 to 8", hint)
        .containsOnlyOnce(hint);
    String[] heeded = with(fit, "--set", "training.loss.normalise=columns", "--out", path("m"));
    assertThat(done(heeded).err()).doesNotContain("hint:");
    assertThat(done(mlp("moons")).err()).doesNotContain("hint:");
  }

  private static String[] with(String[] args, String... more) {
    return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aConfigurationIsStrictAndOptionsHaveTheLastWord() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("c.yaml"),
            """
            network:
              width: 24
            training:
              steps: 20
              batch: 50
              averages: []
              loss:
                levels: log-uniform
            """);
    done(
        "fit",
        "mlp",
        "--data",
        "moons",
        "--config",
        file.toString(),
        "--batch",
        "32",
        "--set",
        "training.optimizer.clip=1",
        "--out",
        path("m"));
    String written = Files.readString(temp.resolve("m.run/config.yaml"));
    assertThat(written).contains("width: 24", "steps: 20", "batch: 32", "clip: 1.0", "log-uniform");
    done(
        "fit", "mlp", "--data", "moons", "--config", path("m.run/config.yaml"), "--out", path("n"));
    assertThat(bytes("n")).isEqualTo(bytes("m"));
    Files.writeString(file, "training:\n  stepps: 20\n");
    String[] configured = {
      "fit", "mlp", "--data", "moons", "--config", file.toString(), "--out", path("x")
    };
    refuses(
        "c.yaml, line 2: there is no key 'stepps' in training (did you mean 'steps'?)", configured);
    Files.writeString(file, "network:\n  widht: 20\n");
    refuses("did you mean 'width'", configured);
    Files.writeString(file, "training:\n  steps: many\n");
    refuses("'training.steps' must be a whole number, got many", configured);
    Files.writeString(file, "network: 3\n");
    refuses("'network' must be a section", configured);
    refuses("there is no key 'clip' in training", mlp("x", "--set", "training.clip=1"));
    refuses("--set takes KEY=VALUE", mlp("x", "--set", "training.steps"));
    assertThat(temp.resolve("x")).doesNotExist();
    assertThat(temp.resolve("x.run")).doesNotExist();
  }

  @Test
  void whatCannotBeTrainedIsRefusedBeforeAnythingIsWritten() throws IOException {
    Files.writeString(temp.resolve("nan.csv"), "a,b\n1,2\n3,NaN\n2,5\n");
    Files.writeString(temp.resolve("tiny.csv"), "a,b\n1,2\n3,4\n2,5\n7,1\n");
    refuses(
        "a batch of 64 rows cannot be drawn from the 4 rows",
        "fit",
        "mlp",
        "--batch",
        "64",
        "--held-out",
        "0",
        "--data",
        path("tiny.csv"),
        "--out",
        path("x"));
    refuses("nan.csv", "fit", "mlp", "--data", path("nan.csv"), "--out", path("x"));
    refuses("has no classes", mlp("x", "--classes"));
    refuses(
        "no conditioning inputs",
        "fit",
        "relu",
        "--classes",
        "--data",
        "digits",
        "--out",
        path("x"));
    refuses("picture", "fit", "unet", "--data", "moons", "--out", path("x"));
    refuses("--channels goes with classifier, unet, not with mlp", mlp("x", "--channels", "8"));
    refuses("'network.width'", mlp("x", "--width", "0"));
    refuses("'training.steps'", mlp("x", "--steps", "1.5"));
    refuses("there is no weighting", mlp("x", "--weighting", "edmm"));
    refuses("did you mean", mlp("x", "--prediction", "epsilom"));
    assertThat(names()).containsExactly("nan.csv", "tiny.csv");
  }

  @Test
  void aDivergedRunSaysWhereAndWhatToDo() {
    Cli cli = Cli.run(mlp("x", "--learning-rate", "1e30", "--json"));
    assertThat(cli.code()).as(cli.err()).isEqualTo(1);
    assertThat(cli.err()).contains("diverged", "step", "sigma", "lower the learning rate");
    assertThat(cli.out()).contains("\"outcome\" : \"diverged");
    assertThat(temp.resolve("x")).doesNotExist();
  }

  /// The extra trainings of the study are cut; the network itself is kept.
  @Test
  void aStudyThatIsInterruptedKeepsTheNetwork() throws Exception {
    String[] options = {"--steps", "300"};
    List<Cli> ended = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> ended.add(Cli.run(mlp("cut", "--steps", "300", "--study", "decomposition"))));
    thread.start();
    while (thread.isAlive() && !Files.exists(temp.resolve("cut.run/samples-000300.npy"))) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    thread.join();
    assertThat(ended.getFirst().code()).as(ended.getFirst().err()).isEqualTo(1);
    assertThat(ended.getFirst().err())
        .contains("cancelled", "the network itself is trained: `--resume` without `--study`");
    assertThat(temp.resolve("cut")).doesNotExist();
    done(mlp("cut", "--steps", "300", "--resume"));
    done(mlp("whole", options));
    assertThat(bytes("cut")).isEqualTo(bytes("whole"));
    assertThat(Files.readString(temp.resolve("cut.run/report.html"))).contains("Loss");
  }

  @Test
  void classesAreToldToTheNetworkAndAskedOfIt() {
    done(
        "fit",
        "mlp",
        "--data",
        "digits",
        "--classes",
        "--steps",
        "30",
        "--batch",
        "64",
        "--width",
        "16",
        "--out",
        path("m"));
    done(
        "sample",
        path("m"),
        "--class",
        "9",
        "--guidance",
        "1.5",
        "-n",
        "4",
        "--steps",
        "4",
        "--out",
        path("a"));
    done("sample", path("m"), "--class", "3", "-n", "4", "--steps", "4", "--out", path("b"));
    done("sample", path("m"), "-n", "4", "--steps", "4", "--out", path("c"));
    assertThat(bytes("a/samples.npy")).isNotEqualTo(bytes("b/samples.npy"));
    assertThat(bytes("b/samples.npy")).isNotEqualTo(bytes("c/samples.npy"));
    refuses("classes 0 to 9, got 10", "sample", path("m"), "--class", "10", "--out", path("x"));
    refuses("say which (--class)", "sample", path("m"), "--guidance", "2", "--out", path("x"));
  }
}
