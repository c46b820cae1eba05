package org.scorefield.convex.gated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Normal equations of rows that are read a block at a time, against those of rows that are held.
class RowSumsTest {
  private static final int N = 1300;
  // Far from 0, which sums of squares that are not centred would pay for.
  private static final Batch X =
      Noise.of(5, N).normal(Shape.vector(3)).map(v -> v + (v > 0 ? 30.5 : 29.5));
  private static final Batch Y = X.map(v -> Math.abs(v - 30) + 100);
  private static final Matrix GATES = GatePlacement.throughData().place(X, 15, NoiseKey.of(2));

  private static NormalEquations streamed(
      int block, GatedPenalty penalty, AffinePart part, Activation activation) {
    RowBlocks rows = RowBlocks.of(X, Y, block);
    GateSet gates = GateSet.distinct(rows, GATES, activation, true);
    return NormalEquations.of(rows, gates, penalty, part);
  }

  private static NormalSolution solve(NormalEquations equations, double beta) {
    Vector zero = Vector.adopt(new double[equations.weights()]);
    return equations.solve(beta, zero, 1e-9, 20_000, ProgramWatch.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void theyAreThoseOfTheRowsWhateverIsFree(Activation activation) {
    for (AffinePart part :
        new AffinePart[] {
          AffinePart.NONE, AffinePart.BIAS, AffinePart.SKIP_AND_BIAS, AffinePart.SKIP
        }) {
      GatedProgram program =
          GatedProgram.regression(
              GatePatterns.of(X, GATES, activation, true), Y, GatedPenalty.NUCLEAR, part);
      NormalEquations held = NormalEquations.of(program);
      NormalEquations streamed = streamed(200, GatedPenalty.NUCLEAR, part, activation);

      double largest = held.largestBeta();
      assertThat(streamed.largestBeta()).isCloseTo(largest, within(1e-8 * largest));
      NormalSolution a = solve(held, largest / 50);
      NormalSolution b = solve(streamed, largest / 50);
      double primal = a.certificate().primal();
      assertThat(b.certificate().primal()).isCloseTo(primal, within(1e-8 * primal));
      assertThat(b.certificate().dual()).isCloseTo(a.certificate().dual(), within(1e-8 * primal));
      assertThat(b.activeGates()).isEqualTo(a.activeGates()).isPositive();
      assertThat(b.score().value(X).shared())
          .containsExactly(a.score().value(X).shared(), within(1e-6));
    }
  }

  @Test
  void noBitDependsOnTheBlocksOrTheThreads() throws Exception {
    NormalEquations one =
        streamed(N, GatedPenalty.GROUP_LASSO, AffinePart.SKIP_AND_BIAS, Activation.RELU);
    NormalSolution expected = solve(one, one.largestBeta() / 20);
    for (int block : new int[] {1, 77, 512, 1000}) {
      NormalSolution here;
      try (ForkJoinPool alone = new ForkJoinPool(1)) {
        here =
            alone
                .submit(() ->
                    solve(
                        streamed(
                            block,
                            GatedPenalty.GROUP_LASSO,
                            AffinePart.SKIP_AND_BIAS,
                            Activation.RELU),
                        one.largestBeta() / 20))
                .get();
      }
      assertThat(here.weights()).isEqualTo(expected.weights());
      assertThat(here.score()).isEqualTo(expected.score());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theGatesAreThoseOfTheirPatterns(Activation activation) {
    Batch few = X.slice(0, 70);
    Matrix many = GatePlacement.throughData().place(few.slice(0, 4), 300, NoiseKey.of(4));
    GatePatterns patterns = GatePatterns.of(few, many, activation, true);
    GateSet gates = GateSet.distinct(RowBlocks.of(few, few, 9), many, activation, true);

    assertThat(patterns.count()).isLessThan(300);
    assertThat(gates.gates()).isEqualTo(patterns.gates());
  }

  @Test
  void gatesThatNoRowPassesAreRefused() {
    Matrix shut = Matrix.adopt(1, 4, new double[] {0, 0, 0, -1});

    assertThatThrownBy(() -> GateSet.distinct(RowBlocks.of(X, Y, 100), shut, Activation.RELU, true))
        .hasMessageContaining("none of the 1 gates is open");
  }

  @Test
  void rowsThatDoNotDetermineTheSkipConnectionOrAreNotFiniteAreRefused() {
    Batch flat = X.slice(0, 3);
    RowBlocks few = RowBlocks.of(flat, flat, 2);
    GateSet gates = GateSet.distinct(few, GATES, Activation.RELU, true);
    assertThatThrownBy(
            () -> NormalEquations.of(few, gates, GatedPenalty.NUCLEAR, AffinePart.SKIP_AND_BIAS))
        .hasMessageContaining("skip connection is not determined: 3 rows");

    Batch bad =
        Batch.ofRows(
            Shape.vector(1), new double[] {1}, new double[] {1}, new double[] {Double.NaN});
    assertThatThrownBy(() ->
            NormalEquations.of(
                RowBlocks.of(flat, bad, 2), gates, GatedPenalty.NUCLEAR, AffinePart.BIAS))
        .hasMessageContaining("target 2 holds a NaN");
  }
}
