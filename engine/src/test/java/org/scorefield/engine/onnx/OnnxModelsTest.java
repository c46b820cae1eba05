package org.scorefield.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.DataException;
import org.scorefield.denoise.Conditional;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.train.Parametrisation;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.ModelCard;
import org.scorefield.experiment.ModelFiles;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.Stacked;
import org.scorefield.linear.WeightCurve;
import org.scorefield.random.Noise;

/// What was exported comes back as the model it was, alone and as a part of others.
class OnnxModelsTest {
  @TempDir private Path folder = Path.of("");

  private static final TrainedNetwork TRAINED =
      Examples.trained(Examples.SMALL, Parametrisation.EDM, 0);

  private Path exported(String name, TrainedNetwork trained) {
    Path file = folder.resolve(name);
    OnnxFiles.writeDenoiser(file, trained, OnnxCard.named("m"));
    return file;
  }

  @Test
  void anExportedDenoiserComesBack() {
    Model model = OnnxModels.read(exported("m.onnx", TRAINED));
    assertThat(model.card().kind()).isEqualTo("onnx");
    assertThat(model.card().shape()).isEqualTo(TRAINED.shape());
    assertThat(model.card().scale()).isEqualTo(TRAINED.normaliser().scale());
    Batch x = Noise.of(1, 37).normal(TRAINED.shape()).times(2);
    for (double sigma : new double[] {0.01, 1, 40}) {
      assertThat(model.denoiser().denoise(x, sigma).shared())
          .containsExactly(TRAINED.denoise(x, sigma).shared(), within(1e-5));
    }
  }

  @Test
  void classesComeBack() {
    TrainedNetwork trained =
        Examples.trained(new Mlp(Examples.SMALL.shape(), 3, 8, 1, 4), Parametrisation.EDM, 3);
    Model model = OnnxModels.read(exported("m.onnx", trained));
    Conditional back = (Conditional) model.denoiser();
    assertThat(back.classes()).isEqualTo(3);
    Batch x = Noise.of(1, 5).normal(trained.shape());
    Batch unlabelled = trained.denoise(x, 1);
    assertThat(model.denoiser().denoise(x, 1).shared())
        .containsExactly(unlabelled.shared(), within(1e-5));
    for (int label = 0; label < 3; label++) {
      Batch given = trained.given(label).denoise(x, 1);
      assertThat(given).isNotEqualTo(unlabelled);
      assertThat(back.given(label).denoise(x, 1).shared())
          .containsExactly(given.shared(), within(1e-5));
    }
    Assertions.assertThatThrownBy(() -> back.given(3)).hasMessageContaining("knows 3 classes");
  }

  private static final ModelFiles FILES = new ModelFiles(List.of(OnnxModels.KIND));

  private Path stackOf(Path file, Path at) {
    Model model = OnnxModels.read(file);
    Stacked stack =
        new Stacked(
            List.of(
                new NamedDenoiser("imported", model.denoiser()),
                new NamedDenoiser("again", model.denoiser())),
            new WeightCurve(
                Vector.of(0.5, 5), Matrix.adopt(2, 2, new double[] {1, 0, .5, .5}), 0.01));
    ModelCard card =
        new ModelCard("stack", TRAINED.shape(), "none", 1, "rows", "0", 9, 0, "by hand");
    FILES.write(at, new Model(stack, card));
    return at;
  }

  @Test
  void aStackRefersToItsImportedMember() throws IOException {
    Path models = Files.createDirectory(folder.resolve("models"));
    Path file = exported("models/m.onnx", TRAINED);
    Path stack = stackOf(file, folder.resolve("stack.safetensors"));
    assertThat(Files.size(stack)).isLessThan(6000);
    Stacked back = (Stacked) FILES.read(stack).denoiser();
    Batch x = Noise.of(1, 5).normal(TRAINED.shape());
    assertThat(back.members().getFirst().denoiser().denoise(x, 1))
        .isEqualTo(OnnxModels.read(file).denoiser().denoise(x, 1));
    Path moved = Files.createDirectory(folder.resolve("moved"));
    Files.move(stack, moved.resolve("stack.safetensors"));
    Assertions.assertThatThrownBy(() -> FILES.read(moved.resolve("stack.safetensors")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("copy the ONNX file there or to");
    Files.move(models.resolve("m.onnx"), moved.resolve("m.onnx"));
    FILES.read(moved.resolve("stack.safetensors"));
  }

  @Test
  void whatIsSaidOfAModelMadeElsewhereReadsWell() {
    assertThat(OnnxModels.read(exported("m.onnx", TRAINED)).card().described())
        .isEqualTo("onnx model made elsewhere");
  }

  /// A reference does not say which class.
  @Test
  void aNetworkThatWasToldAClassIsNoPartOfAnother() {
    TrainedNetwork trained =
        Examples.trained(new Mlp(Examples.SMALL.shape(), 3, 8, 1, 4), Parametrisation.EDM, 3);
    Conditional classes = (Conditional) OnnxModels.read(exported("m.onnx", trained)).denoiser();
    assertThat(OnnxModels.KIND.describes(classes.unconditional())).isFalse();
    assertThat(OnnxModels.KIND.describes(classes.given(1))).isFalse();
    assertThat(OnnxModels.KIND.describes(OnnxModels.read(folder.resolve("m.onnx")).denoiser()))
        .isTrue();
  }

  @Test
  void aMemberThatHasChangedIsRefused() {
    Path stack = stackOf(exported("m.onnx", TRAINED), folder.resolve("stack.safetensors"));
    exported("m.onnx", Examples.trained(Examples.SMALL, Parametrisation.V, 0));
    Assertions.assertThatThrownBy(() -> FILES.read(stack))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has changed")
        .hasMessageContaining("put the file back as it was");
  }

  @Test
  void aMissingWiringIsNamed() throws IOException {
    Path file = exported("m.onnx", TRAINED);
    Path wiring = folder.resolve("m.yaml");
    String text = Files.readString(wiring);
    Files.delete(wiring);
    Assertions.assertThatThrownBy(() -> OnnxModels.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no 'm.yaml' beside it");
    Files.writeString(wiring, text.replace("prediction:", "predicts:"));
    Assertions.assertThatThrownBy(() -> OnnxModels.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("predicts")
        .hasMessageContaining("prediction");
  }
}
