package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class OdePushForwardTest {
  private static Solver solver(String name) {
    return name.equals("euler") ? new Euler() : new Heun();
  }

  /// A linear map in closed form, `a = prod(1 - (sigma_k - sigma_{k+1}) g_k)` for Euler's method;
  /// numbers of an independent program.
  @ParameterizedTest
  @CsvSource({
    "euler, -.0754340110, .5690290010, .1055896308",
    "heun, -.1222097524, 1.493522358, .0387203420"
  })
  void aNormalLawStaysNormal(String name, double offMean, double variance, double divergence) {
    OutputLaw out =
        OdePushForward.of(Lines.normal(1, 1))
            .run(new LogUniformGrid().toMin(4, 10, .1), solver(name), Lines.normal(1, 1));
    assertThat(out.mass()).isCloseTo(1, offset(1e-10));
    assertThat(out.mean() - 1).isCloseTo(offMean, offset(1e-8));
    assertThat(out.variance()).isCloseTo(variance, offset(1e-8));
    assertThat(out.klToTarget()).isCloseTo(divergence, offset(1e-8));
    assertThat(out.w2())
        .isCloseTo(Math.hypot(offMean, Math.sqrt(variance) - Math.sqrt(1.01)), offset(1e-7));
  }

  /// The same numbers on another grid.
  @ParameterizedTest
  @CsvSource({"euler, -.09475517, .39904630, .02561709", "heun, -.10867209, .52487210, .011717533"})
  void aNormalLawStaysNormalOnEdmsGrid(
      String name, double offMean, double variance, double divergence) {
    OutputLaw out =
        OdePushForward.of(Lines.normal(1.5, .5))
            .run(new RhoGrid(7).toMin(12, 10, .05), solver(name), Lines.normal(1.5, .5));
    assertThat(out.mean() - 1.5).isCloseTo(offMean, offset(1e-8));
    assertThat(out.variance()).isCloseTo(variance, offset(1e-8));
    assertThat(out.klToTarget()).isCloseTo(divergence, offset(1e-8));
  }

  @Test
  void aFineSolverReachesTheTargetFromTheExactStart() {
    GaussianMixture law = Lines.lumps();
    OdePushForward push = OdePushForward.of(law).fromExact();
    OutputLaw coarse = push.run(new RhoGrid(7).toMin(100, 5, .1), new Heun(), law);
    OutputLaw fine = push.run(new RhoGrid(7).toMin(200, 5, .1), new Heun(), law);
    assertThat(fine.klToTarget()).isBetween(-1e-9, 1e-6);
    // Heun's method is of second order
    assertThat(coarse.w2() / fine.w2()).isBetween(3.5, 4.3);
  }

  @Test
  void samplesOfTheSolverHaveTheMomentsOfTheLaw() {
    GaussianMixture law = Lines.lumps();
    TimeGrid grid = new RhoGrid(7).toMin(10, 5, .02);
    OutputLaw out = OdePushForward.of(law).run(grid, new Heun(), law);
    int n = 200_000;
    Batch samples =
        new Sampler(grid, new Heun(), new Start.Prior()).sample(law, Noise.of(3, n)).orElseThrow();
    double mean = java.util.Arrays.stream(samples.shared()).average().orElseThrow();
    double variance =
        java.util.Arrays.stream(samples.shared()).map(y -> (y - mean) * (y - mean)).sum() / n;
    double se = Math.sqrt(out.variance() / n);
    assertThat(mean).isCloseTo(out.mean(), offset(4 * se));
    assertThat(variance).isCloseTo(out.variance(), offset(4 * out.variance() * Math.sqrt(2.0 / n)));
  }

  /// One Euler step with a denoiser made so that the step squares: a chi-square law of one degree
  /// of freedom, whose density is infinite at the fold.
  @Test
  void bothBranchesOfAFoldedMapCount() {
    TimeGrid grid = TimeGrid.of(1, .5);
    Denoiser squaring =
        new Denoiser() {
          @Override
          public Shape shape() {
            return Lines.LINE;
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return x.map(y -> 2 * (y * y - y / 2));
          }
        };
    OutputLaw out = OdePushForward.of(Lines.normal(1, 1)).run(grid, new Euler(), squaring);
    assertThat(out.mean()).isCloseTo(1, offset(1e-8));
    assertThat(out.variance()).isCloseTo(2, offset(1e-8));
    for (int i = 0; i < out.points().size(); i++) {
      double y = out.points().get(i);
      double chiSquare = y <= 0 ? 0 : Math.exp(-y / 2) / Math.sqrt(2 * Math.PI * y);
      if (y < 0 || y > .01 && y < 40) {
        assertThat(out.density().get(i)).isCloseTo(chiSquare, offset(1e-5));
      }
    }
  }

  @Test
  void aSolverThatDrawsNoiseIsRefused() {
    assertThatThrownBy(() ->
            OdePushForward.of(Lines.lumps())
                .run(TimeGrid.of(5, 1), FrozenScoreSde.plain(), Lines.lumps()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DensityPropagation");
  }
}
