package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.sampling.solver.DataSlope.HEUN;
import static org.scorefield.sampling.solver.DataSlope.MIDPOINT;
import static org.scorefield.sampling.solver.Dpmpp3M.Curvature.EXACT;
import static org.scorefield.sampling.solver.Dpmpp3M.Curvature.PUBLISHED;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.scorefield.SymmetricPair;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class StochasticSolversTest {
  private static final Shape ONE = Shape.vector(1);
  private static final Denoiser GAUSSIAN = Gaussian.isotropic(ONE, Vector.of(0.3), 0.25);
  private static final Denoiser PAIR = new SymmetricPair(ONE, 0.01);

  /// Golden numbers: k-diffusion's `euler_ancestral` without its noise, in float64 on its Karras
  /// grid of n levels and a 0, from 80 z; on the Gaussian with z = 2 and on the pair with z = 1/4,
  /// each for n = 5, 10, 18.
  @Test
  void theMeanOfTheAncestralSamplerIsThePublishedOne() {
    int[] levels = {5, 10, 18};
    double[] gaussian = {0.306238037577, 0.306238037577, 0.306238037577};
    double[] pair = {0.0725854009364, 0.425942738985, 0.69919372608};
    for (int i = 0; i < 3; i++) {
      TimeGrid grid = new RhoGrid(7).toZero(levels[i], 80, 0.002);
      Solver solver = new EulerAncestral(1, 0);
      assertThat(end(solver, grid, GAUSSIAN, 160))
          .isCloseTo(gaussian[i], within(1e-9 * gaussian[i]));
      assertThat(end(solver, grid, PAIR, 20)).isCloseTo(pair[i], within(1e-9 * pair[i]));
    }
  }

  private static double end(Solver solver, TimeGrid grid, Denoiser d, double from) {
    return run(solver, grid, d, Batch.copyOf(ONE, new double[] {from})).get(0, 0);
  }

  private static Batch run(Solver solver, TimeGrid grid, Denoiser d, Batch start) {
    return new Sampler(grid, solver, new Start.Given(start))
        .sample(d, Noise.of(3, start.count()))
        .orElseThrow();
  }

  /// The published weight of the curvature is half the exact one, and costs an order.
  @Test
  void threeStepMethodIsOfThirdOrderOnlyWithTheExactCurvature() {
    assertThat(observedOrder(new Dpmpp3MSde(0, 1, EXACT))).isCloseTo(3, within(0.15));
    assertThat(observedOrder(new Dpmpp3MSde(0, 1, PUBLISHED))).isCloseTo(2, within(0.15));
  }

  private static double observedOrder(Solver solver) {
    Denoiser smooth = new SymmetricPair(ONE, 0.25);
    double[] ends =
        IntStream.of(250, 500, 1000)
            .mapToDouble(n -> end(solver, new LogUniformGrid().toMin(n, 3000, 0.02), smooth, 1100))
            .toArray();
    return Math.log(Math.abs((ends[1] - ends[0]) / (ends[2] - ends[1]))) / Math.log(2);
  }

  @Test
  void ancestralStepFromEightyToTwentyGoesDownToFive() {
    AncestralSplit split = AncestralSplit.of(80, 20, 1);
    assertThat(split.down()).isCloseTo(5, within(1e-13));
    assertThat(split.up()).isCloseTo(19.364916731, within(1e-9));
    assertThat(AncestralSplit.of(80, 20, 0)).isEqualTo(new AncestralSplit(20, 0));
    assertThat(AncestralSplit.of(80, 0, 1)).isEqualTo(new AncestralSplit(0, 0));
    assertThat(AncestralSplit.of(1, 1e-12, 1).down()).isCloseTo(1e-24, within(1e-38));
  }

  @Test
  void withoutNoiseTheyAreTheirDeterministicCounterparts() {
    TimeGrid grid = new RhoGrid(7).toZero(12, 80, 0.002);
    Batch start = Noise.of(1, 50).normal(ONE).times(80);
    Batch euler = run(new Euler(), grid, PAIR, start);
    assertThat(run(new EulerAncestral(0, 1), grid, PAIR, start)).isEqualTo(euler);
    assertClose(run(new Dpmpp1Sde(0, 1), grid, PAIR, start), euler, 1e-13);
    for (DataSlope slope : DataSlope.values()) {
      assertClose(
          run(new Dpmpp2MSde(0, 1, slope), grid, PAIR, start),
          run(new Dpmpp2M(slope, Finish.FULL), grid, PAIR, start),
          1e-12);
    }
    for (Dpmpp3M.Curvature curvature : Dpmpp3M.Curvature.values()) {
      assertClose(
          run(new Dpmpp3MSde(0, 1, curvature), grid, PAIR, start),
          run(new Dpmpp3M(curvature, DataSlope.HEUN, Warmup.RAMP, Finish.FULL), grid, PAIR, start),
          1e-12);
    }
    assertClose(
        run(new Dpmpp2SAncestral(0, 1), grid, PAIR, start),
        run(new Dpmpp2S(), grid, PAIR, start),
        1e-12);
    assertThat(run(new HeunChurn(0, 0, 80, 1), grid, PAIR, start))
        .isEqualTo(run(new Heun(), grid, PAIR, start));
    assertThat(run(new HeunChurn(40, 100, 200, 1), grid, PAIR, start))
        .as("a window no level lies in")
        .isEqualTo(run(new Heun(), grid, PAIR, start));
  }

  /// noiseScale multiplies the noise and nothing else: the way from the run without noise to that
  /// with half of it is half the way to that with all of it, where the denoiser is linear.
  @Test
  void noiseScaleIsAFactorOnTheNoiseAlone() {
    TimeGrid grid = new RhoGrid(7).toZero(9, 80, 0.002);
    Batch start = Noise.of(1, 30).normal(ONE).times(80);
    List<DoubleFunction<Solver>> scaled =
        List.of(
            s -> new EulerAncestral(1, s),
            s -> new HeunChurn(40, 0.05, 50, s),
            s -> new Dpmpp1Sde(1, s),
            s -> new Dpmpp2MSde(1, s, MIDPOINT),
            s -> new Dpmpp3MSde(1, s, PUBLISHED),
            s -> new Dpmpp2SAncestral(1, s));
    for (DoubleFunction<Solver> solver : scaled) {
      Batch none = run(solver.apply(0), grid, GAUSSIAN, start);
      Batch half = run(solver.apply(0.5), grid, GAUSSIAN, start);
      Batch all = run(solver.apply(1), grid, GAUSSIAN, start);
      assertThat(solver.apply(0).stochastic()).isFalse();
      assertThat(all).isNotEqualTo(none);
      assertClose(half.minus(none).times(2), all.minus(none), 1e-12);
    }
  }

  @Test
  void fullyAncestralEulerSdeDpmSolverAndFrozenDenoiserAreOneMethod() {
    TimeGrid grid = new RhoGrid(7).toZero(12, 80, 0.002);
    Batch start = Noise.of(1, 50).normal(ONE).times(80);
    Batch ancestral = run(new EulerAncestral(), grid, PAIR, start);
    assertClose(run(FrozenScoreSde.ddpm(), grid, PAIR, start), ancestral, 1e-11);
    assertClose(run(new Dpmpp1Sde(), grid, PAIR, start), ancestral, 1e-11);
  }

  private static void assertClose(Batch actual, Batch expected, double tolerance) {
    for (int i = 0; i < expected.count(); i++) {
      assertThat(actual.get(i, 0)).isCloseTo(expected.get(i, 0), within(tolerance));
    }
  }

  @ParameterizedTest
  @FieldSource("org.scorefield.sampling.solver.Solvers#STOCHASTIC")
  void aStepToZeroReturnsTheDenoisedState(Solver solver) {
    Batch start = Noise.of(1, 50).normal(ONE);
    double below = 0.04;
    assertThat(run(solver, TimeGrid.of(below, 0), PAIR, start))
        .isEqualTo(PAIR.denoise(start, below));
  }

  /// Levels that all but coincide must not blow up the history's divided differences.
  @ParameterizedTest
  @FieldSource("org.scorefield.sampling.solver.Solvers#STOCHASTIC")
  void nearlyEqualLevelsChangeLittle(Solver solver) {
    Batch start = Noise.of(1, 2000).normal(ONE).times(80);
    TimeGrid plain = TimeGrid.of(80, 20, 5, 1, 0.4, 0.2, 0.1, 0);
    TimeGrid doubled = TimeGrid.of(80, 20, 5, 1, 0.9999999, 0.4, 0.2, 0.1, 0);
    double expected = Estimated.of(run(solver, plain, GAUSSIAN, start), 0).variance();
    double variance = Estimated.of(run(solver, doubled, GAUSSIAN, start), 0).variance();
    assertThat(variance / expected).isBetween(0.5, 2.0);
  }

  @Test
  void namesTellParametersApart() {
    assertThat(new EulerAncestral().name()).isEqualTo("euler-ancestral");
    assertThat(new EulerAncestral(0.5, 0).name()).isEqualTo("euler-ancestral-eta0.5-noise0");
    assertThat(new Dpmpp3MSde(1, 1, EXACT).name()).isEqualTo("dpmpp-3m-sde-exact");
    assertThat(new Dpmpp2MSde(HEUN).name()).isEqualTo("dpmpp-2m-sde-heun");
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new EulerAncestral(1.5, 1)).hasMessageContaining("got 1.5");
    assertThatThrownBy(() -> new HeunChurn(-1, 0, 1, 1)).hasMessageContaining("got -1.0");
    assertThatThrownBy(() -> new HeunChurn(1, 2, 1, 1)).hasMessageContaining("lowest <= highest");
    assertThatThrownBy(() -> new Dpmpp1Sde(Double.NaN, 1)).hasMessageContaining("NaN");
  }
}
