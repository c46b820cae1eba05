package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scorefield.app.cli.Cli.done;
import static org.scorefield.app.cli.Cli.refuses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitStackTest {
  @TempDir private Path temp = Path.of("");

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  private String member(String kind, String data, String... more) {
    List<String> args =
        new ArrayList<>(List.of("fit", kind, "--data", data, "--out", path(kind + ".safetensors")));
    args.addAll(List.of(more));
    args.add("--force");
    done(args.toArray(String[]::new));
    return path(kind + ".safetensors");
  }

  private Cli stack(String... more) {
    List<String> args =
        new ArrayList<>(List.of("fit", "stack", "--data", "digits", "--out", path("stack")));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void withNoMembersItStacksItsOwnAndBeatsThem() throws IOException {
    Cli fit = stack("--components", "10", "--json");
    assertThat(fit.code()).as(fit.err()).isZero();
    JsonNode record = new ObjectMapper().readTree(fit.out());
    double gaussian = Double.NaN;
    double mixture = Double.NaN;
    double stacked = Double.NaN;
    for (JsonNode result : record.get("results")) {
      if (result.get("subject").asText().equals("sigma 0.268")) {
        double value = result.get("value").asDouble();
        switch (result.get("metric").asText()) {
          case "loss, gaussian" -> gaussian = value;
          case "loss, gmm" -> mixture = value;
          case "loss, stack" -> stacked = value;
          default -> {}
        }
      }
    }
    assertThat(stacked).isLessThan(0.97 * Math.min(gaussian, mixture));
    done("sample", path("stack"), "-n", "6", "--steps", "6", "--out", path("run"));
    assertThat(temp.resolve("run/samples.npy")).exists();
    done(
        "sample",
        path("stack"),
        "-n",
        "6",
        "--steps",
        "6",
        "--teleport",
        "6",
        "--out",
        path("jump"));
    assertThat(temp.resolve("jump/samples.npy")).exists();
  }

  @Test
  void membersFromFilesAreStackedUnderTheirNames() {
    String gaussian = member("gaussian", "digits", "--held-out", "0.2", "--rank", "20");
    String rows = member("empirical", "digits", "--held-out", "0.2");
    Cli fit = stack("--member", gaussian, "--member", rows);
    assertThat(fit.code()).as(fit.err()).isZero();
    assertThat(fit.out())
        .contains("loss, gaussian", "loss, empirical", "stack of gaussian, empirical");
    assertThat(fit.err()).doesNotContain("warning");
  }

  @Test
  void aMemberThatHoldsTheJudgingRowsIsReported() {
    String gaussian = member("gaussian", "digits", "--held-out", "0.2");
    String rows = member("empirical", "digits");
    Cli fit = stack("--member", gaussian, "--member", rows);
    assertThat(fit.code()).as(fit.err()).isZero();
    assertThat(fit.err()).contains("warning: member 'empirical' holds 100 %");
  }

  @Test
  void bandsHaveWeightsOfTheirOwn() {
    Cli fit = stack("--components", "5", "--bands", "3");
    assertThat(fit.code()).as(fit.err()).isZero();
    assertThat(fit.out()).contains("weight, gmm, band 1", "weight, gmm, band 3", "in 3 bands");
    done("sample", path("stack"), "-n", "3", "--steps", "4", "--out", path("run"));
  }

  @Test
  void badMembersAreRefusedByName() throws IOException {
    String gaussian = member("gaussian", "digits", "--held-out", "0.2");
    refuses("at least 2 members", stackOf(gaussian));
    String plane = member("empirical", "moons");
    refuses("member 'empirical' is a model of shape 2", stackOf(gaussian, plane));
    refuses("no such file", stackOf(gaussian, path("missing.safetensors")));
    Path damaged = temp.resolve("damaged.safetensors");
    byte[] nan = Files.readAllBytes(Path.of(gaussian));
    ByteBuffer.wrap(nan).order(ByteOrder.LITTLE_ENDIAN).putDouble(nan.length - 8, Double.NaN);
    Files.write(damaged, nan);
    refuses("damaged.safetensors", stackOf(gaussian, damaged.toString()));
    refuses(
        "--member goes with stack, not with gaussian",
        "fit",
        "gaussian",
        "--data",
        "digits",
        "--member",
        gaussian,
        "--out",
        path("stack"));
    refuses("hold some out", append(stackOf(gaussian, gaussian), "--held-out", "0"));
    refuses("65 bands are more than the 64", append(stackOf(gaussian, gaussian), "--bands", "65"));
    refuses("bands must be at least 1", append(stackOf(gaussian, gaussian), "--bands", "0"));
    assertThat(temp.resolve("stack")).doesNotExist();
  }

  @Test
  void aMemberOnAnotherScaleIsRefusedWithBothScales() throws IOException {
    StringBuilder small = new StringBuilder("a,b\n");
    StringBuilder large = new StringBuilder("a,b\n");
    for (int i = 0; i < 40; i++) {
      double u = Math.sin(i * 1.7);
      double v = Math.cos(i * 2.3);
      small.append(u).append(',').append(v).append('\n');
      large.append(2 * u).append(',').append(2 * v).append('\n');
    }
    Files.writeString(temp.resolve("small.csv"), small);
    Files.writeString(temp.resolve("large.csv"), large);
    String fine = member("gaussian", path("small.csv"));
    String off = member("empirical", path("large.csv"));
    refuses(
        "member 'empirical' is a model of data of standard deviation",
        "fit",
        "stack",
        "--data",
        path("small.csv"),
        "--member",
        fine,
        "--member",
        off,
        "--out",
        path("stack"));
  }

  private String[] stackOf(String... members) {
    List<String> args =
        new ArrayList<>(List.of("fit", "stack", "--data", "digits", "--out", path("stack")));
    for (String member : members) {
      args.add("--member");
      args.add(member);
    }
    return args.toArray(String[]::new);
  }

  private static String[] append(String[] args, String... more) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
