package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Schemes as samplers.
class SchemeSamplerTest {
  private static final Gaussian LAW = Gaussian.isotropic(Shape.vector(2), Vector.of(1, -1), 0.25);
  private static final TimeGrid GRID = new RhoGrid(7).toMin(6, 20, 0.1);

  @Test
  void theSamplerOfASchemeEndsAtItsLastLevel() {
    Scheme scheme = Scheme.plain("rho 7", GRID);
    assertThat(scheme.sampler().grid()).isEqualTo(GRID);
    assertThat(scheme.sampler().solver()).isEqualTo(scheme.solver());
  }

  /// A last evaluation, whatever the noise; up to there the same bits.
  @Test
  void denoisingIsTheSchemeAndThenTheDenoiser() {
    Vector variances = Vector.generate(6, k -> 0.5 * (GRID.sigma(k) - GRID.sigma(k + 1)));
    for (StepNoise noise :
        new StepNoise[] {
          new StepNoise.FrozenScore(),
          new StepNoise.FrozenDenoiser(),
          new StepNoise.Isotropic(0.25),
          new StepNoise.Given(variances)
        }) {
      Scheme scheme = new Scheme("", GRID, noise);
      Sampler denoising = scheme.denoising();
      assertThat(denoising.grid().steps()).isEqualTo(7);
      assertThat(denoising.grid().endsAtZero()).isTrue();
      Noise key = Noise.of(5, 50);
      Batch noisy = scheme.sampler().sample(LAW, key).orElseThrow();
      Outcome<Batch> clean = denoising.sample(LAW, key);
      assertThat(clean).isEqualTo(new Outcome.Completed<>(LAW.denoise(noisy, GRID.last()), 7));
    }
  }

  /// On an isotropic Gaussian the scheme with its best noise is exact, so denoising gives the law
  /// of its denoised samples: variance `lam^2/(lam + v)`.
  @Test
  void denoisedSamplesHaveTheVarianceOfWhatTheDenoiserReturns() {
    Scheme scheme = new Scheme("", new RhoGrid(7).toMin(12, 80, 0.3), new StepNoise.Isotropic(.25));
    int n = 40_000;
    double[] all = scheme.denoising().sample(LAW, Noise.of(6, n)).orElseThrow().toArray();
    double squares = 0;
    for (int i = 0; i < all.length; i++) {
      double off = all[i] - (i % 2 == 0 ? 1 : -1);
      squares += off * off;
    }
    double expected = .25 * .25 / (.25 + .09);
    assertThat(squares / all.length / expected).isCloseTo(1, within(3 / Math.sqrt(n)));
  }
}
