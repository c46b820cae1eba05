package org.scorefield.bench.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.scorefield.array.Batch;
import org.scorefield.bench.input.SolverRun;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Solvers;

/// What is timed does what it says.
class KernelsTest {
  static final List<Solver> SOLVERS = Solvers.ALL;

  /// The model is a single point, and the grid ends at 0: there every solver must arrive.
  @ParameterizedTest
  @FieldSource("SOLVERS")
  void aSolverRunEndsOnThePoint(Solver solver) {
    SolverRun run = SolverRun.of(solver);
    Batch end = run.once();
    Batch point = run.point().denoise(run.start(), 1);
    assertThat(end.shared()).containsExactly(point.shared(), within(0.01));
  }

  @Test
  void productsAgreeWithEachOther() {
    ProductsBenchmark kernel = new ProductsBenchmark();
    kernel.size = "5x7x3";
    kernel.prepare();
    assertThat(kernel.times()).containsExactly(kernel.timesTransposed(), within(1e-13));
  }

  @Test
  void noiseHasTheShapeAsked() {
    NoiseBenchmark kernel = new NoiseBenchmark();
    kernel.prepare();
    assertThat(kernel.normal().count()).isEqualTo(4);
    assertThat(kernel.uniform().dimension()).isEqualTo(192);
  }

  @Test
  void combinationsAreThoseOfTheSameTerms() {
    BatchBenchmark kernel = new BatchBenchmark();
    kernel.prepare();
    // 0.4 a + 0.3 b + 0.2 c + 0.1 d has variance 0.3, 0.5 a + 0.3 b + 0.2 c has 0.38.
    assertThat(variance(kernel.combineFour())).isBetween(0.25, 0.35);
    assertThat(variance(kernel.combineThree())).isBetween(0.33, 0.43);
    assertThat(variance(kernel.combineTwo())).isBetween(0.43, 0.57);
  }

  private static double variance(Batch x) {
    return java.util.Arrays.stream(x.shared()).map(v -> v * v).average().orElseThrow();
  }

  @Test
  void denoisersKeepTheBatch() {
    DenoiserBenchmark kernel = new DenoiserBenchmark();
    kernel.law = "gaussian-rank-64";
    kernel.prepare();
    assertThat(kernel.denoise().count()).isEqualTo(64);
    assertThat(kernel.denoise().firstNonFinite()).isEmpty();
  }

  @Test
  void eigenvaluesAreThoseOfACovariance() {
    EigenBenchmark kernel = new EigenBenchmark();
    kernel.prepare();
    assertThat(kernel.eigen().values().last()).isPositive();
    // Trace d/4, give or take the draw.
    assertThat(kernel.eigen().values().sum() / 64).isBetween(0.2, 0.3);
  }

  @Test
  void aBudgetAddsUp() {
    BudgetBenchmark kernel = new BudgetBenchmark();
    kernel.error = "varying";
    kernel.prepare();
    double all = kernel.budget().divergence();
    assertThat(kernel.budget().marginal().shapley().sum().value())
        .isCloseTo(all, within(1e-9 * all));
  }
}
