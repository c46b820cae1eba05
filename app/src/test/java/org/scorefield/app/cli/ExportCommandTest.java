package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.train.Normaliser;
import org.scorefield.engine.train.Parametrisation;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.ModelCard;
import org.scorefield.random.NoiseKey;

class ExportCommandTest {
  @TempDir Path folder;

  private Path network() {
    Mlp mlp = new Mlp(Shape.vector(2), 0, 8, 1, 4);
    TrainedNetwork trained =
        TrainedNetwork.of(
            mlp,
            Layout.of(mlp).start(NoiseKey.of(1)),
            Parametrisation.EDM,
            new Normaliser(Vector.of(0, 1), Vector.of(2, 2)),
            0);
    Path file = folder.resolve("moons.safetensors");
    ModelCard card = new ModelCard(Mlp.KIND, mlp.shape(), "", 2, "moons", "", 9, 0, "");
    Models.write(file, new Model(trained, card));
    return file;
  }

  @Test
  void writesTheModelAndWhatItsInputsMean() {
    Path out = folder.resolve("moons.onnx");
    Cli cli = Cli.run("export", network().toString(), "--out", out.toString());
    assertThat(cli.err()).isEmpty();
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).startsWith(out + ": the denoiser, mlp fitted to moons");
    assertThat(out).isNotEmptyFile();
    assertThat(folder.resolve("moons.yaml"))
        .content()
        .contains("prediction: x0", "noise_input: sigma", "sigma_data: 2.0", "output: denoised");
  }

  @Test
  void saysSoInJson() {
    Path out = folder.resolve("moons.onnx");
    Cli cli = Cli.run("export", network().toString(), "--out", out.toString(), "--json");
    assertThat(cli.out()).startsWith("{").contains("the denoiser", out.toString(), "moons.yaml");
  }

  /// The settings' name may be that of a training's config.
  @Test
  void replacesFilesOnlyIfTold() throws IOException {
    Path out = folder.resolve("moons.onnx");
    Path settings = folder.resolve("moons.yaml");
    Files.writeString(settings, "training: {}");
    String model = network().toString();
    Cli cli = Cli.run("export", model, "--out", out.toString());
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err()).contains(settings + ": already exists", "--force");
    assertThat(out).doesNotExist();
    assertThat(settings).hasContent("training: {}");
    assertThat(Cli.run("export", model, "--out", out.toString(), "--force").code()).isZero();
    assertThat(settings).content().startsWith("prediction: x0");
  }

  @Test
  void theNetworkAloneHasNoSettings() {
    Path out = folder.resolve("moons.onnx");
    Cli cli = Cli.run("export", network().toString(), "--out", out.toString(), "--network");
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).startsWith(out + ": the network alone");
    assertThat(out).isNotEmptyFile();
    assertThat(folder.resolve("moons.yaml")).doesNotExist();
  }

  @Test
  void refusesWhatIsNoNetwork() {
    Path gaussian = folder.resolve("gaussian.safetensors");
    Cli.run("fit", "gaussian", "--data", "moons", "--out", gaussian.toString());
    Path out = folder.resolve("gaussian.onnx");
    Cli cli = Cli.run("export", gaussian.toString(), "--out", out.toString());
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err()).contains("a model of kind gaussian is no trained network");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesATargetOfAnotherName() {
    Cli cli =
        Cli.run("export", network().toString(), "--out", folder.resolve("moons.pt").toString());
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err()).contains("let it end in .onnx");
  }
}
