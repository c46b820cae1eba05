package org.scorefield.engine.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Toys;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.gated.DenoisingPairs;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.experiment.CertifyExperiment.Patterns;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.TwoLayer;
import org.scorefield.engine.train.Normaliser;
import org.scorefield.engine.train.Parametrisation;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.experiment.CertifyResult;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.ModelCard;
import org.scorefield.experiment.Progress;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class CertifyRunTest {
  private static final Shape PLANE = Shape.vector(2);
  private static final Dataset MOONS = Toys.named("moons").dataset(80, NoiseKey.of(3));

  private static Model model(Denoiser denoiser) {
    return new Model(
        denoiser, new ModelCard("two-layer", PLANE, "", 1, "moons", "0", 80, 0, "drawn"));
  }

  private static CertifyExperiment experiment(
      Denoiser denoiser, OptionalDouble beta, OptionalDouble level, int grow) {
    return new CertifyExperiment(
        model(denoiser),
        MOONS,
        beta,
        level,
        "lognormal",
        "edm",
        OptionalInt.of(30),
        2,
        new Patterns.All(),
        false,
        grow,
        1e-3,
        4);
  }

  private static CertifyResult run(CertifyExperiment experiment) {
    return new EngineRunner(Progress.NONE).run(experiment);
  }

  private static double[] normal(int n, long seed) {
    return Noise.of(seed, 1).normal(Shape.vector(n)).toArray();
  }

  private static TwoLayerScore score() {
    return new TwoLayerScore(
        Activation.RELU,
        Matrix.adopt(3, 2, normal(6, 1)),
        Vector.adopt(normal(3, 2)),
        Matrix.adopt(3, 2, normal(6, 3)),
        Matrix.adopt(2, 2, normal(4, 4)),
        Vector.adopt(normal(2, 5)));
  }

  @Test
  void aScoreNetworkOfOneLevelIsJudgedAsItStands() {
    double sigma = 0.5;
    double beta = 0.1;
    TwoLayerScore score = score();
    CertifyResult result =
        run(experiment(score.denoiser(sigma), OptionalDouble.of(beta), OptionalDouble.empty(), 30));
    NoiseKey key = NoiseKey.of(4).child("certify");
    DenoisingPairs pairs =
        DenoisingPairs.draw(
            MOONS.select(RandomRows.indices(80, 30, key.child("rows"))),
            sigma,
            2,
            key.child("noise"));
    Batch wrong = score.score(pairs.noisy()).plus(pairs.targets(), -1);
    double biases = score.hiddenBiases().stream().map(b -> b * b).sum();
    double expected =
        Arrays.stream(wrong.shared()).map(e -> e * e).sum() / 2 / 60
            + beta / 2 * (score.weightDecay() + biases);
    assertThat(result.audit().objective()).isCloseTo(expected, within(1e-9 * expected));
    assertThat(result.rows()).isEqualTo(60);
    assertThat(result.audit().global()).isTrue();
    double grown = result.rounds().getLast().audit().certificate().primal();
    assertThat(grown).isLessThan(result.audit().certificate().primal());
    assertThat(result.audit().certificate().dual()).isBetween(0.995 * grown, grown);
    assertThat(result.improved()).isEmpty();
    assertThatThrownBy(() ->
            run(
                experiment(
                    score.denoiser(sigma), OptionalDouble.of(beta), OptionalDouble.of(0.4), 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("made for sigma 0.5 alone");
  }

  /// Weights at random predict what is not there: making all of them smaller pays.
  @Test
  void aNetworkWithoutATraceOfWeightDecayNeedsToBeToldBeta() {
    TwoLayer two = new TwoLayer(PLANE, 0, 6);
    double[] values = normal(Layout.of(two).size(), 6);
    float[] parameters = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      parameters[i] = (float) values[i];
    }
    TrainedNetwork network =
        TrainedNetwork.of(
            two,
            parameters,
            Parametrisation.EDM,
            Normaliser.measure(MOONS, Normaliser.Scope.ALL),
            0);
    assertThatThrownBy(
            () -> run(experiment(network, OptionalDouble.empty(), OptionalDouble.of(0.3), 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no trace of weight decay")
        .hasMessageContaining("--beta, below");
    assertThat(
            run(experiment(network, OptionalDouble.of(0.01), OptionalDouble.of(0.3), 0))
                .audit()
                .words(1e-3))
        .contains("not optimal");
  }

  @Test
  void aDenoiserThatIsNoNetworkIsRefused() {
    assertThatThrownBy(() ->
            run(
                experiment(
                    Toys.named("moons").law(), OptionalDouble.of(1), OptionalDouble.empty(), 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fit two-layer");
  }
}
