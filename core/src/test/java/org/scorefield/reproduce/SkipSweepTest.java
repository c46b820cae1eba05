package org.scorefield.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.design.Comparison;
import org.scorefield.design.StageWatch;
import org.scorefield.linear.AutoSkip;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Ipndm;

/// Runs from every level, on a law small enough to be quick.
class SkipSweepTest {
  private static final GaussianMixture LAW = RareCluster.law();
  private static final SkipSweep SWEEP = new SkipSweep(LAW, 300);
  private static final NoiseKey KEY = NoiseKey.of(4);
  private static final List<Solver> SOLVERS = List.of(new Ipndm(3), new Heun());
  private static final SkipSweep.Found FOUND =
      new SkipSweep.Found(
          SWEEP,
          SWEEP.choose(new AutoSkip(), KEY),
          SWEEP.run(SOLVERS, KEY, StageWatch.NONE).orElseThrow());

  @Test
  void eachLevelSavesAStepMore() {
    for (Solver solver : SOLVERS) {
      int perStep = solver instanceof Heun ? 2 : 1;
      int full = FOUND.at(solver, 0).evaluations();
      for (int i = 0; i < SWEEP.levels(); i++) {
        assertThat(FOUND.at(solver, i).evaluations()).isEqualTo(full - i * perStep);
      }
    }
  }

  @Test
  void aJumpFarDownIsFoundToBeAnErrorAndOneHighUpToBeFree() {
    for (Solver solver : SOLVERS) {
      Estimate high = FOUND.at(solver, 3).metricLess(FOUND.at(solver, 0), SkipSweep.W2);
      Estimate low =
          FOUND.at(solver, SWEEP.levels() - 1).metricLess(FOUND.at(solver, 0), SkipSweep.W2);
      double whole = FOUND.at(solver, 0).metric(SkipSweep.W2).value();
      assertThat(SkipSweep.Found.upperEnd(high)).isLessThan(0.05 * whole);
      assertThat(SkipSweep.Found.lowerEnd(low)).isPositive();
    }
  }

  @Test
  void aSmallerTargetLandsHigher() {
    AutoSkip.Skip careful = SWEEP.choose(new AutoSkip(0.005), KEY);
    assertThat(careful.sigma()).isGreaterThan(FOUND.skip().sigma());
    assertThat(careful.kl().value()).isLessThanOrEqualTo(0.005);
  }

  @Test
  void theBestLevelIsNoWorseThanAnyAndARatioIsThatOfTheMeans() {
    for (Solver solver : SOLVERS) {
      int best = FOUND.best(solver);
      IntStream.range(0, SWEEP.levels())
          .forEach(i -> {
            Comparison.Standing other = FOUND.at(solver, i);
            Estimate ratio = FOUND.ratio(solver, i, best);
            assertThat(ratio.value()).isGreaterThanOrEqualTo(1 - 1e-12);
            assertThat(ratio.value())
                .isCloseTo(
                    other.metric(SkipSweep.W2).value()
                        / FOUND.at(solver, best).metric(SkipSweep.W2).value(),
                    within(1e-12));
          });
      assertThat(FOUND.ratio(solver, best, best).standardError()).isZero();
    }
  }

  /// Weights .85, .10, .05 at 0, 3 and 6: by hand.
  @Test
  void theLawWithARareClusterHasItsMeanAndVariance() {
    assertThat(LAW.mean().get(0)).isCloseTo(.3, within(1e-12));
    assertThat(LAW.mean().get(1)).isCloseTo(.3, within(1e-12));
    double harmonic = IntStream.rangeClosed(1, 8).mapToDouble(k -> 1.0 / k).sum();
    double inside = (.85 + .10 * .5 + .05 * .25) * harmonic;
    double between = .10 * 9 - .09 + .05 * 36 - .09;
    assertThat(LAW.totalVariance()).isCloseTo(inside + between, within(1e-12));
  }
}
