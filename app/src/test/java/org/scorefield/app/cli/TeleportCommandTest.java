package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Teleports and sampler files through the real command line.
class TeleportCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path temp = Path.of("");

  /// Two separated clusters in the plane.
  private String model() {
    return temp.resolve("two.safetensors").toString();
  }

  private String data() {
    return temp.resolve("two.csv").toString();
  }

  @BeforeEach
  void fitAModel() throws IOException {
    assertThat(temp).as("a directory of its own, not the working directory").isAbsolute();
    StringBuilder rows = new StringBuilder("a,b\n");
    StringBuilder scaled = new StringBuilder("a,b\n");
    for (int i = 0; i < 200; i++) {
      double a = (i % 2 == 0 ? -2 : 2) + 0.1 * Math.sin(i);
      double b = 0.3 * Math.cos(3 * i);
      rows.append(a).append(',').append(b).append('\n');
      scaled.append(127.5 * a + 127.5).append(',').append(127.5 * b + 127.5).append('\n');
    }
    Files.writeString(Path.of(data()), rows);
    Files.writeString(temp.resolve("scaled.csv"), scaled);
    Files.writeString(temp.resolve("few.csv"), "a,b\n1,2\n2,3\n5,1\n");
    Cli fit =
        Cli.run(
            "fit", "gmm", "--data", data(), "--components", "2", "--rank", "2", "--out", model());
    assertThat(fit.code()).as(fit.err()).isZero();
  }

  private JsonNode sample(String... options) throws IOException {
    Cli cli = run(options);
    assertThat(cli.code()).as(cli.err()).isZero();
    return MAPPER.readTree(cli.out());
  }

  private Cli run(String... options) throws IOException {
    return runOn(model(), options);
  }

  private Cli runOn(String what, String... options) throws IOException {
    Path out = Files.createTempDirectory(temp, "r").resolve("run");
    List<String> args = new ArrayList<>(List.of("sample", what, "-n", "30", "--json", "--quiet"));
    args.addAll(List.of("--out", out.toString()));
    args.addAll(List.of(options));
    return Cli.run(args.toArray(String[]::new));
  }

  private byte[] samplesOf(String... options) throws IOException {
    Path out = Files.createTempDirectory(temp, "s").resolve("run");
    String[] args =
        Stream.concat(
                Stream.of("sample", model(), "-n", "30", "--quiet", "--out", out.toString()),
                Stream.of(options))
            .toArray(String[]::new);
    Cli cli = Cli.run(args);
    assertThat(cli.code()).as(cli.err()).isZero();
    return Files.readAllBytes(out.resolve("samples.npy"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', the model's law, the model's Gaussian",
    "--teleport-judge model --data DATA, held-out rows, a gaussian fitted to two",
    "--teleport-judge data --data DATA, a mixture fitted to the data, a gaussian fitted to two",
    "--rank 1, the model's law, the model's Gaussian of rank 1",
    "--seed-history 0, the model's law, the model's Gaussian",
  })
  void autoSaysHowItChoseWhatItCostsAndWhatItSaves(String options, String judge, String by)
      throws IOException {
    String[] all =
        Stream.concat(
                Stream.of("--teleport", "auto", "--steps", "18"),
                Stream.of(options.replace("DATA", data()).split(" ")).filter(s -> !s.isEmpty()))
            .toArray(String[]::new);
    JsonNode record = sample(all);
    String why = record.get("settings").get("teleport").asText();
    assertThat(why).contains("sigma_skip", "KL", "±", judge, by);
    JsonNode kl = record.get("results").get(0);
    assertThat(kl.get("metric").asText()).isEqualTo("kl");
    assertThat(kl.get("value").asDouble() + 2 * kl.get("standard_error").asDouble())
        .isLessThanOrEqualTo(0.05);
    int evaluations = record.get("evaluations").asInt();
    assertThat(evaluations).isBetween(3, 17);
    assertThat(why).contains("saves " + (18 - evaluations) + " of 18 evaluations");
  }

  @Test
  void whereNoLevelIsWithinTheTargetThereIsNoTeleportAndItIsSaid() throws IOException {
    JsonNode record = sample("--teleport", "auto", "--kl-target", "1e-12", "--sigma-max", "4");
    assertThat(record.get("evaluations").asInt()).isEqualTo(20);
    assertThat(record.get("results")).isEmpty();
    Cli aloud =
        Cli.run(
            "sample",
            model(),
            "--teleport",
            "auto",
            "--kl-target",
            "1e-12",
            "--sigma-max",
            "4",
            "--quiet",
            "--out",
            temp.resolve("aloud").toString());
    assertThat(aloud.out()).contains("no teleport: no level of the grid");
  }

  @Test
  void aLargerTargetLandsLower() throws IOException {
    double last = Double.POSITIVE_INFINITY;
    for (String target : List.of("0.0001", "0.05", "1")) {
      JsonNode record = sample("--teleport", "auto", "--kl-target", target);
      String levels = record.get("settings").get("noise levels").asText();
      double skip = Double.parseDouble(levels.replaceAll("^[^0-9]*([0-9.Ee+-]+).*$", "$1"));
      assertThat(skip).isLessThan(last);
      last = skip;
    }
  }

  @ParameterizedTest
  @CsvSource({"dpmpp-2m, 0", "heun, 0", "ipndm-3, 3", "deis-3, 3", "euler-ancestral, 0"})
  void aHistoryIsGivenToSolversThatAreTheBetterForIt(String solver, int levels) throws IOException {
    JsonNode record = sample("--teleport", "auto", "--solver", solver);
    String seeds = record.get("settings").get("seed levels of the history").asText();
    assertThat(seeds.equals("none") ? 0 : seeds.split(",").length).isEqualTo(levels);
    JsonNode asked = sample("--teleport", "auto", "--solver", solver, "--seed-history", "1");
    assertThat(asked.get("settings").get("seed levels of the history").asText())
        .isNotEqualTo("none");
  }

  @Test
  void aTimeNamesALevelToo() throws IOException {
    JsonNode record = sample("--teleport", "flow:0.75");
    assertThat(record.get("settings").get("start").asText()).contains("to 3.0 (exact)");
  }

  @Test
  void aSavedSamplerGivesTheSameBytes() throws IOException {
    String file = temp.resolve("same.json").toString();
    String[] options = {
      "--solver",
      "ipndm-3",
      "--steps",
      "12",
      "--teleport",
      "auto",
      "--seed-history",
      "2",
      "--teleport-mode",
      "ode"
    };
    byte[] first =
        samplesOf(
            Stream.concat(Stream.of(options), Stream.of("--save-sampler", file))
                .toArray(String[]::new));
    assertThat(samplesOf("--sampler", file)).isEqualTo(first);
    assertThat(samplesOf("--sampler", file, "--seed", "5")).isNotEqualTo(first);
    JsonNode saved = MAPPER.readTree(Path.of(file).toFile());
    assertThat(saved.get("scorefield_sampler").asInt()).isEqualTo(1);
    assertThat(saved.get("start").get("seed_levels")).hasSize(2);
    assertThat(saved.get("predicted").get(0).get("standard_error").asDouble()).isPositive();
  }

  @Test
  void aSavedSamplerKeepsTheLawItJumpsBy() throws IOException {
    String file = temp.resolve("law.json").toString();
    String[] options = {
      "--teleport", "auto", "--teleport-with", "mixture", "--data", data(), "--steps", "9"
    };
    byte[] first =
        samplesOf(
            Stream.concat(Stream.of(options), Stream.of("--save-sampler", file))
                .toArray(String[]::new));
    assertThat(samplesOf("--sampler", file)).isEqualTo(first);
    Path law = temp.resolve("law.law.safetensors");
    byte[] changed = Files.readAllBytes(law);
    changed[changed.length - 1] ^= 1;
    Files.write(law, changed);
    refuses("is not the law that", "--sampler", file);
    Files.delete(law);
    refuses("there is no such file", "--sampler", file);
  }

  @Test
  void aSamplerForAnotherScaleIsRefusedUnlessItIsRescaled() throws IOException {
    String file = temp.resolve("scale.json").toString();
    samplesOf("--teleport", "auto", "--save-sampler", file);
    String other = temp.resolve("scaled.safetensors").toString();
    Cli fit =
        Cli.run(
            "fit",
            "gmm",
            "--data",
            temp.resolve("scaled.csv").toString(),
            "--components",
            "2",
            "--rank",
            "2",
            "--out",
            other);
    assertThat(fit.code()).as(fit.err()).isZero();
    Cli refused = runOn(other, "--sampler", file);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("made for data of standard deviation", "--rescale");
    Cli rescaled = runOn(other, "--sampler", file, "--rescale");
    assertThat(rescaled.code()).as(rescaled.err()).isZero();
    String start = MAPPER.readTree(rescaled.out()).get("settings").get("start").asText();
    double top = Double.parseDouble(start.replaceAll("^.*from sigma ([0-9.Ee+-]+) to.*$", "$1"));
    double original =
        MAPPER.readTree(Path.of(file).toFile()).get("start").get("sigma_max").asDouble();
    assertThat(top / original).isCloseTo(127.5, within(0.5));
  }

  @Test
  void badTeleportsAreRefusedWithACure() throws IOException {
    refuses("above the first noise level", "--teleport", "1e6");
    refuses("takes a noise level above 0", "--teleport", "-3");
    refuses("takes a noise level above 0", "--teleport", "0");
    refuses("takes a noise level above 0", "--teleport", "NaN");
    refuses("takes a noise level above 0", "--teleport", "atuo");
    refuses("did you mean 'vp-linear'", "--teleport", "vp-linaer:0.4");
    refuses("flow runs from t = 0.0 to t = 0.999", "--teleport", "flow:1.5");
    refuses("--kl-target goes with --teleport auto", "--teleport", "3", "--kl-target", "0.1");
    refuses("must be a positive number of nats", "--teleport", "auto", "--kl-target", "-1");
    refuses("needs the data", "--teleport", "auto", "--teleport-judge", "model");
    refuses("needs the data", "--teleport", "auto", "--teleport-judge", "data");
    refuses("needs the data", "--teleport", "3", "--teleport-with", "mixture");
    refuses("there is no file 'gausian'", "--teleport", "3", "--teleport-with", "gausian");
    refuses("more than the 2 directions", "--teleport", "3", "--rank", "3");
    refuses("must be between 0 and", "--teleport", "3", "--rank", "-1");
    refuses("more than the 2 directions", "--teleport", "3", "--rank", "3", "--data", data());
    String few = temp.resolve("few.csv").toString();
    refuses(
        "needs at least 20 rows", "--teleport", "auto", "--teleport-judge", "model", "--data", few);
    refuses("in other units", "--teleport", "3", "--data", temp.resolve("scaled.csv").toString());
    refuses(
        "would cost nothing",
        "--teleport",
        "auto",
        "--teleport-with",
        "mixture",
        "--teleport-judge",
        "data",
        "--data",
        data());
    refuses("must be at least 0", "--teleport", "3", "--seed-history", "-1");
    refuses(
        "chooses its own steps",
        "--teleport",
        "3",
        "--seed-history",
        "1",
        "--solver",
        "dormand-prince");
    refuses("on shape", "--teleport", "3", "--teleport-with", threeDimensional());
  }

  private String threeDimensional() throws IOException {
    Path csv = temp.resolve("three.csv");
    Files.writeString(csv, "a,b,c\n1,2,3\n2,3,1\n5,1,1\n2,2,2\n");
    String file = temp.resolve("three.safetensors").toString();
    Cli.run("fit", "gaussian", "--data", csv.toString(), "--out", file, "--force");
    return file;
  }

  @Test
  void badSamplerFilesAreRefusedWithACure() throws IOException {
    String good = temp.resolve("good.json").toString();
    samplesOf("--teleport", "auto", "--save-sampler", good);
    ObjectNode root = (ObjectNode) MAPPER.readTree(Path.of(good).toFile());
    refuses("describes the whole sampler, --steps too", "--sampler", good, "--steps", "5");
    refuses("--teleport too", "--sampler", good, "--teleport", "off");
    refuses("already exists", "--save-sampler", good);
    refuses("--rescale goes with --sampler", "--rescale");
    refuses("there is no such file", "--sampler", temp.resolve("none.json").toString());
    damaged("is not JSON", Files.readString(Path.of(good)).substring(0, 300));
    damaged("must be a JSON object", "[1, 2]");
    damaged("has no 'scorefield_sampler'", "{}");
    damaged("Duplicate field", "{\"scorefield_sampler\" : 1, \"scorefield_sampler\" : 1}");
    damaged("is of format 2", changed(root, r -> r.put("scorefield_sampler", 2)));
    damaged("did you mean 'solver'", changed(root, r -> r.put("solvr", "heun")));
    damaged("did you mean 'heun'", changed(root, r -> r.put("solver", "huen")));
    damaged("must be text", changed(root, r -> r.put("solver", 3)));
    damaged(
        "must decrease strictly",
        changed(root, r -> ((ObjectNode) r.get("grid")).putArray("levels").add(1).add(2)));
    damaged(
        "must be a list of numbers",
        changed(root, r -> ((ObjectNode) r.get("grid")).putArray("levels").add("x")));
    damaged(
        "known are ode, exact", changed(root, r -> ((ObjectNode) r.get("start")).put("mode", "o")));
    damaged("must be positive", changed(root, r -> ((ObjectNode) r.get("grid")).put("scale", -1)));
    damaged(
        "must be the name of a file beside it",
        changed(
            root,
            r ->
                ((ObjectNode) r.get("start"))
                    .putObject("law")
                    .put("file", "../../etc/passwd")
                    .put("sha256", "")));
  }

  private static String changed(ObjectNode root, java.util.function.Consumer<ObjectNode> edit) {
    ObjectNode copy = root.deepCopy();
    edit.accept(copy);
    return copy.toString();
  }

  private void damaged(String words, String content) throws IOException {
    Path file = temp.resolve("damaged.json");
    Files.writeString(file, content);
    refuses(words, "--sampler", file.toString());
  }

  private void refuses(String words, String... options) throws IOException {
    Cli cli = run(options);
    assertThat(cli.code()).as(cli.out() + cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(words).doesNotContain("\tat ");
    assertThat(cli.out()).isEmpty();
  }
}
