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

class ReproduceCommandTest {
  @TempDir private Path temp = Path.of("");

  @Test
  void withoutANameItListsWhatThereIs() throws IOException {
    Cli cli = Cli.run("reproduce");
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).contains("teleport-sweep");
    JsonNode json = new ObjectMapper().readTree(Cli.run("reproduce", "--json").out());
    assertThat(json.get("reproductions").findValuesAsText("name")).contains("teleport-sweep");
  }

  @Test
  void theTeleportSweepComesOutAsExpectedAndIsWrittenDown() throws IOException {
    Path out = temp.resolve("run");
    Cli cli = Cli.run("reproduce", "teleport-sweep", "--out", out.toString(), "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode record = new ObjectMapper().readTree(cli.out());
    assertThat(record).isEqualTo(new ObjectMapper().readTree(out.resolve("run.json").toFile()));
    assertThat(record.get("settings").get("not as expected").asText()).isEqualTo("0");
    assertThat(record.get("results").findValuesAsText("metric"))
        .contains("measured", "expected", "tolerance", "as expected");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("Measured beside expected", "sigma_skip 12.9");
  }

  @Test
  void badInputIsRefusedWithACureAndLeavesNothing() throws IOException {
    refuses("did you mean 'teleport-sweep'", "reproduce", "teleport-swep");
    refuses("there is no reproduction 'fid'", "reproduce", "fid");
    refuses("makes its own input", "reproduce", "teleport-sweep", "--data", "digits");
    refuses(
        "neither a known dataset nor a file",
        "reproduce",
        "teleport-sweep",
        "--data",
        temp.resolve("no.csv").toString());
    try (Stream<Path> list = Files.list(temp)) {
      assertThat(list).isEmpty();
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
