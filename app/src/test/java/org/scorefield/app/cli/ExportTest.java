package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  @TempDir private Path temp = Path.of("");

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  private static void refuses(String words, String... args) {
    Cli cli = Cli.run(args);
    assertThat(cli.code()).as(cli.out() + cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(words).doesNotContain("\tat ");
  }

  @Test
  void aTrainedNetworkIsWrittenWithItsSettingsAndAClosedFormIsRefused() throws IOException {
    Cli fit =
        Cli.run(
            "fit", "mlp", "--data", "moons", "--steps", "5", "--batch", "64", "--width", "8",
            "--out", path("m"));
    assertThat(fit.code()).as(fit.err()).isZero();
    Cli export = Cli.run("export", path("m"), "--out", path("m.onnx"), "--json");
    assertThat(export.code()).as(export.err()).isZero();
    assertThat(export.out()).contains("m.onnx", "m.yaml");
    assertThat(Files.size(temp.resolve("m.onnx"))).isGreaterThan(1000);
    assertThat(Files.readString(temp.resolve("m.yaml"))).contains("schedule: edm", "sigma_data");
    refuses("already exists", "export", path("m"), "--out", path("m.onnx"));
    assertThat(Cli.run("export", path("m"), "--out", path("m.onnx"), "--force").code()).isZero();
    refuses("let it end in .onnx", "export", path("m"), "--out", path("m.bin"));
    assertThat(Cli.run("export", path("m"), "--network", "--out", path("n.onnx")).code()).isZero();
    assertThat(temp.resolve("n.yaml")).doesNotExist();
    assertThat(Cli.run("fit", "gaussian", "--data", "moons", "--out", path("g")).code()).isZero();
    refuses("no trained network", "export", path("g"), "--out", path("g.onnx"));
    assertThat(temp.resolve("g.onnx")).doesNotExist();
  }
}
