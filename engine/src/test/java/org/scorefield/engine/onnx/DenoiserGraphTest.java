package org.scorefield.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Prediction;
import org.scorefield.denoise.PredictionDenoiser;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.torch.NetworkFunction;
import org.scorefield.engine.train.Normaliser;
import org.scorefield.engine.train.Parametrisation;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.random.Noise;

/// The denoiser written in operations is the one we sample from.
class DenoiserGraphTest {
  private static final double TOLERANCE = 1e-5;
  private static final double[] LEVELS = {0.002, 0.1, 0.7, 3, 80};

  private static Batch samples(Shape shape, double sigma) {
    return Noise.of(3, 5).normal(shape).times(Math.hypot(1, sigma));
  }

  private static void assertSame(Denoiser expected, TrainedNetwork trained, float[] condition) {
    DenoiserGraph graph = DenoiserGraph.of(trained);
    NetworkFunction function =
        NetworkFunction.of(graph, graph.values(trained.parameters())).given(condition);
    for (double sigma : LEVELS) {
      Batch x = samples(graph.shape(), sigma);
      double[] ours = expected.denoise(x, sigma).shared();
      double[] graphs = function.evaluate(x, sigma).shared();
      double size = size(trained, sigma);
      for (int i = 0; i < ours.length; i++) {
        assertThat((graphs[i] - ours[i]) / size)
            .as("sigma %s, component %d", sigma, i)
            .isBetween(-TOLERANCE, TOLERANCE);
      }
    }
  }

  /// Of what is rounded: x, and the network's output times its coefficient.
  private static double size(TrainedNetwork trained, double sigma) {
    return trained.normaliser().deviations().stream()
        .map(deviation -> deviation * Math.abs(trained.parametrisation().out(sigma / deviation)))
        .reduce(Math.hypot(1, sigma), Math::max);
  }

  @ParameterizedTest
  @EnumSource
  void isTheTrainedNetwork(Parametrisation parametrisation) {
    Network network = new Mlp(Shape.image(1, 2, 3), 0, 16, 2, 8);
    TrainedNetwork trained = Examples.trained(network, parametrisation, 0);
    assertSame(trained, trained, new float[0]);
  }

  @ParameterizedTest
  @EnumSource
  void componentsHaveTheirOwnDeviations(Parametrisation parametrisation) {
    Network network = new Mlp(Shape.vector(5), 0, 16, 2, 8);
    TrainedNetwork trained =
        TrainedNetwork.of(
            network,
            Examples.parameters(network),
            parametrisation,
            Examples.manyScales(network.shape()),
            0);
    assertSame(trained, trained, new float[0]);
  }

  @Test
  void theGaussianThatANetworkWasGivenIsInIt() {
    for (Shape shape : List.of(Shape.image(1, 2, 3), Shape.vector(2))) {
      TrainedNetwork trained = Examples.givenAGaussian(new Mlp(shape, 0, 16, 2, 8));
      assertSame(trained, trained, new float[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5})
  void conditionsBeyondTheClassesAreZero(int classes) {
    Network network = new Mlp(Shape.vector(2), 5, 16, 1, 8);
    TrainedNetwork trained = Examples.trained(network, Parametrisation.EDM, classes);
    assertSame(trained, trained, new float[classes]);
    if (classes > 0) {
      float[] second = new float[classes];
      second[1] = 1;
      assertSame(trained.given(1), trained, second);
    }
  }

  /// For data of mean 0 and deviation 1 the wrappers of core say the same, by other code.
  @Test
  void isTheWrapperOfCore() {
    Network network = Examples.SMALL;
    int d = network.shape().size();
    Normaliser unit = new Normaliser(Vector.generate(d, _ -> 0), Vector.generate(d, _ -> 1));
    float[] parameters = Examples.parameters(network);
    NetworkFunction raw = NetworkFunction.of(network, parameters);
    Preconditioning edm = new Preconditioning(1);
    assertSame(
        edm.wrap(raw),
        TrainedNetwork.of(network, parameters, Parametrisation.EDM, unit, 0),
        new float[0]);
    Stream.of(
            new PredictionDenoiser(
                raw, Prediction.V, PredictionDenoiser.VARIANCE_PRESERVING, edm::noise),
            new PredictionDenoiser(
                raw, Prediction.EPSILON, PredictionDenoiser.VARIANCE_PRESERVING, edm::noise),
            new PredictionDenoiser(
                raw, Prediction.X0, PredictionDenoiser.VARIANCE_PRESERVING, edm::noise))
        .forEach(core ->
            assertSame(
                core,
                TrainedNetwork.of(
                    network,
                    parameters,
                    Parametrisation.valueOf(core.prediction().name()),
                    unit,
                    0),
                new float[0]));
    assertSame(
        new PredictionDenoiser(raw, Prediction.VELOCITY, PredictionDenoiser.FLOW, edm::noise),
        TrainedNetwork.of(network, parameters, Parametrisation.FLOW, unit, 0),
        new float[0]);
  }
}
