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
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.random.Noise;

/// `fit convex` on the command line: solved, sampled, stacked, refused.
class FitConvexTest {
  private static final List<String> SMALL =
      List.of("--levels", "4", "--gates", "12", "--noises", "2", "--betas", "3", "--steps", "200");

  @TempDir private Path temp = Path.of("");

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  private String csv(String name, int rows, IntFunction<String> row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      text.append(row.apply(i)).append('\n');
    }
    try {
      Files.writeString(temp.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path(name);
  }

  private static Batch normal(int rows, int d) {
    return Noise.of(5, rows).normal(Shape.vector(d));
  }

  /// Two clusters on the line.
  private String line(int rows) {
    Batch n = normal(rows, 1);
    return csv("line.csv", rows, i -> String.valueOf((i % 3 == 0 ? -2 : 1) + 0.4 * n.row(i)[0]));
  }

  /// Four clusters in the plane.
  private String plane(int rows) {
    Batch n = normal(rows, 2);
    return csv(
        "plane.csv",
        rows,
        i ->
            (i % 2 == 0 ? -1 : 1)
                + 0.2 * n.row(i)[0]
                + ","
                + ((i / 2 % 2 == 0 ? -1 : 1) + 0.2 * n.row(i)[1]));
  }

  private String[] fit(String data, String... more) {
    List<String> args =
        new ArrayList<>(List.of("fit", "convex", "--data", data, "--out", path("m.safetensors")));
    List<String> given = Arrays.asList(more);
    for (int i = 0; i < SMALL.size(); i += 2) {
      if (!given.contains(SMALL.get(i))) {
        args.addAll(SMALL.subList(i, i + 2));
      }
    }
    args.addAll(given);
    return args.toArray(String[]::new);
  }

  /// Refused with these words, and nothing is left behind.
  private void leavesNothing(String words, String data, String... more) {
    refuses(words, fit(data, more));
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .allMatch(name -> name.endsWith(".csv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double value(JsonNode record, String subject, String metric) {
    for (JsonNode result : record.get("results")) {
      if (result.get("subject").asText().startsWith(subject)
          && result.get("metric").asText().equals(metric)) {
        return result.get("value").asDouble();
      }
    }
    throw new AssertionError(subject + ", " + metric + " is not in " + record);
  }

  @Test
  void momentsAreMatchedWhereAskedFor() throws IOException {
    Cli fit = done(fit(plane(200), "--moments", "--json"));
    JsonNode record = new ObjectMapper().readTree(fit.out());
    assertThat(record.get("settings").get("moments").asText()).startsWith("matched");
    assertThat(value(record, "sigma", "moments matched"))
        .isNotEqualTo(value(record, "sigma", "held-out loss"));
    done("sample", path("m.safetensors"), "-n", "10", "--steps", "4", "--out", path("drawn"));
  }

  @Test
  void aTableBecomesACertifiedModelThatOtherCommandsTake() throws IOException {
    String data = plane(300);
    Cli fit =
        done(
            fit(
                data,
                "--sigma-max",
                "4",
                "--sigma-min",
                "0.4",
                "--beta-fraction",
                "0.03",
                "--steps",
                "2000",
                "--tolerance",
                "1e-4",
                "--json"));
    JsonNode record = new ObjectMapper().readTree(fit.out());
    assertThat(value(record, "sigma 0.4", "relative gap")).isLessThan(1e-4);
    // Four clusters are no Gaussian at this noise level: gates must take much off the loss.
    assertThat(value(record, "sigma 0.4", "held-out loss"))
        .isLessThan(0.8 * value(record, "sigma 0.4", "least squares"));
    assertThat(record.get("settings").get("certificate, sigma 0.4000").asText())
        .contains("no weights with these gates do better");
    assertThat(temp.resolve("m.run")).isDirectoryContaining("glob:**report.html");
    assertThat(Files.readString(temp.resolve("m.run/report.html")))
        .contains("over the gates drawn", "Held-out loss by noise level", "Level by level");
    done("sample", path("m.safetensors"), "-n", "20", "--steps", "6", "--out", path("drawn"));
    done("evaluate", path("drawn/samples.npy"), "--data", data, "--out", path("judged"));
    done("fit", "gaussian", "--data", data, "--out", path("g.safetensors"));
    done(
        "fit",
        "stack",
        "--member",
        path("m.safetensors"),
        "--member",
        path("g.safetensors"),
        "--data",
        data,
        "--out",
        path("stack.safetensors"));
    done("sample", path("stack.safetensors"), "-n", "5", "--steps", "4", "--out", path("both"));
    refuses(
        "a model of kind convex is no trained network",
        "export",
        path("m.safetensors"),
        "--out",
        path("m.onnx"));
  }

  @Test
  void theSameSeedGivesTheSameBytesAndForceReplacesTheRun() throws IOException {
    String data = plane(80);
    done(fit(data));
    byte[] first = Files.readAllBytes(temp.resolve("m.safetensors"));
    refuses("already exists", fit(data));
    Files.delete(temp.resolve("m.safetensors"));
    refuses("choose another --run or remove it", fit(data));
    done(fit(data, "--force"));
    assertThat(Files.readAllBytes(temp.resolve("m.safetensors"))).isEqualTo(first);
    Files.writeString(temp.resolve("m.run/mine.txt"), "of the user");
    refuses("already exists and is not empty", fit(data, "--force"));
    assertThat(temp.resolve("m.run/mine.txt")).exists();
  }

  @Test
  void oneColumnIsSolvedExactlyDuplicatesAndAll() throws IOException {
    String data = csv("twice.csv", 120, i -> String.valueOf(i % 2 == 0 ? -1.5 : (i % 7) * 0.25));
    Cli fit =
        done(
            "fit",
            "convex",
            "--data",
            data,
            "--out",
            path("m.safetensors"),
            "--levels",
            "3",
            "--sigma-max",
            "5",
            "--sigma-min",
            "0.2",
            "--tolerance",
            "1e-4",
            "--json");
    JsonNode record = new ObjectMapper().readTree(fit.out());
    for (String level : List.of("sigma 5", "sigma 1", "sigma 0.2")) {
      assertThat(value(record, level, "relative gap")).isLessThan(1e-4);
    }
    assertThat(record.get("settings").get("certificate, sigma 1.000").asText())
        .contains("no network of this architecture, of any width");
  }

  @Test
  void collinearColumnsAreFittedWithASkipConnection() {
    Batch n = normal(100, 1);
    String data = csv("collinear.csv", 100, i -> n.row(i)[0] + "," + 2 * n.row(i)[0] + ",3");
    done(fit(data));
  }

  @Test
  void picturesAreTrainedInTheirPrincipalDirectionsAndKeepTheirShape() {
    Cli fit = done(fit("digits", "--directions", "4", "--held-out", "0.8", "--levels", "2"));
    assertThat(fit.out()).contains("in 4 principal directions");
    done("sample", path("m.safetensors"), "-n", "4", "--steps", "4", "--out", path("drawn"));
    assertThat(temp.resolve("drawn/samples.png")).exists();
  }

  @Test
  void fewerRowsThanComponentsAreEnoughWithNoise() {
    Batch n = normal(12, 20);
    String data =
        csv(
            "wide.csv",
            12,
            i -> {
              List<String> row = new ArrayList<>();
              for (double v : n.row(i)) {
                row.add(String.valueOf(v));
              }
              return String.join(",", row);
            });
    done(fit(data, "--held-out", "0.25", "--noises", "4"));
    refuses(
        "have 1 to 8 principal directions, got 9",
        fit(data, "--held-out", "0.25", "--directions", "9", "--force"));
  }

  @Test
  void whatCannotBeIsRefusedInASentence() {
    String data = plane(60);
    leavesNothing("at least 2 noise levels, got 0", data, "--levels", "0");
    leavesNothing("at least 2 noise levels, got -3", data, "--levels", "-3");
    leavesNothing("must be at least 1, got 2, 0, 3 and 200", data, "--gates", "0");
    leavesNothing("must be at least 1, got 0, 12, 3 and 200", data, "--noises", "0");
    leavesNothing("lowest noise level must be positive", data, "--sigma-min", "0");
    leavesNothing("levels fall from", data, "--sigma-max", "1", "--sigma-min", "2");
    leavesNothing(
        "there is no penalty 'nuklear' (did you mean 'nuclear'?)", data, "--penalty", "nuklear");
    leavesNothing("there is no activation 'tanh'", data, "--activation", "tanh");
    leavesNothing("there is no placement of gates 'random'", data, "--placement", "random");
    leavesNothing("give --held-out a fraction above 0", data, "--held-out", "0");
    leavesNothing("between 0 and 1", data, "--beta-fraction", "1");
    leavesNothing("tolerance positive", data, "--tolerance", "0");
    leavesNothing("1 to 2 principal directions, got 3", data, "--directions", "3");
    leavesNothing("1 to 2 principal directions, got 0", data, "--directions", "0");
    leavesNothing("nowhere.csv", path("nowhere.csv"));
    leavesNothing("lower --gates, --noises or --directions", data, "--gates", "1000000000");
    leavesNothing("must differ", csv("same.csv", 20, _ -> "1,2"));
    leavesNothing("2 held out are needed", csv("few.csv", 4, i -> i + ",1"));
    refuses("--components goes with gmm, stack, not with convex", fit(data, "--components", "3"));
  }

  @Test
  void optionsOfGatesAreRefusedOnTheLine() {
    String data = line(60);
    refuses(
        "--gates has no meaning for one column",
        "fit",
        "convex",
        "--data",
        data,
        "--out",
        path("m"),
        "--gates",
        "5");
    Cli fit =
        done(
            "fit",
            "convex",
            "--data",
            data,
            "--out",
            path("line"),
            "--levels",
            "3",
            "--betas",
            "3");
    assertThat(fit.out()).contains("among networks of any width", "exact on the line");
  }

  @Test
  void anInterruptLeavesNothingAndSaysHowFarItCame() {
    Thread.currentThread().interrupt();
    Cli cli = Cli.run(fit(plane(200)));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(cli.code()).isEqualTo(1);
    assertThat(cli.err()).contains("cancelled");
    assertThat(temp.resolve("m.safetensors")).doesNotExist();
    assertThat(temp.resolve("m.run")).doesNotExist();
  }
}
