package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.linear.Spectrum;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;

class GaussianModelTest {
  private static final Spectrum DATA =
      new Spectrum(Vector.of(3, .2, 0), Vector.of(1, 1, 1), Vector.of(4, 0, .3));

  private static final GaussianModel WRONG =
      new GaussianModel(
          DATA, new LinearScoreError.Varying(s -> .3 * Math.cos(s), s -> .5 * Math.sin(s)));

  @Test
  void theLossIsThatOfItsDenoiser() {
    Noise noise = Noise.of(5, 100_000);
    for (double sigma : new double[] {.1, .7, 3}) {
      Batch clean = noise.child("x").normal(WRONG.modes().shape());
      double[] x = clean.toArray();
      for (int at = 0; at < x.length; at++) {
        x[at] *= Math.sqrt(DATA.variances().get(at % 3));
      }
      Batch data = Batch.adopt(clean.shape(), x);
      Batch noisy = data.plus(noise.child("n").normal(clean.shape()), sigma);
      Batch off = WRONG.modes().denoise(noisy, sigma).minus(data);
      double[] losses = new double[100_000];
      for (int i = 0; i < losses.length; i++) {
        for (int k = 0; k < 3; k++) {
          losses[i] += off.get(i, k) * off.get(i, k) / (3 * sigma * sigma);
        }
      }
      Estimate found = Estimate.mean(losses);
      assertThat(found.value()).isCloseTo(WRONG.at(sigma), within(4 * found.standardError()));
    }
  }

  @Test
  void anErrorAddsItsSquareToTheLossOfTheExactScore() {
    GaussianModel exact = WRONG.exact();
    assertThat(exact.squaredError(1)).isZero();
    assertThat(exact.at(2)).isCloseTo((3 / 7.0 + .2 / 4.2) / 3, within(1e-15));
    assertThat(WRONG.at(2) - exact.at(2)).isCloseTo(4 * WRONG.squaredError(2) / 3, within(1e-15));
    assertThat(WRONG.dimension()).isEqualTo(3);
  }

  /// `dh/dv = I/2` with the Fisher information `I = d q/v`: of the entropy and the loss.
  @Test
  void theEntropyFallsByHalfTheFisherInformation() {
    GaussianModel exact = WRONG.exact();
    double h = 1e-4;
    double v = 1.7;
    double slope = exact.entropyDrop(Math.sqrt(v + h), Math.sqrt(v - h)) / (2 * h);
    double fisher = 3 * exact.recognised(Math.sqrt(v)) / v;
    assertThat(slope).isCloseTo(fisher / 2, within(1e-7));
  }
}
