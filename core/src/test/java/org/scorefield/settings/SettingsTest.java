package org.scorefield.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.data.DataException;

class SettingsTest {
  enum Weighting {
    UNIFORM,
    LOG_UNIFORM
  }

  record Rate(double start, OptionalInt warmup) {
    Rate {
      if (!(start > 0)) {
        throw new IllegalArgumentException("a rate must be positive, got " + start);
      }
    }
  }

  record Stage(long steps, List<Double> sigmas, Rate rate) {}

  record Training(
      String name,
      int batchSize,
      long steps,
      double limit,
      boolean resume,
      Weighting weighting,
      Rate learningRate,
      List<Stage> stages,
      List<List<Integer>> channels,
      Optional<Rate> decay,
      Optional<String> note,
      OptionalLong seed,
      OptionalDouble clip) {
    Training {
      if (batchSize < 1) {
        throw new IllegalArgumentException("a batch needs at least 1 row, got " + batchSize);
      }
      if (steps < batchSize) {
        throw new IllegalArgumentException("fewer steps than rows, got " + steps);
      }
    }
  }

  record Label(String text, List<String> more) {}

  private static final Training DEFAULTS =
      new Training(
          "small net",
          256,
          10_000,
          Double.POSITIVE_INFINITY,
          false,
          Weighting.LOG_UNIFORM,
          new Rate(1e-3, OptionalInt.of(100)),
          List.of(new Stage(5, List.of(0.1, 1.0), new Rate(0.1, OptionalInt.empty()))),
          List.of(List.of(1, 2), List.of()),
          Optional.of(new Rate(0.5, OptionalInt.of(3))),
          Optional.empty(),
          OptionalLong.of(Long.MIN_VALUE),
          OptionalDouble.empty());

  private static Training parse(String yaml) {
    return Settings.parse("train.yaml", yaml, DEFAULTS);
  }

  @Test
  void aRecordChangesOneComponent() {
    Stage stage = new Stage(3, List.of(1.0), new Rate(0.5, OptionalInt.of(2)));
    assertThat(Settings.with(stage, "steps", 4L))
        .isEqualTo(new Stage(4, stage.sigmas(), stage.rate()));
    assertThatThrownBy(() -> Settings.with(stage.rate(), "start", 0.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a rate must be positive, got 0.0");
    assertThatThrownBy(() -> Settings.with(stage, "step", 4L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Stage has no 'step'", "[steps, sigmas, rate]");
    assertThatThrownBy(() -> Settings.with(stage, "steps", "four"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyFileMeansTheDefaults() {
    assertThat(parse("")).isEqualTo(DEFAULTS);
    assertThat(parse("# nothing but a remark\n")).isEqualTo(DEFAULTS);
    assertThat(parse("{}")).isEqualTo(DEFAULTS);
  }

  @Test
  void whatIsGivenReplacesItsDefaultAndNothingElse() {
    Training read =
        parse(
            """
            batch_size: 8         # a remark
            steps: 1_000_000
            limit: 1e-3
            weighting: Uniform
            learning_rate:
              start: 3
            channels: [[4], [5, 6]]
            decay: null
            note: "no"
            clip: .5
            """);
    assertThat(read)
        .isEqualTo(
            new Training(
                "small net",
                8,
                1_000_000,
                1e-3,
                false,
                Weighting.UNIFORM,
                new Rate(3, OptionalInt.of(100)),
                DEFAULTS.stages(),
                List.of(List.of(4), List.of(5, 6)),
                Optional.empty(),
                Optional.of("no"),
                DEFAULTS.seed(),
                OptionalDouble.of(0.5)));
  }

  @Test
  void anOptionalSectionKeepsTheDefaultsOfItsKeys() {
    assertThat(parse("decay: {start: 3}").decay()).contains(new Rate(3, OptionalInt.of(3)));
    Training none = parse("decay: ~");
    assertThat(Settings.parse("x", "decay: {start: 3}", none).decay())
        .contains(new Rate(3, OptionalInt.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFstart: 2\nwarmup: 3\n",
        "start: 2\r\nwarmup: 3\r\n",
        "---\nstart: 2\nwarmup: 3\n...\n",
        "{\n\t\"start\": 2,\n\t\"warmup\": 3\n}\n"
      })
  void editorsOfAllKindsAreUnderstood(String text) {
    assertThat(Settings.parse("rate", text, Rate.class)).isEqualTo(new Rate(2, OptionalInt.of(3)));
  }

  @Test
  void aListIsReplacedAsAWhole() {
    Training read =
        parse(
            """
            stages:
              - steps: 7
                sigmas: [1, 2.5]
                rate: {start: 1}
              - {steps: 8, sigmas: [], rate: {start: 2, warmup: 4}}
            """);
    assertThat(read.stages())
        .containsExactly(
            new Stage(7, List.of(1.0, 2.5), new Rate(1, OptionalInt.empty())),
            new Stage(8, List.of(), new Rate(2, OptionalInt.of(4))));
  }

  @Test
  void withoutDefaultsOptionalComponentsAreEmptyAndOthersRequired() {
    assertThat(Settings.parse("rate", "start: 2", Rate.class))
        .isEqualTo(new Rate(2, OptionalInt.empty()));
    assertThatThrownBy(() -> Settings.parse("rate", "warmup: 2", Rate.class))
        .isInstanceOf(DataException.class)
        .hasMessage("rate, line 1: 'start' is missing; add it");
    assertThatThrownBy(() ->
            Settings.parse("stage", "steps: 1\nsigmas: []\nrate:\n  warmup: 3\n", Stage.class))
        .hasMessage("stage, line 4: 'rate.start' is missing; add it");
  }

  /// The text is known, so that files of one version are read by the next.
  @Test
  void whatIsWrittenIsReadBackEqual() {
    String text = Settings.yaml(DEFAULTS);
    assertThat(text)
        .isEqualTo(
            """
            name: "small net"
            batch_size: 256
            steps: 10000
            limit: .inf
            resume: false
            weighting: log-uniform
            learning_rate:
              start: 0.001
              warmup: 100
            stages:
              - steps: 5
                sigmas: [0.1, 1.0]
                rate:
                  start: 0.1
                  warmup: null
            channels: [[1, 2], []]
            decay:
              start: 0.5
              warmup: 3
            note: null
            seed: -9223372036854775808
            clip: null
            """);
    assertThat(Settings.parse("again", text, Training.class)).isEqualTo(DEFAULTS);
    Training other = parse("decay: null\nnote: x\nclip: 2\nstages: []\nlimit: 0.1\nname: other");
    assertThat(Settings.parse("again", Settings.yaml(other), DEFAULTS)).isEqualTo(other);
    assertThat(Settings.parse("again", Settings.json(other), DEFAULTS)).isEqualTo(other);
    assertThat(Settings.json(other)).doesNotContain("\n").startsWith("{\"name\": \"other\", ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "~",
        "no",
        "on",
        "1e3",
        "010",
        "a: b",
        "# x",
        "- x",
        "it's \"so\"",
        "back\\slash",
        "two\nlines\t",
        "Fréchet \uD83D\uDE00",
        "\u0000\u0085\u2028\uFEFF",
        "&a",
        "*a",
        "!!java.net.URL",
        "{",
        "[",
        "a/b.c-d_e"
      })
  void anyTextIsReadBackAsItWas(String text) {
    Training noted = withNote(text);
    assertThat(Settings.parse("again", Settings.yaml(noted), DEFAULTS)).isEqualTo(noted);
    Label label = new Label(text, List.of(text, text));
    assertThat(Settings.parse("again", Settings.json(label), Label.class)).isEqualTo(label);
    assertThat(Settings.parse("again", Settings.yaml(label), Label.class)).isEqualTo(label);
  }

  private static Training withNote(String text) {
    Training d = DEFAULTS;
    return new Training(
        d.name(),
        d.batchSize(),
        d.steps(),
        d.limit(),
        d.resume(),
        d.weighting(),
        d.learningRate(),
        d.stages(),
        d.channels(),
        d.decay(),
        Optional.of(text),
        d.seed(),
        d.clip());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, 0.1, 1e-300, Double.MIN_VALUE, Double.MAX_VALUE, -1 / 3.0, 1e22})
  void everyDoubleKeepsItsBits(double value) {
    Stage stage = new Stage(1, List.of(value), new Rate(1, OptionalInt.empty()));
    assertThat(Settings.parse("yaml", Settings.yaml(stage), Stage.class)).isEqualTo(stage);
    assertThat(Settings.parse("json", Settings.json(stage), Stage.class)).isEqualTo(stage);
  }

  @Test
  void jsonIsReadAsItIsWrittenByOthers() {
    String compact = "{\"steps\":3,\"sigmas\":[1,2.5E-3],\"rate\":{\"start\":1e1,\"warmup\":null}}";
    Stage expected = new Stage(3, List.of(1.0, 2.5e-3), new Rate(10, OptionalInt.empty()));
    assertThat(Settings.parse("json", compact, Stage.class)).isEqualTo(expected);
    String indented =
        "{\n  \"steps\" : 3,\n  \"sigmas\" : [ 1, 2.5E-3 ],\n  \"rate\" : {\n"
            + "    \"start\" : 10\n  }\n}\n";
    assertThat(Settings.parse("json", indented, Stage.class)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps: 20000\\nbatchsize: 3 | line 2: there is no key 'batchsize' (did you mean 'batch_size'?); known are name, batch_size, steps,",
        "batchSize: 3                | line 1: there is no key 'batchSize' (did you mean 'batch_size'?)",
        "colour: red                 | line 1: there is no key 'colour'; known are",
        "learning_rate:\\n  strat: 1 | line 2: there is no key 'strat' in learning_rate (did you mean 'start'?); known are start, warmup",
        "name: a\\n\\nname: b        | line 3: 'name' was given before, in line 1",
        "batch_size: many            | line 1: 'batch_size' must be a whole number, got many",
        "batch_size: 2.0             | line 1: 'batch_size' must be a whole number, got 2.0",
        "batch_size: 1e3             | line 1: 'batch_size' must be a whole number, got 1e3",
        "batch_size: 0x10            | line 1: 'batch_size' must be a whole number, got 0x10",
        "batch_size: 010             | line 1: 'batch_size' must be a whole number, got 010",
        "batch_size: 1:30            | line 1: 'batch_size' must be a whole number, got 1:30",
        "batch_size: \"8\"           | line 1: 'batch_size' must be a whole number, got \"8\"",
        "batch_size:                 | line 1: 'batch_size' must be a whole number, got nothing",
        "batch_size: [1]             | line 1: 'batch_size' must be a whole number, got a list",
        "batch_size: 3000000000      | line 1: 'batch_size' must be a whole number of 32 bits, got 3000000000",
        "steps: 99999999999999999999 | line 1: 'steps' is beyond 64 bits",
        "limit: .nan                 | line 1: 'limit' must be a number, got .nan",
        "limit: NaN                  | line 1: 'limit' must be a number, got NaN",
        "limit: 1e999                | line 1: 'limit' is beyond the largest double, got 1e999",
        "limit: 1,5                  | line 1: 'limit' must be a number, got 1,5",
        "limit: 1.5d                 | line 1: 'limit' must be a number, got 1.5d",
        "resume: yes                 | line 1: 'resume' must be true or false, got yes",
        "resume: 1                   | line 1: 'resume' must be true or false, got 1",
        "name:                       | line 1: 'name' must be text, got nothing",
        "name: {a: b}                | line 1: 'name' must be text, got a section of keys",
        "weighting: loguniform       | line 1: 'weighting' cannot be 'loguniform' (did you mean 'log-uniform'?); known are uniform, log-uniform",
        "channels: [[1], 2]          | line 1: 'channels[1]' must be a list, got 2",
        "channels: [[1],\\n [2, x]]  | line 2: 'channels[1][1]' must be a whole number, got x",
        "learning_rate: 3            | line 1: 'learning_rate' must be a section of keys, got 3",
        "learning_rate: null         | line 1: 'learning_rate' must be a section of keys, got nothing",
        "stages: [{steps: 1}]        | line 1: 'stages[0].sigmas' is missing",
        "name: a\\nbatch_size: 0     | line 2: 'batch_size': a batch needs at least 1 row, got 0; correct it, or leave it out",
        "name: a\\nsteps: 9          | line 2: 'steps': fewer steps than rows, got 9",
        "learning_rate: {start: -1}  | line 1: 'learning_rate.start': a rate must be positive, got -1.0",
        "a: &x 1\\nb: *x             | line 2: aliases are not read",
        "name: !!java.net.URL [x]    | line 1: tags are not read, got tag:yaml.org,2002:java.net.URL",
        "name: !env HOME             | line 1: tags are not read, got !env",
        "name: a\\n---\\nname: b     | line 3: a second document begins here",
        "[1, 2]                      | line 1: settings are 'key: value' lines, got a list",
        "just text                   | line 1: settings are 'key: value' lines, got just text",
        "? [a]\\n: 1                 | line 1: a key is text, got a list",
        "name: a\\n\\tsteps: 3       | line 2: not YAML",
        "name: [1                    | not YAML",
      })
  void whatIsNotAllowedIsRefusedWithLineAndCure(String yaml, String message) {
    assertThatThrownBy(() -> parse(yaml.replace("\\n", "\n").replace("\\t", "\t")))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("train.yaml, line ")
        .hasMessageContaining(message);
  }

  @Test
  void hugeAndDeepFilesAreRefused() {
    assertThatThrownBy(() -> parse("channels: " + "[".repeat(100_000)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("more than 16 levels of nesting");
    assertThatThrownBy(() -> parse("#" + "x".repeat(1 << 20)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at most 1048576 are read");
  }

  @Test
  void filesAreReadAndWritten(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("train.yaml");
    Settings.write(file, DEFAULTS);
    assertThat(Settings.read(file, Training.class)).isEqualTo(DEFAULTS);
    assertThat(Settings.read(file, parse("name: other"))).isEqualTo(DEFAULTS);
    Files.writeString(file, "nmae: x");
    assertThatThrownBy(() -> Settings.read(file, DEFAULTS))
        .hasMessageStartingWith(file + ", line 1: there is no key 'nmae' (did you mean 'name'?)");
    Files.write(file, "name: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Settings.read(file, DEFAULTS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> Settings.read(directory.resolve("absent.yaml"), DEFAULTS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no such file");
  }

  record Foreign(StringBuilder text) {}

  record Nested(List<Optional<String>> texts) {}

  @Test
  void recordsOfOtherTypesAreAFaultOfTheCaller() {
    assertThatThrownBy(() -> Settings.parse("x", "text: a", Foreign.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("component 'text' of Foreign is a java.lang.StringBuilder");
    assertThatThrownBy(() -> Settings.yaml(new Nested(List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("component 'texts' of Nested");
    Rate endless = new Rate(Double.POSITIVE_INFINITY, OptionalInt.empty());
    assertThat(Settings.parse("again", Settings.yaml(endless), Rate.class)).isEqualTo(endless);
    assertThatThrownBy(() -> Settings.json(endless)).hasMessageContaining("finite numbers in JSON");
    Stage undefined = new Stage(1, List.of(Double.NaN), endless);
    assertThatThrownBy(() -> Settings.yaml(undefined)).hasMessageContaining("no NaN");
  }
}
