package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.random.Noise;

class LinearPartTest {
  private static final Shape SHAPE = Shape.vector(5);
  private static final double[] SIGMAS = {0.01, 0.3, 1, 4, 60};

  @TempDir Path directory;

  private static Dataset data() {
    double[] values = Noise.of(1, 400).normal(SHAPE).toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = 3 + (1 + i % 5) * values[i] + (i % 5 > 0 ? values[i - 1] / 2 : 0);
    }
    return Dataset.of("correlated", "none", Batch.adopt(SHAPE, values));
  }

  /// Row by row the Gaussian's own denoiser, with all directions and with some.
  @Test
  void everyRowIsDenoisedAtItsOwnLevel() {
    Gaussian whole = LinearPart.fit(data()).gaussian();
    for (Gaussian gaussian : new Gaussian[] {whole, whole.truncated(2)}) {
      Batch x = Noise.of(2, SIGMAS.length).normal(SHAPE).times(7);
      double[] centred = new double[x.count() * 5];
      for (int i = 0; i < centred.length; i++) {
        centred[i] = x.get(i / 5, i % 5) - gaussian.mean().get(i % 5);
      }
      double[] denoised = new LinearPart(gaussian).denoise(centred, SIGMAS);
      for (int i = 0; i < SIGMAS.length; i++) {
        Batch expected = gaussian.denoise(x.slice(i, 1), SIGMAS[i]);
        for (int j = 0; j < 5; j++) {
          assertThat(denoised[i * 5 + j] + gaussian.mean().get(j))
              .isCloseTo(expected.get(0, j), within(1e-10));
        }
      }
    }
  }

  @Test
  void onAnIsotropicGaussianItIsEdm() {
    LinearPart part = new LinearPart(Gaussian.isotropic(SHAPE, Vector.of(0, 0, 0, 0, 0), 4));
    for (double sigma : SIGMAS) {
      assertThat(part.out(sigma))
          .isCloseTo(2 * Parametrisation.EDM.out(sigma / 2), within(1e-12 * sigma + 1e-12));
    }
  }

  /// A network that says what its target says denoises exactly, and the file gives it back.
  @Test
  void targetsAndDenoiserBelongTogether() {
    Dataset data = data();
    Normaliser normaliser = Normaliser.measure(data, Normaliser.Scope.ALL);
    LinearPart part = LinearPart.fit(data);
    float[] clean = new TrainingRows(data, normaliser).select(0, 1, 2, 3, 4);
    NoisyBatch batch =
        new Noising(Parametrisation.EDM, normaliser, Optional.of(part))
            .apply(
                clean,
                new float[0],
                SIGMAS,
                new double[] {1, 1, 1, 1, 1},
                org.scorefield.random.NoiseKey.of(3));
    double scale = normaliser.scale();
    for (int i = 0; i < SIGMAS.length; i++) {
      double[] x = new double[5];
      for (int j = 0; j < 5; j++) {
        x[j] =
            normaliser.mean().get(j)
                + scale * batch.rows().x()[i * 5 + j] / Parametrisation.EDM.in(SIGMAS[i] / scale);
      }
      Batch linear = part.gaussian().denoise(Batch.ofRows(SHAPE, x), SIGMAS[i]);
      for (int j = 0; j < 5; j++) {
        double denoised = linear.get(0, j) + part.out(SIGMAS[i]) * batch.rows().target()[i * 5 + j];
        assertThat(denoised).isCloseTo(data.all().get(i, j), within(1e-5 * (10 + SIGMAS[i])));
      }
      assertThat((double) batch.rows().weight()[i])
          .isCloseTo(Math.pow(part.out(SIGMAS[i]), 2), within(1e-5 * SIGMAS[i] * SIGMAS[i] + 1e-9));
    }
  }

  @Test
  void runsResumeAndFilesKeepTheGaussian() throws Exception {
    TrainingSettings settings =
        TrainingSettings.DEFAULTS
            .withSteps(12)
            .withBatch(32)
            .withIntervals(5, 5)
            .withLoss(LossSettings.DEFAULTS.withLinear(true));
    Trainer trainer = new Trainer(new Mlp(SHAPE, 0, 8, 1, 4), data(), settings, 5);
    Path file = directory.resolve("run.safetensors");
    TrainedNetwork network =
        trainer.run(Optional.of(file), TrainingWatch.NONE).orElseThrow().last();
    byte[] bytes = Files.readAllBytes(file);
    trainer.resume(file, TrainingWatch.NONE);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    Path model = directory.resolve("model.safetensors");
    TrainedNetworks.tensors(network, "").write(model);
    TrainedNetwork read = TrainedNetworks.read("mlp", SafeTensors.read(model), "");
    assertThat(read.gaussian()).isEqualTo(network.gaussian()).isPresent();
    Batch x = Noise.of(4, 20).normal(SHAPE).times(9);
    assertThat(read.denoise(x, 2)).isEqualTo(network.denoise(x, 2));
  }

  @Test
  void otherPredictionsAndDeviationsByColumnAreRefused() {
    LossSettings loss = LossSettings.DEFAULTS.withLinear(true);
    assertThatThrownBy(() -> loss.withPrediction(Parametrisation.FLOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("prediction edm", "FLOW", "linear to false");
    assertThatThrownBy(() -> loss.withNormalise(Normaliser.Scope.COLUMNS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one deviation");
  }
}
