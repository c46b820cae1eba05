package org.scorefield.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.RawNetwork;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.Wired;
import org.scorefield.wiring.Wiring;

/// Networks that others trained give what they gave elsewhere, through their wiring: golden numbers
/// of two denoisers of digits and one of faces, in the folder of shared data beside the repository.
class PretrainedOnnxTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("repository.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolveSibling("shared")
          .resolve("data");

  private static final String DIGITS =
      """
      prediction: epsilon
      schedule: {kind: linear, timesteps: 1000, beta_start: 1e-4, beta_end: 0.02}
      noise_input: timestep-fraction
      layout: nchw
      value_range: [-0.5, 0.5]
      sigma_data: 0.308
      inputs: {x: x, noise: t}
      """;

  private static final String FACES =
      """
      prediction: epsilon
      schedule: {kind: cosine, timesteps: 300, offset: 0.008, lowest_beta: 1e-4, highest_beta: 0.9999}
      noise_input: timestep
      layout: nhwc
      value_range: [-1, 1]
      sigma_data: 0.5
      inputs: {x: image_input, noise: time_input}
      output: eps
      """;

  @ParameterizedTest
  @ValueSource(strings = {"ddpm_mnist_starter", "ddpm_mnist_augmentation"})
  void digitsAreDenoisedAsElsewhere(String name) throws IOException {
    Wired wired = wired("mnist28/" + name + ".onnx", DIGITS);
    float[] x = floats("mnist28/golden_x_2x1x28x28_f32.bin");
    float[] golden = floats("mnist28/golden_eps_t0.02_t0.5_" + name + ".bin");
    agree(wired, x, golden, new int[] {20, 500}, 1e-5);
  }

  @Test
  void facesAreDenoisedAsElsewhere() throws IOException {
    Wired wired = wired("anime64/anime64_ddpm_eps_cosine300_u8.onnx", FACES);
    assertThat(wired.shape()).isEqualTo(Shape.image(3, 64, 64));
    float[] x = floats("anime64/golden_x_2x64x64x3_f32.bin");
    float[] golden = floats("anime64/golden_eps_t20_t250_f32.bin");
    agree(wired, x, golden, new int[] {20, 250}, 1e-4);
  }

  /// The network itself, and the denoiser at the level of the timestep: `D = x - sigma eps` for `x
  /// = z sqrt(1 + sigma^2)`, in our units.
  private static void agree(
      Wired wired, float[] z, float[] golden, int[] timesteps, double tolerance) {
    RawNetwork network = wired.network();
    int d = network.shape().size();
    assertThat(golden).hasSize(timesteps.length * d);
    double unit = wired.wiring().unit();
    for (int i = 0; i < timesteps.length; i++) {
      double sigma = wired.wiring().table().orElseThrow().sigmas().get(timesteps[i]);
      Batch state = batch(network.shape(), z, i * d);
      Batch eps = batch(network.shape(), golden, i * d);
      double told =
          network.shape().dimensions().getLast() == 3 ? timesteps[i] : timesteps[i] / 1000.0;
      assertThat(distance(network.evaluate(state, told), eps)).isLessThan(tolerance);
      assertThat(Arrays.stream(eps.shared()).map(Math::abs).max().orElseThrow()).isGreaterThan(0.5);

      Batch x = ours(wired, state.times(unit * Math.hypot(1, sigma)));
      Batch clean = wired.denoise(x, unit * sigma);
      Batch expected = Batch.combine(1, x, -unit * sigma, ours(wired, eps));
      assertThat(distance(clean, expected)).isLessThan(tolerance * unit * sigma + 1e-12);
    }
  }

  private static Batch batch(Shape shape, float[] values, int from) {
    double[] out = new double[shape.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[from + i];
    }
    return Batch.adopt(shape, out);
  }

  /// A picture of the network with channels first.
  private static Batch ours(Wired wired, Batch picture) {
    Shape to = wired.shape();
    if (picture.shape().equals(to)) {
      return picture;
    }
    int channels = to.dimensions().getFirst();
    int pixels = to.size() / channels;
    double[] out = new double[to.size()];
    for (int i = 0; i < out.length; i++) {
      out[i % channels * pixels + i / channels] = picture.shared()[i];
    }
    return Batch.adopt(to, out);
  }

  private static double distance(Batch a, Batch b) {
    double most = 0;
    for (int i = 0; i < a.shared().length; i++) {
      most = Math.max(most, Math.abs(a.shared()[i] - b.shared()[i]));
    }
    return most;
  }

  private static Wired wired(String name, String yaml) {
    Path file = FOLDER.resolve(name);
    Assumptions.assumeTrue(
        Files.isRegularFile(file), "there is no " + file + ": pretrained networks not tested");
    Wiring wiring = Settings.parse("yaml", yaml, Wiring.class);
    return (Wired) OnnxModels.read(file, wiring, OnnxOptions.usual()).denoiser();
  }

  private static float[] floats(String name) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(FOLDER.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / 4];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
