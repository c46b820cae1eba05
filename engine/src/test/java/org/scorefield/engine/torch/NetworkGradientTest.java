package org.scorefield.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Networks;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.random.NoiseKey;

class NetworkGradientTest {
  private static Stream<Network> networks() {
    return NetworkCase.tiny();
  }

  @Test
  void everyKindIsTested() {
    assertThat(networks().map(Network::kind).distinct())
        .containsExactlyInAnyOrderElementsOf(Networks.ALL.names());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theGradientIsTheSlopeOfTheLoss(Network network) {
    Evaluation at = Evaluation.drawn(network, 5);
    double[] gradient = at.gradient();
    for (int k = 0; k < 3; k++) {
      double[] direction =
          new Init.Normal(1).draw(gradient.length, NoiseKey.of(3).child("direction." + k));
      double h = 1e-6;
      double slope = (moved(at, direction, h).loss() - moved(at, direction, -h).loss()) / (2 * h);
      double expected = dot(gradient, direction);
      assertThat(slope).isCloseTo(expected, within(1e-6 * norm(gradient) * norm(direction)));
      assertThat(Math.abs(expected)).isGreaterThan(1e-4 * norm(gradient));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void shardsInFloatGiveTheGradientOfTheTrainedParameters(Network network) {
    Evaluation at = Evaluation.drawn(network, 5);
    double[] expected = at.gradient();
    Layout layout = Layout.of(network);
    double scale = 0;
    for (double g : expected) {
      scale = Math.max(scale, Math.abs(g));
    }
    try (Gradients gradients = new Gradients(network, 2)) {
      float[] gradient = gradients.at(Evaluation.floats(at.parameters()), at.inputs()).gradient();
      for (Parameter parameter : layout.parameters()) {
        int from = layout.offset(parameter);
        double most = 0;
        for (int i = from; i < from + parameter.size(); i++) {
          assertThat((double) gradient[i])
              .as(parameter.name())
              .isCloseTo(parameter.trained() ? expected[i] : 0, within(2e-5 * scale));
          most = Math.max(most, Math.abs(gradient[i]));
        }
        assertThat(most > 0).as(parameter.name()).isEqualTo(parameter.trained());
      }
    }
  }

  /// Along the gradient itself, far enough that rounding in float32 does not hide the difference.
  @ParameterizedTest
  @MethodSource("networks")
  void theGradientInFloatIsTheSlopeOfTheLossInFloat(Network network) {
    Evaluation drawn = Evaluation.drawn(network, 5);
    float[] parameters = Evaluation.floats(drawn.parameters());
    try (Gradients gradients = new Gradients(network, 2)) {
      Gradients.Result here = gradients.at(parameters, drawn.inputs());
      double slope = 0;
      for (float g : here.gradient()) {
        slope += (double) g * g;
      }
      double h = 3e-4 * lossScale(here, drawn.inputs()) / slope;
      double there = loss(gradients.at(stepped(parameters, here, h), drawn.inputs()), drawn);
      double back = loss(gradients.at(stepped(parameters, here, -h), drawn.inputs()), drawn);
      assertThat((there - back) / (2 * h)).isCloseTo(slope, within(0.01 * slope));
    }
  }

  private static float[] stepped(float[] parameters, Gradients.Result result, double h) {
    float[] moved = parameters.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (h * result.gradient()[i]);
    }
    return moved;
  }

  private static double loss(Gradients.Result result, Evaluation at) {
    double sum = 0;
    for (int i = 0; i < result.losses().length; i++) {
      sum += (double) result.losses()[i] * at.inputs().weight()[i];
    }
    return sum / result.losses().length;
  }

  private static double lossScale(Gradients.Result result, MiniBatch batch) {
    double sum = 0;
    for (int i = 0; i < result.losses().length; i++) {
      sum += (double) result.losses()[i] * Math.abs(batch.weight()[i]);
    }
    return sum / result.losses().length;
  }

  private static Evaluation moved(Evaluation at, double[] direction, double h) {
    double[] moved = at.parameters().clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += h * direction[i];
    }
    return at.at(moved);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }
}
