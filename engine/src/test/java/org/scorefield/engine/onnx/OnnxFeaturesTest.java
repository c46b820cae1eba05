package org.scorefield.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.engine.onnx.TinyModel.FLOAT;
import static org.scorefield.engine.onnx.TinyModel.OPEN;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.random.Noise;
import org.scorefield.settings.Settings;

/// Pictures reach a feature network as its settings say.
class OnnxFeaturesTest {
  private static final Shape GREY = Shape.image(1, 2, 3);
  private static final String PLAIN =
      """
      about: the pixels themselves
      layout: nchw
      value_range: [-1, 1]
      """;

  @TempDir private Path folder = Path.of("");

  /// The pixels, one after another.
  private static TinyModel pixels(long... axes) {
    return new TinyModel()
        .node("Flatten", java.util.List.of("x"), "y")
        .input("x", FLOAT, axes)
        .output("y", FLOAT, axes[0], OPEN);
  }

  private OnnxFeatures features(TinyModel model, String yaml, Shape shape) {
    FeatureSettings settings = Settings.parse("m.yaml", yaml, FeatureSettings.class);
    return OnnxFeatures.of(
        model.write(folder.resolve("m.onnx")), settings, shape, OnnxOptions.usual());
  }

  private static Batch picture(Shape shape, double... values) {
    return Batch.copyOf(shape, values);
  }

  private static Batch row(double... values) {
    return Batch.copyOf(Shape.vector(values.length), values);
  }

  private static final Batch EXAMPLE = picture(GREY, -1, -0.5, 0, 0.25, 0.5, 1);

  @Test
  void asTheyAreWhereNothingIsToBeDone() {
    OnnxFeatures map = features(pixels(OPEN, 1, 2, 3), PLAIN, GREY);
    assertThat(map.features(EXAMPLE)).isEqualTo(row(-1, -0.5, 0, 0.25, 0.5, 1));
    assertThat(map.name()).startsWith("6 features of the pixels themselves (m.onnx, sha256 ");
    assertThat(map.notice()).contains("not the standard FID").contains("the pixels themselves");
  }

  @Test
  void valuesAreCutAndMappedAndNormalised() {
    String yaml =
        PLAIN.replace("[-1, 1]", "[0, 256]") + "mean: [64]\ndeviation: [2]\nsize: [2, 3]\n";
    Batch wild = picture(GREY, -1.5, -0.5, 0, 0.25, 0.5, 3);
    assertThat(features(pixels(OPEN, 1, OPEN, OPEN), yaml, GREY).features(wild))
        .isEqualTo(row(-32, 0, 32, 48, 64, 96));
  }

  @Test
  void greyBecomesThreeColoursInAnyLayout() {
    assertThat(features(pixels(OPEN, 3, 2, 3), PLAIN, GREY).features(EXAMPLE).row(0))
        .containsExactly(
            -1, -0.5, 0, 0.25, 0.5, 1, -1, -0.5, 0, 0.25, 0.5, 1, -1, -0.5, 0, 0.25, 0.5, 1);
    String yaml = PLAIN.replace("nchw", "nhwc") + "channels: bgr\n";
    Shape colour = Shape.image(3, 1, 2);
    Batch two = picture(colour, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
    assertThat(features(pixels(OPEN, 1, 2, 3), yaml, colour).features(two).row(0))
        .containsExactly(row(0.5, 0.3, 0.1, 0.6, 0.4, 0.2).row(0), within(1e-7));
  }

  @Test
  void aBatchOfOneIsEnough() {
    Batch many = Noise.of(4, 5).uniform(GREY);
    OnnxFeatures one = features(pixels(1, 1, 2, 3), PLAIN, GREY);
    OnnxFeatures open = features(pixels(OPEN, 1, 2, 3), PLAIN, GREY);
    assertThat(one.features(many)).isEqualTo(open.features(many));
    assertThat(open.features(many).slice(3, 1)).isEqualTo(open.features(many.slice(3, 1)));
  }

  @Test
  void halvingWeighsEightNeighboursAsTheTriangleSays() {
    Shape line = Shape.image(1, 1, 8);
    double[] pulse = new double[8];
    pulse[3] = 1;
    // The triangle of half-width 2: (1, 3, 3, 1)/8 about each new centre.
    assertThat(features(pixels(OPEN, 1, 1, 4), PLAIN, line).features(picture(line, pulse)).row(0))
        .containsExactly(0, 3 / 8.0, 1 / 8.0, 0);
  }

  @Test
  void aConstantStaysAndARampStaysInside() {
    Shape square = Shape.image(1, 5, 7);
    double[] ramp = new double[35];
    Arrays.setAll(ramp, i -> (i % 7) / 10.0 - (i / 7) / 20.0);
    OnnxFeatures larger = features(pixels(OPEN, 1, 10, 21), PLAIN, square);
    Batch grown = larger.features(picture(square, ramp));
    for (int i = 1; i < 9; i++) {
      for (int j = 2; j < 19; j++) {
        double expected = ((j + 0.5) / 3 - 0.5) / 10 - ((i + 0.5) / 2 - 0.5) / 20;
        assertThat(grown.get(0, i * 21 + j)).isCloseTo(expected, within(1e-6));
      }
    }
    double[] half = new double[35];
    Arrays.fill(half, 0.5);
    for (long[] size : new long[][] {{3, 4}, {5, 7}, {11, 2}, {1, 1}}) {
      OnnxFeatures other = features(pixels(OPEN, 1, size[0], size[1]), PLAIN, square);
      assertThat(other.features(picture(square, half)).row(0)).containsOnly(0.5);
    }
  }

  @Test
  void whatDecidesThemDecidesTheirHash() {
    OnnxFeatures map = features(pixels(OPEN, 1, 2, 3), PLAIN, GREY);
    assertThat(features(pixels(OPEN, 1, 2, 3), PLAIN, GREY).sha256()).isEqualTo(map.sha256());
    String other = PLAIN.replace("[-1, 1]", "[0, 1]");
    assertThat(features(pixels(OPEN, 1, 2, 3), other, GREY).sha256()).isNotEqualTo(map.sha256());
    assertThat(features(pixels(1, 1, 2, 3), PLAIN, GREY).sha256()).isNotEqualTo(map.sha256());
  }

  private void refused(TinyModel model, String yaml, Shape shape, String... says) {
    assertThatThrownBy(() -> features(model, yaml, shape))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(says);
  }

  @Test
  void whatDoesNotFitIsRefusedWithACure() throws IOException {
    TinyModel good = pixels(OPEN, 1, 2, 3);
    refused(good, PLAIN, Shape.image(3, 2, 3), "1 channels", "have shape 3x2x3");
    refused(good, PLAIN, Shape.vector(6), "1 channels", "have shape 6");
    refused(good, PLAIN + "output: z\n", GREY, "output says 'z'", "[y]");
    refused(good, PLAIN + "input: xx\n", GREY, "'x' was probably meant");
    refused(good, PLAIN + "size: [4, 4]\n", GREY, "size says [4, 4]");
    refused(good, PLAIN + "mean: [1, 2]\n", GREY, "one number for each of the 1 channels");
    refused(pixels(OPEN, 1, OPEN, OPEN), PLAIN, GREY, "size: [height, width]");
    refused(good, PLAIN.replace("nchw", "batch-first"), GREY, "one of pictures");
    OnnxFeatures map = features(good, PLAIN, GREY);
    assertThatThrownBy(() -> map.features(picture(GREY, 0, 0, 0, 0, 0, 255)))
        .hasMessageContaining("values in [-1, 1], these have 0.0 to 255.0");
    assertThat(map.features(picture(GREY, -40, 0, 0, 0, 0, 40)))
        .as("what a poor sampler gives is cut")
        .isEqualTo(map.features(picture(GREY, -1, 0, 0, 0, 0, 1)));
    assertThatThrownBy(() -> map.features(picture(GREY, Double.NaN, 0, 0, 0, 0, 0)))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> OnnxFeatures.read(folder.resolve("m.onnx"), GREY))
        .hasMessageContaining("no 'm.yaml' beside it");
    Files.writeString(folder.resolve("m.yaml"), PLAIN);
    assertThat(OnnxFeatures.read(folder.resolve("m.onnx"), GREY).features(EXAMPLE))
        .isEqualTo(map.features(EXAMPLE));
  }

  /// Both feature networks of the folder of shared data take pictures of our sizes.
  @Test
  void pretrainedFeatureNetworksRun() {
    Path shared =
        Path.of(System.getProperty("repository.root", ".."))
            .toAbsolutePath()
            .normalize()
            .resolveSibling("shared")
            .resolve("data")
            .resolve("features");
    Assumptions.assumeTrue(
        Files.isDirectory(shared), "there is no " + shared + ": pretrained networks not tested");
    FeatureSettings inception =
        Settings.parse(
            "yaml",
            """
            about: an Inception-v3 trunk
            output: features
            layout: nchw
            value_range: [0, 1]
            """,
            FeatureSettings.class);
    Shape faces = Shape.image(3, 64, 64);
    Batch found =
        OnnxFeatures.of(
                shared.resolve("inception_v3_nsfwjs430_u8.onnx"),
                inception,
                faces,
                OnnxOptions.usual())
            .features(Noise.of(1, 2).uniform(faces));
    assertThat(found.shape()).isEqualTo(Shape.vector(2048));
    assertThat(found.row(0)).isNotEqualTo(found.row(1));
    FeatureSettings lenet =
        Settings.parse(
            "yaml",
            """
            about: logits of a LeNet
            layout: nchw
            value_range: [0, 255]
            """,
            FeatureSettings.class);
    Shape digits = Shape.image(1, 28, 28);
    Batch logits =
        OnnxFeatures.of(
                shared.resolve("mnist_cntk_lenet_26k.onnx"), lenet, digits, OnnxOptions.usual())
            .features(Noise.of(1, 3).uniform(digits));
    assertThat(logits.shape()).isEqualTo(Shape.vector(10));
  }
}
