package org.scorefield.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.engine.nn.Dit;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Networks;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.random.NoiseKey;

/// Oracle: the same networks written in PyTorch, `bench/peers/networks.py fixtures` (torch 2.13).
class PeerForwardTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlp",
        "mlp-plain",
        "residual-mlp",
        "residual-mlp-plain",
        "unet-scale-shift",
        "unet-add-patch",
        "dit",
        "relu",
        "two-layer"
      })
  void theSameParametersGiveTheOutputOfPyTorch(String name) throws Exception {
    SafeTensors fixture = NetworkCase.fixture(name);
    Network network = network(name, fixture);
    float[] x = Evaluation.floats(fixture.tensor("in.x").toArray());
    float[] noise = Evaluation.floats(fixture.tensor("in.noise").toArray());
    float[] condition =
        network.condition() == 0
            ? new float[0]
            : Evaluation.floats(fixture.tensor("in.condition").toArray());
    Evaluation evaluation =
        new Evaluation(
            network,
            NetworkCase.parameters(network, fixture),
            new MiniBatch(x, noise, condition, x, noise));
    double[] expected = fixture.tensor("expected").toArray();
    assertThat(Arrays.stream(expected).map(Math::abs).max().orElseThrow()).isGreaterThan(0.1);
    assertThat(evaluation.output()).containsExactly(expected, within(1e-5));
    // A negative control: the parameters matter.
    double[] other = Arrays.stream(evaluation.parameters()).map(p -> 1.01 * p).toArray();
    assertThat(distance(evaluation.at(other).output(), expected)).isGreaterThan(1e-4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mlp", "residual-mlp", "unet-scale-shift", "unet-add-patch", "dit", "two-layer"})
  void everyParameterOfPyTorchIsOneOfOurs(String name) throws Exception {
    SafeTensors fixture = NetworkCase.fixture(name);
    Set<String> theirs = new HashSet<>(fixture.tensors().keySet());
    theirs.removeAll(Set.of("in.x", "in.noise", "in.condition", "expected"));
    assertThat(Layout.of(network(name, fixture)).parameters())
        .extracting(Parameter::name)
        .containsExactlyInAnyOrderElementsOf(theirs);
  }

  @Test
  void placesAreThoseOfPyTorch() throws Exception {
    SafeTensors fixture = NetworkCase.fixture("dit");
    Dit network = (Dit) network("dit", fixture);
    Layout layout = Layout.of(network);
    float[] start = layout.start(NoiseKey.of(1));
    double[] expected = fixture.tensor("places").toArray();
    int at = layout.offset("places");
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) start[at + i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  private static Network network(String name, SafeTensors fixture) {
    return Networks.read(
        name,
        Objects.requireNonNull(fixture.metadata().get("kind")),
        Objects.requireNonNull(fixture.metadata().get("network")));
  }

  private static double distance(double[] a, double[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }
}
