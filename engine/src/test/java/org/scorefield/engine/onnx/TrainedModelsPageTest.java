package org.scorefield.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.file.DataSources;
import org.scorefield.engine.experiment.NetworkModels;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.engine.train.Parametrisation;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.ModelCard;
import org.scorefield.experiment.ModelFiles;

/// The examples of `docs/trained-models.md`, as they stand there.
class TrainedModelsPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("repository.root", ".."), "docs", "trained-models.md");
  private static final Pattern BLOCK =
      Pattern.compile("```(?:python|java)\n(.*?)```", Pattern.DOTALL);
  private static final TrainedNetwork TRAINED =
      Examples.trained(Mlp.small(Shape.image(1, 28, 28), 0), Parametrisation.EDM, 0);

  @TempDir Path folder;

  /// The block that holds a word.
  private static String block(String word) throws IOException {
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(PAGE))
            .results()
            .map((MatchResult found) -> found.group(1))
            .filter(block -> block.contains(word))
            .toList();
    assertThat(blocks).as("blocks with " + word).hasSize(1);
    return blocks.getFirst();
  }

  private static void export(Path folder, TrainedNetwork trained) {
    OnnxFiles.writeDenoiser(folder.resolve("model.onnx"), trained, OnnxCard.named("model"));
  }

  @Test
  void theLineOfJavaIsTheOneTestedHere() throws IOException {
    Path self =
        PAGE.resolveSibling(
            Path.of(
                "..",
                "engine/src/test/java",
                TrainedModelsPageTest.class.getName().replace('.', '/') + ".java"));
    assertThat(Files.readString(self)).contains(block("OnnxFiles").strip());
  }

  @Test
  void pythonSamplesFromTheOnnxFile() throws IOException, InterruptedException {
    export(folder, TRAINED);
    String probe =
        """
        start = sigmas[0] * np.random.default_rng(0).standard_normal((16, 1, 28, 28), dtype="f4")
        np.save("start.npy", start)
        np.save("samples.npy", x)
        """;
    Python.found().run(block("onnxruntime") + probe, folder, "numpy", "onnxruntime");
    Batch x = numbers("start.npy");
    double step = Math.pow(0.002 / 80, 1 / 39.0);
    for (int i = 0; i < 40; i++) {
      double high = 80 * Math.pow(step, i);
      double low = i == 39 ? 0 : high * step;
      x = Batch.combine(1 - low / high, TRAINED.denoise(x, high), low / high, x);
    }
    assertThat(numbers("samples.npy").shared()).containsExactly(x.shared(), within(1e-3));
  }

  private Batch numbers(String name) {
    return DataSources.standard().open(folder.resolve(name).toString()).all();
  }

  @Test
  void pythonReadsTheParameters() throws IOException, InterruptedException {
    ModelCard card = new ModelCard(Mlp.KIND, TRAINED.shape(), "", 1, "none", "", 1, 0, "");
    new ModelFiles(NetworkModels.ALL)
        .write(folder.resolve("model.safetensors"), new Model(TRAINED, card));
    Layout layout = Layout.of(TRAINED.network());
    StringBuilder probe = new StringBuilder();
    for (Parameter parameter : layout.parameters()) {
      int from = layout.offset(parameter);
      int to = from + parameter.size();
      float[] values = TRAINED.parameters();
      probe.append(
          """
          w = state["%s"]
          assert w.shape == tuple(%s), w.shape
          assert w.ravel()[0] == np.float32(%s) and w.ravel()[-1] == np.float32(%s), w
          """
              .formatted(parameter.name(), parameter.axes(), values[from], values[to - 1]));
    }
    Python.found().run(block("json") + probe, folder, "numpy");
  }
}
