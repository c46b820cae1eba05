package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.engine.torch.MiniBatch;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class NoisingTest {
  private static final int D = 3;
  private static final double[] SIGMAS = {0.003, 0.1, 0.8, 3, 40, 200};
  private static final Normaliser ONE_SCALE =
      new Normaliser(Vector.of(1, -2, 0.5), Vector.of(2, 2, 2));
  private static final Normaliser COLUMNS =
      new Normaliser(Vector.of(1, -2, 0.5), Vector.of(2, 0.1, 5));

  private static float[] clean() {
    double[] drawn = Noise.of(4, SIGMAS.length).normal(Shape.vector(D)).shared();
    float[] z = new float[drawn.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) drawn[i];
    }
    return z;
  }

  private static NoisyBatch noisy(Parametrisation p, Normaliser normaliser, double... weights) {
    return new Noising(p, normaliser).apply(clean(), new float[0], SIGMAS, weights, NoiseKey.of(9));
  }

  private static double[] weights(double each) {
    double[] weights = new double[SIGMAS.length];
    java.util.Arrays.fill(weights, each);
    return weights;
  }

  /// Clean and noisy components in the units of the data.
  private static double x0(Normaliser n, int i, int j) {
    return n.mean().get(j) + n.deviations().get(j) * clean()[i * D + j];
  }

  private static double x(Normaliser n, int i, int j) {
    Batch noise = new Noise(NoiseKey.of(9), 0, SIGMAS.length).normal(Shape.vector(D));
    return x0(n, i, j) + SIGMAS[i] * noise.get(i, j);
  }

  /// What {@link TrainedNetwork} makes of an output f of the network.
  private static double denoised(Parametrisation p, Normaliser n, int i, int j, double f) {
    double s = SIGMAS[i] / n.deviations().get(j);
    double centred = x(n, i, j) - n.mean().get(j);
    return n.mean().get(j) + p.skip(s) * centred + n.deviations().get(j) * p.out(s) * f;
  }

  @ParameterizedTest
  @EnumSource
  void aNetworkThatMeetsItsTargetDenoisesExactly(Parametrisation p) {
    for (Normaliser n : new Normaliser[] {ONE_SCALE, COLUMNS}) {
      MiniBatch rows = noisy(p, n, weights(1)).rows();
      for (int i = 0; i < SIGMAS.length; i++) {
        for (int j = 0; j < D; j++) {
          double s = SIGMAS[i] / n.deviations().get(j);
          double size = Math.abs(x(n, i, j)) + SIGMAS[i] + 10;
          assertThat(denoised(p, n, i, j, rows.target()[i * D + j]))
              .isCloseTo(x0(n, i, j), within(2e-7 * size));
          assertThat((double) rows.x()[i * D + j])
              .isCloseTo(
                  p.in(s) * (x(n, i, j) - n.mean().get(j)) / n.deviations().get(j),
                  within(1e-6 * (1 + p.in(s) * s)));
        }
      }
    }
  }

  /// The identity behind every weighting: weight times the squared error of the output is lambda
  /// times the squared error of the clean sample, whatever the network predicts.
  @ParameterizedTest
  @EnumSource
  void theWeightedErrorOfTheOutputIsThatOfTheCleanSample(Parametrisation p) {
    double lambda = 0.7;
    MiniBatch rows = noisy(p, ONE_SCALE, weights(lambda)).rows();
    for (int i = 0; i < SIGMAS.length; i++) {
      for (double e : new double[] {-0.5, 2}) {
        double exact = denoised(p, ONE_SCALE, i, 0, 0.3);
        double wrong = denoised(p, ONE_SCALE, i, 0, 0.3 + e);
        double error = wrong - exact;
        assertThat(rows.weight()[i] * e * e)
            .isCloseTo(lambda * error * error, within(1e-5 * lambda * error * error + 1e-12));
      }
    }
  }

  /// With EDM's weighting, one prediction's error weighs like another's on the clean sample: EDM
  /// and V count errors of their output alike at all levels, as theirs differ by a sign.
  @Test
  void edmsWeightIsOneForEdmAndV() {
    double[] edm = new double[SIGMAS.length];
    for (int i = 0; i < edm.length; i++) {
      edm[i] = (SIGMAS[i] * SIGMAS[i] + 4) / (SIGMAS[i] * SIGMAS[i] * 4);
    }
    for (Parametrisation p : new Parametrisation[] {Parametrisation.EDM, Parametrisation.V}) {
      for (float weight : noisy(p, ONE_SCALE, edm).rows().weight()) {
        assertThat(weight).isCloseTo(1, within(1e-6f));
      }
    }
  }

  /// Inputs and targets of EDM have variance 1 at every level if the data have.
  @Test
  void edmKeepsInputAndTargetAtUnitVariance() {
    int n = 20_000;
    double[] drawn = Noise.of(4, n).normal(Shape.vector(1)).shared();
    float[] z = new float[n];
    for (int i = 0; i < n; i++) {
      z[i] = (float) drawn[i];
    }
    Normaliser unit = new Normaliser(Vector.of(0), Vector.of(1));
    for (double sigma : SIGMAS) {
      double[] sigmas = new double[n];
      java.util.Arrays.fill(sigmas, sigma);
      MiniBatch rows =
          new Noising(Parametrisation.EDM, unit)
              .apply(z, new float[0], sigmas, sigmas, NoiseKey.of(9))
              .rows();
      // Standard error of a variance: sqrt(2/n) = 0.01.
      assertThat(variance(rows.x())).isCloseTo(1, within(0.04));
      assertThat(variance(rows.target())).isCloseTo(1, within(0.04));
    }
  }

  private static double variance(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value / values.length;
    }
    return sum;
  }

  @Test
  void theNumberThatTellsTheLevelIsThatOfTheMeanDeviation() {
    double scale = COLUMNS.scale();
    MiniBatch rows = noisy(Parametrisation.EDM, COLUMNS, weights(1)).rows();
    for (int i = 0; i < SIGMAS.length; i++) {
      assertThat((double) rows.noise()[i]).isCloseTo(Math.log(SIGMAS[i] / scale) / 4, within(1e-6));
    }
    assertThat((double) noisy(Parametrisation.SCORE, ONE_SCALE, weights(1)).rows().noise()[3])
        .isCloseTo(1.5, within(1e-6));
  }
}
