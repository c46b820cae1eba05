package org.scorefield.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Networks;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.Watch;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.RhoGrid;

class NetworkFunctionTest {
  /// Every kind there is; widths that are and are not whole tiles of a matrix product; with and
  /// without a condition.
  static List<Network> networks() {
    List<Network> networks = new ArrayList<>();
    networks.add(new Mlp(Shape.vector(2), 0, 128, 3, 0));
    networks.add(new Mlp(Shape.vector(3), 0, 100, 2, 16));
    networks.add(new Mlp(Shape.vector(64), 10, 512, 2, 0));
    networks.add(new Mlp(Shape.image(1, 5, 5), 3, 19, 1, 4));
    for (String kind : Networks.ALL.names()) {
      for (Shape shape : List.of(Shape.vector(7), Shape.image(3, 12, 12))) {
        for (int condition : new int[] {0, 2}) {
          try {
            networks.add(Networks.small(kind, shape, condition));
          } catch (IllegalArgumentException notForSuchSamples) {
            // Kinds for pictures take no vectors; some take no condition.
          }
        }
      }
    }
    return networks;
  }

  /// Enough for several blocks, fewer where a sample costs much.
  private static int rows(Network network) {
    return network.shape().rank() == 1 ? 1000 : 30;
  }

  private static NetworkFunction function(Network network) {
    Layout layout = Layout.of(network);
    float[] parameters = new float[layout.size()];
    double[] drawn = new Init.Normal(0.2).draw(layout.size(), NoiseKey.of(3));
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) drawn[i];
    }
    NetworkFunction function = NetworkFunction.of(network, parameters);
    float[] condition = new float[network.condition()];
    if (condition.length > 0) {
      condition[condition.length / 2] = 1;
    }
    return function.given(condition);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aSampleHasTheSameBitsWhateverBatchItIsInAndWherever(Network network) {
    NetworkFunction function = function(network);
    int rows = rows(network);
    Batch x = Noise.of(4, rows).normal(network.shape());
    Batch whole = function.evaluate(x, 0.7);
    assertThat(whole.firstNonFinite()).isEmpty();
    assertThat(whole.slice(0, 1)).isNotEqualTo(whole.slice(1, 1));
    for (int size : new int[] {1, 7, 64, rows - 1}) {
      for (int offset = 0; offset + size <= rows; offset += Math.max(size, rows / 11)) {
        assertThat(function.evaluate(x.slice(offset, size), 0.7))
            .as("%d samples from %d on", size, offset)
            .isEqualTo(whole.slice(offset, size));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void equalSamplesHaveEqualBitsAtEveryPlace(Network network) {
    NetworkFunction function = function(network);
    Batch one = Noise.of(5, 1).normal(network.shape());
    Batch many = Batch.concat(Collections.nCopies(2 * rows(network) + 77, one));
    Batch expected = function.evaluate(one, -1.3);
    Batch result = function.evaluate(many, -1.3);
    for (int i = 0; i < many.count(); i++) {
      assertThat(result.slice(i, 1)).as("place %d", i).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void samplesHaveTheSameBytesForEveryBatchSizeAndNumberOfThreads(Network network) {
    NetworkFunction function = function(network);
    Denoiser model =
        new Denoiser() {
          @Override
          public Shape shape() {
            return network.shape();
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            double scale = 1 / Math.sqrt(1 + sigma * sigma);
            return Batch.combine(
                scale * scale, x, scale, function.evaluate(x.times(scale), Math.log(sigma) / 4));
          }
        };
    int rows = rows(network);
    Batch expected = drawn(model, rows, 1, rows);
    for (int size : new int[] {1, 7, 64, rows}) {
      int count = Math.min(rows, 10 * size);
      for (int threads : new int[] {1, 2, 64}) {
        assertThat(drawn(model, size, threads, count)).isEqualTo(expected.slice(0, count));
      }
    }
  }

  private static Batch drawn(Denoiser model, int size, int threads, int count) {
    Sampler sampler =
        new Sampler(new RhoGrid(7).toZero(2, 20, 0.01), new Heun(), new Start.Prior());
    List<Batch> parts = new ArrayList<>();
    new SampleStream(sampler, size, threads)
        .run(model, NoiseKey.of(1), count, Watch.NONE, parts::add)
        .orElseThrow();
    return Batch.concat(parts);
  }

  @Test
  void oneRowOfNoiseAndConditionIsEnough() {
    Mlp network = new Mlp(Shape.vector(1), 1, 1, 1, 0);
    Layout layout = Layout.of(network);
    float[] parameters = new float[layout.size()];
    System.arraycopy(new float[] {2, 3, 5}, 0, parameters, layout.offset("hidden.0.weight"), 3);
    parameters[layout.offset("out.weight")] = 1;
    NetworkFunction function = NetworkFunction.of(network, parameters).given(7);
    Batch y =
        function.evaluate(Batch.ofRows(Shape.vector(1), new double[] {1}, new double[] {-50}), 11);
    double h = 2 + 3 * 11 + 5 * 7;
    assertThat(y.get(0, 0)).isCloseTo(h / (1 + Math.exp(-h)), within(1e-5));
    h = -100 + 3 * 11 + 5 * 7;
    assertThat(y.get(1, 0)).isCloseTo(h / (1 + Math.exp(-h)), within(1e-11));
  }

  @Test
  void aWrongNumberOfParametersIsNamed() {
    assertThatThrownBy(() -> NetworkFunction.of(networks().getFirst(), new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 3");
  }
}
