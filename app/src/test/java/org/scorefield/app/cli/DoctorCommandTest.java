package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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

class DoctorCommandTest {
  @TempDir private Path temp = Path.of("");

  private String mixture() {
    String model = temp.resolve("gmm.safetensors").toString();
    Cli fit = Cli.run("fit", "gmm", "--data", "digits", "--components", "10", "--out", model);
    assertThat(fit.code()).as(fit.err()).isZero();
    return model;
  }

  @Test
  void aMixtureOfTheDataIsHealthy() throws IOException {
    Path out = temp.resolve("run");
    Cli cli = Cli.run("doctor", mixture(), "--data", "digits", "--out", out.toString(), "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.err()).contains("evaluations of the model");
    JsonNode record = new ObjectMapper().readTree(cli.out());
    assertThat(record.get("settings").get("state").asText()).isEqualTo("healthy");
    assertThat(record).isEqualTo(new ObjectMapper().readTree(out.resolve("run.json").toFile()));
    assertThat(out.resolve("report.html"))
        .content()
        .contains("Nothing is wrong with this model", "What is lost in denoising");
    assertThat(out.resolve("wiring.yaml")).doesNotExist();
  }

  @Test
  void withoutDataItIsHeldAgainstItsOwnSamples() {
    Cli cli = Cli.run("doctor", mixture(), "--out", temp.resolve("run").toString());
    assertThat(cli.code()).as(cli.out() + cli.err()).isZero();
    assertThat(cli.out()).contains("There were no data");
  }

  @Test
  void anUntrainedNetworkIsNoDenoiserWhateverIsChanged() {
    Mlp mlp = new Mlp(Shape.vector(2), 0, 8, 1, 4);
    TrainedNetwork untrained =
        TrainedNetwork.of(
            mlp,
            Layout.of(mlp).start(NoiseKey.of(1)),
            Parametrisation.EDM,
            new Normaliser(Vector.of(9, -9), Vector.of(20, 20)),
            0);
    Path file = temp.resolve("moons.safetensors");
    ModelCard card = new ModelCard(Mlp.KIND, mlp.shape(), "", 20, "moons", "", 9, 0, "");
    Models.write(file, new Model(untrained, card));
    String onnx = temp.resolve("moons.onnx").toString();
    assertThat(Cli.run("export", file.toString(), "--out", onnx).code()).isZero();
    Cli cli = Cli.run("doctor", onnx, "--data", "moons", "--out", temp.resolve("run").toString());
    assertThat(cli.code()).as(cli.out() + cli.err()).isEqualTo(1);
    assertThat(cli.out()).contains("no denoiser of these data");
  }

  @Test
  void dataOfAnotherShapeAndTooFewEvaluationsAreRefused() {
    String model = mixture();
    Cli shape = Cli.run("doctor", model, "--data", "moons");
    assertThat(shape.code()).isEqualTo(2);
    assertThat(shape.err()).contains("give data of its own shape");
    Cli few = Cli.run("doctor", model, "--data", "digits", "--evaluations", "10");
    assertThat(few.code()).isEqualTo(2);
    assertThat(few.err()).contains("at least 300 evaluations, got 10");
  }
}
