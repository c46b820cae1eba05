package org.scorefield.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Batch;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Networks;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.engine.nn.ReluScore;
import org.scorefield.random.NoiseKey;

/// What every network promises, at the sizes of its preset.
class NetworkContractTest {

  private static Stream<Network> presets() {
    return NetworkCase.presets();
  }

  private static Stream<Network> small() {
    return NetworkCase.presets()
        .filter(network -> network.condition() == 0)
        .filter(network -> network.shape().size() > 1 && network.shape().size() <= 64);
  }

  private static Stream<Network> conditioned() {
    return NetworkCase.presets().filter(network -> network.condition() > 0);
  }

  @ParameterizedTest
  @MethodSource("presets")
  void itsParametersHaveNamesOfTheirOwnAndLieOneAfterTheOther(Network network) {
    Layout layout = Layout.of(network);
    List<Parameter> parameters = layout.parameters();
    assertThat(parameters).extracting(Parameter::name).doesNotHaveDuplicates();
    int at = 0;
    for (Parameter parameter : parameters) {
      assertThat(layout.offset(parameter)).isEqualTo(at);
      at += parameter.size();
    }
    assertThat(layout.size()).isEqualTo(at);
    assertThat(layout.multiplyAdds()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void itStartsAtZeroUnlessItsLastLayerIsFrozen(Network network) {
    Evaluation drawn = Evaluation.drawn(network, 2);
    float[] start = Layout.of(network).start(NoiseKey.of(4));
    double[] parameters = new double[start.length];
    for (int i = 0; i < start.length; i++) {
      parameters[i] = start[i];
    }
    double[] output = drawn.at(parameters).output();
    if (network instanceof ReluScore) {
      assertThat(Arrays.stream(output).map(Math::abs).max().orElseThrow()).isGreaterThan(0.01);
    } else {
      assertThat(output).containsOnly(0.0);
    }
    assertThat(Arrays.stream(drawn.output()).map(Math::abs).max().orElseThrow())
        .isGreaterThan(0.01);
  }

  @ParameterizedTest
  @MethodSource("presets")
  void rowsDoNotSeeEachOther(Network network) {
    Evaluation all = Evaluation.drawn(network, 3);
    double[] together = all.output();
    int d = network.shape().size();
    for (int i = 0; i < 3; i++) {
      assertThat(Arrays.copyOfRange(together, i * d, (i + 1) * d))
          .containsExactly(all.row(i).output(), within(1e-10));
    }
  }

  /// More samples than a BLAS takes in one group.
  @ParameterizedTest
  @MethodSource("small")
  void aFunctionGivesTheSameBitsWhateverTheBatch(Network network) {
    int n = 19;
    Evaluation drawn = Evaluation.drawn(network, n);
    NetworkFunction function =
        NetworkFunction.of(network, Evaluation.floats(drawn.parameters()))
            .given(new float[network.condition()]);
    double[] x = new double[n * network.shape().size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = drawn.inputs().x()[i];
    }
    Batch all = Batch.adopt(network.shape(), x);
    Batch together = function.evaluate(all, 0.3);
    for (int i = 0; i < n; i += 6) {
      assertThat(function.evaluate(all.slice(i, 1), 0.3)).isEqualTo(together.slice(i, 1));
    }
    assertThat(function.evaluate(all.slice(5, 14), 0.3)).isEqualTo(together.slice(5, 14));
  }

  @ParameterizedTest
  @MethodSource("conditioned")
  void conditionsOfZeroAreNone(Network network) {
    Evaluation drawn = Evaluation.drawn(network, 2);
    MiniBatch in = drawn.inputs();
    MiniBatch zeros =
        new MiniBatch(
            in.x(), in.noise(), new float[in.condition().length], in.target(), in.weight());
    Network without = Networks.small(network.kind(), network.shape(), 0);
    MiniBatch none = new MiniBatch(in.x(), in.noise(), new float[0], in.target(), in.weight());
    double[] expected = new Evaluation(without, withoutCondition(drawn, without), none).output();
    assertThat(drawn.given(zeros).output()).containsExactly(expected, within(1e-10));
    assertThat(drawn.output()).isNotEqualTo(expected);
  }

  /// The parameters of a network without conditions: those of the same name, and of a longer first
  /// layer the columns that are not for conditions.
  private static double[] withoutCondition(Evaluation from, Network to) {
    Layout before = Layout.of(from.network());
    Layout after = Layout.of(to);
    double[] result = new double[after.size()];
    for (Parameter parameter : after.parameters()) {
      List<Integer> axes =
          before.parameters().stream()
              .filter(p -> p.name().equals(parameter.name()))
              .findFirst()
              .orElseThrow()
              .axes();
      int columns = parameter.size() / parameter.axes().getFirst();
      int stride = columns + axes.getLast() - parameter.axes().getLast();
      for (int row = 0; row < parameter.axes().getFirst(); row++) {
        System.arraycopy(
            from.parameters(),
            before.offset(parameter) + row * stride,
            result,
            after.offset(parameter) + row * columns,
            columns);
      }
    }
    return result;
  }
}
