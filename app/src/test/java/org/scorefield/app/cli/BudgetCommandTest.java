package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BudgetCommandTest {
  private Path models = Path.of("");
  @TempDir private Path temp = Path.of("");

  @BeforeAll
  void fit(@TempDir Path folder) {
    models = folder;
    Cli.done("fit", "gaussian", "--data", "eight-gaussians", "--out", model("gaussian"));
    Cli.done(
        "fit", "gmm", "--data", "eight-gaussians", "--components", "3", "--out", model("three"));
    Cli.done(
        "fit", "gmm", "--data", "eight-gaussians", "--components", "8", "--out", model("eight"));
  }

  private String model(String name) {
    return models.resolve(name + ".safetensors").toString();
  }

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  /// Of eight Gaussians the law is known, so the score error is that of the law; one Gaussian in
  /// their place is far off, eight fitted ones hardly.
  @Test
  void aPoorModelIsBlamedAndAGoodOneIsNot() throws IOException {
    JsonNode poor = budget("gaussian", "poor");
    JsonNode good = budget("eight", "good");
    assertThat(value(poor, "rho 7", "score, nats")).isGreaterThan(1);
    assertThat(value(good, "rho 7", "score, nats")).isBetween(0.0, 0.05);
    assertThat(value(good, "rho 7", "discretisation, nats")).isGreaterThan(0.1);
    assertThat(value(good, "model", "share of the time")).isBetween(0.0, 1.0);
    String report = Files.readString(temp.resolve("good/report.html"));
    assertThat(report)
        .contains(
            "Most of the error comes from taking only 10 steps",
            "What to do",
            "Parts of the error by number of steps",
            "Cost of 10 steps by schedule",
            "How much of the noise is not recognised",
            "Another first or last noise level",
            "sliced-w2 by predicted cost of the steps",
            "an upper bound of the divergence of the samples",
            "data:image/png")
        .doesNotContain("src=\"http", "href=\"http");
  }

  private JsonNode budget(String model, String out) throws IOException {
    Cli cli =
        Cli.done(
            "budget",
            model(model),
            "--data",
            "eight-gaussians",
            "--nfe",
            "10",
            "--rows",
            "800",
            "--samples",
            "200",
            "--out",
            path(out),
            "--json");
    JsonNode record = new ObjectMapper().readTree(cli.out());
    assertThat(record.get("command").asText()).isEqualTo("budget");
    assertThat(record)
        .isEqualTo(new ObjectMapper().readTree(temp.resolve(out + "/run.json").toFile()));
    return record;
  }

  /// Where the law is not known the score error is enclosed: by what others show and by what the
  /// rows' memory does.
  @Test
  void withoutALawTheModelsErrorIsEnclosed() throws IOException {
    Path rows = eightGaussians();
    Cli cli =
        Cli.done(
            "budget",
            model("gaussian"),
            "--data",
            rows.toString(),
            "--reference",
            model("eight"),
            "--earlier",
            model("three"),
            "--nfe",
            "10",
            "--levels",
            "20",
            "--samples",
            "0",
            "--out",
            path("enclosed"));
    assertThat(cli.out())
        .contains(
            "the model, at least",
            "the model, at most",
            "EDM's levels or Song's",
            "more training",
            "evaluations of the model took",
            "Open ");
    assertThat(cli.out().lines().findFirst().orElseThrow()).startsWith("part").contains("nats");
    String report = Files.readString(temp.resolve("enclosed/report.html"));
    assertThat(report)
        .contains(
            "rows that remember themselves",
            "What training has brought",
            "three.safetensors",
            "Error of the model by noise level, at least");
    JsonNode known = budget("gaussian", "known");
    JsonNode enclosed = new ObjectMapper().readTree(temp.resolve("enclosed/run.json").toFile());
    double truth = value(known, "rho 7", "score, nats");
    double least = value(enclosed, "rho 7", "score, nats");
    assertThat(least).isGreaterThan(0.5 * truth).isLessThan(1.2 * truth);
  }

  /// Rows of the law in a file, whose law nobody knows.
  private Path eightGaussians() throws IOException {
    Path file = temp.resolve("rows.csv");
    double[] all = Sources.open("eight-gaussians").rows(0, 2000).toArray();
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < all.length; i += 2) {
      text.append(String.format(Locale.ROOT, "%.9f,%.9f%n", all[i], all[i + 1]));
    }
    return Files.writeString(file, text.toString());
  }

  @Test
  void theBestSchemeIsASamplerThatSamples() throws IOException {
    Cli.done(
        "budget",
        model("eight"),
        "--data",
        "eight-gaussians",
        "--nfe",
        "10",
        "--rows",
        "400",
        "--samples",
        "0",
        "--out",
        path("best"));
    Cli.done(
        "sample",
        model("eight"),
        "--sampler",
        temp.resolve("best/scheme-10.json").toString(),
        "-n",
        "50",
        "--out",
        path("samples"),
        "--json");
    JsonNode record = new ObjectMapper().readTree(temp.resolve("samples/run.json").toFile());
    assertThat(record.get("evaluations").asInt()).as("with a last denoising").isEqualTo(11);
  }

  @Test
  void aListOfLevelsIsTakenAsItStands() throws IOException {
    for (String list : List.of("80,10,1,0.1", "80,10,1,0.1,0")) {
      String out = "list" + list.length();
      Cli.done(
          "budget",
          model("eight"),
          "--data",
          "eight-gaussians",
          "--grid",
          list,
          "--rows",
          "200",
          "--samples",
          "0",
          "--out",
          path(out));
      JsonNode settings =
          new ObjectMapper().readTree(temp.resolve(out + "/run.json").toFile()).get("settings");
      assertThat(settings.get("noise levels").asText()).isEqualTo("80.0 to 0.1");
      assertThat(settings.get("scheme").asText())
          .isEqualTo("the given levels, frozen-score noise, 3 steps");
      assertThat(temp.resolve(out + "/scheme-3.json")).exists();
    }
    JsonNode list = new ObjectMapper().readTree(temp.resolve("list11/run.json").toFile());
    assertThat(value(list, "the given levels, best noise", "against the given levels, nats"))
        .as("the same levels with another noise")
        .isNegative();
  }

  @Test
  void theSameSeedGivesTheSameNumbersAndSampler() throws IOException {
    for (String name : List.of("a", "b")) {
      Cli.done(
          "budget",
          model("three"),
          "--data",
          "eight-gaussians",
          "--rows",
          "200",
          "--samples",
          "0",
          "--seed",
          "7",
          "--out",
          path(name));
    }
    ObjectMapper mapper = new ObjectMapper();
    JsonNode a = mapper.readTree(temp.resolve("a/run.json").toFile());
    JsonNode b = mapper.readTree(temp.resolve("b/run.json").toFile());
    assertThat(value(a, "rho 7", "discretisation, nats"))
        .isCloseTo(value(b, "rho 7", "discretisation, nats"), within(0.0));
    assertThat(mapper.readTree(temp.resolve("a/scheme-18.json").toFile()).get("grid"))
        .isEqualTo(mapper.readTree(temp.resolve("b/scheme-18.json").toFile()).get("grid"));
  }

  @Test
  void badInputIsRefusedWithACure() throws IOException {
    String m = model("three");
    refuses("is for samples of shape 2, digits has 1x8x8", m, "--data", "digits");
    refuses("no such file", path("none.safetensors"), "--data", "moons");
    refuses("Missing required option: '--data", m);
    String[] toy = {m, "--data", "eight-gaussians"};
    refuses("did you mean 'ddpm'", toy, "--noise", "dppm");
    refuses("1 to 1000 steps, got 0", toy, "--nfe", "0");
    refuses("at least 8 noise levels", toy, "--levels", "3");
    refuses("at least 40 rows", toy, "--rows", "10");
    refuses("sigma_max must be positive", toy, "--sigma-max", "-1");
    refuses("must fall from a finite sigma_max", toy, "--sigma-max", "1", "--sigma-min", "2");
    refuses("compared from 40 on, got 5", toy, "--samples", "5");
    refuses("held-out rows leave a standard error", toy, "--precision", "1e-6");
    refuses("about", toy, "--precision", "1e-6");
    refuses("is given twice", toy, "--earlier", m, "--earlier", m);
    refuses(
        "--nfe 5 says what the list of --grid says already",
        toy,
        "--grid",
        "9,1,0.1",
        "--nfe",
        "5");
    refuses("--sigma-max 9.0 says what the list", toy, "--grid", "9,1,0.1", "--sigma-max", "9");
    refuses("must decrease strictly", toy, "--grid", "1,9,0.1");
    Path empty = Files.writeString(temp.resolve("empty.csv"), "x,y\n");
    refuses("empty.csv", m, "--data", empty.toString());
    Path few = Files.writeString(temp.resolve("few.csv"), "x,y\n" + "1,2\n2,1\n".repeat(20));
    refuses("at least 80 rows", m, "--data", few.toString());
  }

  /// A network that says at which noise levels it may be asked.
  @Test
  void nothingIsAskedBeyondTheLevelsAModelKnows() throws IOException {
    String network = path("net.onnx");
    Cli.done(
        "fit",
        "mlp",
        "--data",
        "eight-gaussians",
        "--out",
        path("net.safetensors"),
        "--width",
        "32",
        "--steps",
        "20",
        "--quiet");
    Cli.done("export", path("net.safetensors"), "--out", network);
    Path wiring = temp.resolve("net.yaml");
    Files.writeString(
        wiring, Files.readString(wiring).replace("\nlevels: null", "\nlevels: [0.05, 20]"));
    String[] call = {network, "--data", "eight-gaussians", "--rows", "200", "--samples", "0"};
    refuses("sigma_max = 80.0 is beyond the levels", call, "--sigma-max", "80");
    refuses("sigma_min = 0.01 is beyond the levels", call, "--sigma-min", "0.01");
    refuses("sigma_max = 80.0 is beyond the levels", call, "--grid", "80,10,1,0.1");
    List<String> args = new ArrayList<>(List.of("budget"));
    args.addAll(List.of(call));
    args.addAll(List.of("--any-wiring", "--out", path("within")));
    Cli.done(args.toArray(String[]::new));
    assertThat(Files.readString(temp.resolve("within/run.json"))).contains("\"20.0 to 0.05\"");
  }

  /// Rows far from where the model has them, on the same scale: its losses are above what any
  /// denoiser of them has.
  @Test
  void aModelOfOtherDataIsSentToTheDoctor() throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    double[] all = Sources.open("eight-gaussians").rows(0, 400).toArray();
    for (int i = 0; i < all.length; i += 2) {
      text.append(String.format(Locale.ROOT, "%.9f,%.9f%n", all[i] + 40, all[i + 1]));
    }
    Path moved = Files.writeString(temp.resolve("moved.csv"), text.toString());
    String[] call = {model("eight"), "--data", moved.toString()};
    refuses("scorefield doctor", call);
    refuses("--any-wiring", call);
    Cli.done(
        "budget",
        model("eight"),
        "--data",
        moved.toString(),
        "--any-wiring",
        "--samples",
        "0",
        "--out",
        path("anyway"));
    assertThat(Files.readString(temp.resolve("anyway/report.html")))
        .contains("denoises worse than the best multiple of its input");
  }

  private void refuses(String words, String... options) {
    refuses(words, options, new String[0]);
  }

  private void refuses(String words, String[] options, String... more) {
    List<String> args = new ArrayList<>(List.of("budget"));
    args.addAll(List.of(options));
    args.addAll(List.of(more));
    args.addAll(List.of("--out", path("refused")));
    Cli cli = Cli.run(args.toArray(String[]::new));
    assertThat(cli.code()).as(cli.out() + cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(words).doesNotContain("\tat ");
    assertThat(cli.out()).isEmpty();
    assertThat(temp.resolve("refused")).doesNotExist();
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
