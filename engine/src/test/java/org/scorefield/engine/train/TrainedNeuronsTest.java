package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Toys;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.convex.relu.Neurons;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.TwoLayer;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.TrainingLevels;
import org.scorefield.schedule.Weightings;

class TrainedNeuronsTest {
  private static final Shape PLANE = Shape.vector(2);
  private static final Dataset MOONS = Toys.named("moons").dataset(300, NoiseKey.of(3));
  private static final NoiseKey KEY = NoiseKey.of(5);

  private static TrainedNetwork drawn(Network network, Parametrisation parametrisation) {
    double[] values =
        Noise.of(7, 1).normal(Shape.vector(Layout.of(network).size())).times(0.4).shared();
    float[] parameters = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      parameters[i] = (float) values[i];
    }
    return TrainedNetwork.of(
        network, parameters, parametrisation, Normaliser.measure(MOONS, Normaliser.Scope.ALL), 0);
  }

  /// The loss of neurons and linear part is that of the denoiser on the clean rows: an error e of
  /// the output is an error c_out e of the denoiser, and the noisy rows are in the problem.
  @Test
  void theProblemIsThatOfTheDenoiser() {
    for (Parametrisation parametrisation :
        new Parametrisation[] {Parametrisation.EDM, Parametrisation.X0}) {
      TrainedNetwork network = drawn(new TwoLayer(PLANE, 0, 9), parametrisation);
      double sigma = 0.4;
      TrainedNeurons at = TrainedNeurons.at(network, MOONS, sigma, 50, 2, KEY);
      assertThat(at.problem().count()).isEqualTo(100);
      double scale = network.normaliser().scale();
      double s = sigma / scale;
      Matrix rows = at.problem().rows();
      double[] noisy = new double[200];
      double[] clean = new double[200];
      for (int r = 0; r < 100; r++) {
        for (int j = 0; j < 2; j++) {
          double x = rows.get(r, j) / parametrisation.in(s);
          noisy[2 * r + j] = network.normaliser().mean().get(j) + scale * x;
          clean[2 * r + j] =
              network.normaliser().mean().get(j)
                  + scale
                      * (parametrisation.skip(s) * x
                          + parametrisation.out(s) * at.problem().targets().get(r, j));
        }
      }
      Batch denoised = network.denoise(Batch.adopt(PLANE, noisy), sigma);
      double loss = 0;
      for (int i = 0; i < 200; i++) {
        double e = (denoised.shared()[i] - clean[i]) / (scale * parametrisation.out(s));
        loss += e * e / 2;
      }
      assertThat(at.problem().objective(at.neurons(), at.affine(), 0))
          .isCloseTo(loss, within(1e-4 * loss));
      // The clean rows are rows of the data, in an order drawn at random.
      Batch all = MOONS.rows(0, 300);
      for (int r = 0; r < 100; r += 9) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 300; i++) {
          nearest =
              Math.min(
                  nearest,
                  Math.hypot(
                      all.shared()[2 * i] - clean[2 * r],
                      all.shared()[2 * i + 1] - clean[2 * r + 1]));
        }
        assertThat(nearest).isLessThan(1e-5);
      }
    }
  }

  @Test
  void edmsWeightingCountsTheErrorsOfTheOutputAlikeAtAllLevels() {
    TrainedNetwork network = drawn(new TwoLayer(PLANE, 0, 9), Parametrisation.EDM);
    TrainedNeurons joint =
        TrainedNeurons.over(
            network,
            MOONS,
            TrainingLevels.parse("lognormal").scaledTo(network.normaliser().scale()),
            Weightings.parse("edm"),
            200,
            1,
            KEY);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double first = joint.problem().rows().get(0, 3);
    for (int r = 0; r < 200; r++) {
      double one = joint.problem().rows().get(r, 3);
      assertThat(one).isCloseTo(first, within(1e-3 * first));
      low = Math.min(low, joint.problem().rows().get(r, 2) / one);
      high = Math.max(high, joint.problem().rows().get(r, 2) / one);
    }
    // ln(s)/4 of levels from exp(-1.2 - 3 * 1.2) to exp(-1.2 + 3 * 1.2) over 0.5, about.
    assertThat(low).isBetween(-1.5, -0.8);
    assertThat(high).isBetween(0.4, 1.2);
  }

  @Test
  void neuronsPutBackGiveTheDenoiserWithTheBestLinearPart() {
    TrainedNetwork network = drawn(new TwoLayer(PLANE, 0, 9), Parametrisation.EDM);
    TrainedNeurons at = TrainedNeurons.at(network, MOONS, 0.4, 80, 1, KEY);
    Neurons balanced = at.neurons().balanced();
    TrainedNetwork back = at.with(balanced);
    TrainedNeurons again = TrainedNeurons.at(back, MOONS, 0.4, 80, 1, KEY);
    double expected = at.problem().objective(balanced, 0.3);
    assertThat(again.problem().objective(again.neurons(), again.affine(), 0.3))
        .isCloseTo(expected, within(1e-5 * expected));
    Denoiser none = at.with(Neurons.none(4, 2));
    assertThat(none.denoise(MOONS.rows(0, 5), 0.4).firstNonFinite()).isEmpty();
  }

  @Test
  void otherNetworksAreRefusedByName() {
    TrainedNetwork mlp = drawn(Mlp.small(PLANE, 0), Parametrisation.EDM);
    assertThatThrownBy(() -> TrainedNeurons.at(mlp, MOONS, 0.4, 10, 1, KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mlp")
        .hasMessageContaining("fit two-layer");
    TrainedNetwork told = drawn(new TwoLayer(PLANE, 2, 4), Parametrisation.EDM);
    assertThatThrownBy(() -> TrainedNeurons.at(told, MOONS, 0.4, 10, 1, KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 conditioning inputs");
    TrainedNetwork two = drawn(new TwoLayer(PLANE, 0, 4), Parametrisation.EDM);
    assertThatThrownBy(() -> TrainedNeurons.at(two, MOONS, 0.4, 301, 1, KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("300 rows")
        .hasMessageContaining("301");
    assertThatThrownBy(() -> TrainedNeurons.at(two, MOONS, -1, 10, 1, KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
