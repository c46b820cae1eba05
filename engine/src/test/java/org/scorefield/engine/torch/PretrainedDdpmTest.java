package org.scorefield.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Shape;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Inputs;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Ops;
import org.scorefield.engine.nn.Parameter;

/// Networks that others trained, written in our operations, give what they gave elsewhere: golden
/// numbers of two small denoisers of digits, in the folder of shared data beside the repository.
class PretrainedDdpmTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("repository.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolveSibling("shared")
          .resolve("data")
          .resolve("mnist28");

  @ParameterizedTest
  @ValueSource(strings = {"ddpm_mnist_starter", "ddpm_mnist_augmentation"})
  void aPretrainedNetworkGivesItsGoldenVectors(String name) throws IOException {
    Assumptions.assumeTrue(
        Files.isDirectory(FOLDER), "there is no " + FOLDER + ": pretrained networks not tested");
    Ddpm network = new Ddpm();
    SafeTensors file = SafeTensors.read(FOLDER.resolve(name + ".safetensors"));
    float[] x = floats(FOLDER.resolve("golden_x_2x1x28x28_f32.bin"));
    float[] golden = floats(FOLDER.resolve("golden_eps_t0.02_t0.5_" + name + ".bin"));
    MiniBatch batch =
        new MiniBatch(x, new float[] {0.02f, 0.5f}, new float[0], x, new float[] {1, 1});
    double[] output =
        new Evaluation(network, NetworkCase.parameters(network, file), batch).output();
    assertThat(Arrays.stream(output).map(Math::abs).max().orElseThrow()).isGreaterThan(0.5);
    for (int i = 0; i < golden.length; i++) {
      assertThat(output[i]).as("number " + i).isCloseTo(golden[i], within(1e-5));
    }
  }

  private static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / 4];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /// Four blocks of a convolution, a normalisation over all of a sample with a gain and an offset a
  /// number, and GELU; an embedding of the time is added after the first; then a convolution.
  private record Ddpm() implements Network {
    private static final List<Integer> CHANNELS = List.of(1, 16, 32, 32, 16);

    @Override
    public String kind() {
      return "pretrained";
    }

    @Override
    public Shape shape() {
      return Shape.image(1, 28, 28);
    }

    @Override
    public int condition() {
      return 0;
    }

    @Override
    public <T> T forward(Ops<T> ops, Inputs<T> in) {
      T embedding = embedding(ops, in.noise());
      T h = in.x();
      for (int i = 0; i < 4; i++) {
        h = block(ops, "gt.blocks." + i + ".net", h, CHANNELS.get(i), CHANNELS.get(i + 1));
        h = i == 0 ? ops.add(h, embedding) : h;
      }
      return convolution(ops, "gt.blocks.4", h, 16, 1, 3);
    }

    private static <T> T embedding(Ops<T> ops, T time) {
      T angle = ops.multiply(time, parameter(ops, "gt.frequencies", 16));
      T e = ops.concatenate(List.of(ops.sin(angle), ops.shift(ops.cos(angle), -1)), 1);
      e = ops.gelu(linear(ops, "gt.time_embed.0", e, 32, 128));
      e = ops.gelu(linear(ops, "gt.time_embed.2", e, 128, 128));
      e = ops.gelu(linear(ops, "gt.time_embed.4", e, 128, 128));
      return ops.reshape(linear(ops, "gt.time_embed.6", e, 128, 16), 16, 1, 1);
    }

    private static <T> T block(Ops<T> ops, String name, T x, int inputs, int outputs) {
      T h = convolution(ops, name + ".0", x, inputs, outputs, 7);
      h = ops.layerNorm(ops.reshape(h, outputs * 784), 1e-5);
      h = ops.reshape(h, outputs, 28, 28);
      h = ops.multiply(h, parameter(ops, name + ".1.weight", outputs, 28, 28));
      return ops.gelu(ops.add(h, parameter(ops, name + ".1.bias", outputs, 28, 28)));
    }

    private static <T> T convolution(
        Ops<T> ops, String name, T x, int inputs, int outputs, int size) {
      T weight = parameter(ops, name + ".weight", outputs, inputs, size, size);
      Optional<T> bias = Optional.of(parameter(ops, name + ".bias", outputs));
      return ops.convolution(x, weight, bias, 1, size / 2);
    }

    private static <T> T linear(Ops<T> ops, String name, T x, int inputs, int outputs) {
      return ops.linear(
          x,
          parameter(ops, name + ".weight", outputs, inputs),
          Optional.of(parameter(ops, name + ".bias", outputs)));
    }

    private static <T> T parameter(Ops<T> ops, String name, int... axes) {
      List<Integer> list = Arrays.stream(axes).boxed().toList();
      return ops.parameter(new Parameter(name, list, Init.ZEROS, true));
    }
  }
}
