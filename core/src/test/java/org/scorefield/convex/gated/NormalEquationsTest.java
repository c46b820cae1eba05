package org.scorefield.convex.gated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Against {@link GatedSolver}, which goes through the rows.
class NormalEquationsTest {
  private static final int N = 300;
  private static final Batch X = Noise.of(5, N).normal(Shape.vector(3));
  private static final Batch Y = Noise.of(6, N).normal(Shape.vector(2));

  private static GatedProgram program(
      GatedPenalty penalty, AffinePart part, Activation activation) {
    GatePatterns gates =
        GatePatterns.sampled(X, GatePlacement.throughData(), 15, activation, true, NoiseKey.of(2));
    return GatedProgram.regression(gates, Y, penalty, part);
  }

  private static Vector zero(GatedProgram program) {
    return Vector.adopt(new double[program.weights()]);
  }

  @ParameterizedTest
  @EnumSource
  void theOptimumIsThatOfTheRows(GatedPenalty penalty) {
    for (Activation activation : Activation.values()) {
      for (AffinePart part : new AffinePart[] {AffinePart.NONE, AffinePart.SKIP_AND_BIAS}) {
        GatedProgram program = program(penalty, part, activation);
        double beta = program.largestBeta() / 20;
        GatedSolution rows = new GatedSolver(1e-7, 50_000).solve(program, beta, ProgramWatch.NONE);
        NormalSolution normal =
            NormalEquations.of(program).solve(beta, zero(program), 1e-8, 50_000, ProgramWatch.NONE);

        assertThat(normal.status()).isEqualTo(GatedSolution.Status.CERTIFIED);
        assertThat(normal.certificate().primal())
            .isCloseTo(rows.certificate().primal(), within(2e-7 * N));
        assertThat(normal.certificate().primal())
            .isCloseTo(program.objective(normal.weights(), beta), within(1e-9 * N));
        assertThat(normal.certificate().dual())
            .isLessThanOrEqualTo(rows.certificate().primal() + 1e-9 * N);
      }
    }
  }

  @Test
  void theBoundHoldsFromTheFirstStep() {
    GatedProgram program = program(GatedPenalty.NUCLEAR, AffinePart.BIAS, Activation.RELU);
    double beta = program.largestBeta() / 50;
    NormalEquations equations = NormalEquations.of(program);
    double best =
        equations
            .solve(beta, zero(program), 1e-8, 50_000, ProgramWatch.NONE)
            .certificate()
            .primal();

    equations.solve(
        beta,
        zero(program),
        1e-8,
        300,
        (_, soFar) -> {
          assertThat(soFar.dual()).isLessThanOrEqualTo(best + 1e-7);
          assertThat(soFar.primal()).isGreaterThanOrEqualTo(best * (1 - 1e-7));
        });
  }

  @Test
  void gatesOpenBelowTheLargestBetaOnly() {
    GatedProgram program = program(GatedPenalty.NUCLEAR, AffinePart.SKIP_AND_BIAS, Activation.RELU);
    NormalEquations equations = NormalEquations.of(program);
    double largest = equations.largestBeta();

    assertThat(largest).isCloseTo(program.largestBeta(), within(1e-9 * largest));
    NormalSolution shut =
        equations.solve(largest * 1.0001, zero(program), 1e-9, 10, ProgramWatch.NONE);
    assertThat(shut.activeGates()).isZero();
    assertThat(shut.steps()).isZero();
    assertThat(
            equations
                .solve(largest * 0.99, zero(program), 1e-9, 1000, ProgramWatch.NONE)
                .activeGates())
        .isPositive();
  }

  @Test
  void theyPayWithManyRowsAndNotWithFew() {
    GatedProgram many = program(GatedPenalty.NUCLEAR, AffinePart.BIAS, Activation.RELU);
    Batch few = X.slice(0, 20);
    GatePatterns gates =
        GatePatterns.sampled(
            few, GatePlacement.throughData(), 40, Activation.RELU, true, NoiseKey.of(2));

    assertThat(NormalEquations.pay(many)).isTrue();
    assertThat(
            NormalEquations.pay(
                GatedProgram.regression(
                    gates, Y.slice(0, 20), GatedPenalty.NUCLEAR, AffinePart.BIAS)))
        .isFalse();
  }

  /// A residual that no gate correlates with by beta yet may be stretched only until one does.
  @ParameterizedTest
  @EnumSource
  void noBoundIsAboveTheOptimumHoweverFewTheRows(GatedPenalty penalty) {
    for (long seed = 0; seed < 6; seed++) {
      Batch x = Noise.of(seed, 5).normal(Shape.vector(1));
      Batch y = Noise.of(100 + seed, 5).normal(Shape.vector(1));
      GatePatterns gates =
          GatePatterns.sampled(
              x, GatePlacement.throughData(), 12, Activation.RELU, true, NoiseKey.of(seed));
      GatedProgram program = GatedProgram.regression(gates, y, penalty, AffinePart.NONE);
      for (double share : new double[] {0.5, 1e-2}) {
        double beta = share * program.largestBeta();
        double optimum =
            new GatedSolver(1e-9, 20_000)
                .solve(program, beta, ProgramWatch.NONE)
                .certificate()
                .primal();
        NormalSolution normal =
            NormalEquations.of(program)
                .solve(
                    beta,
                    zero(program),
                    1e-9,
                    20_000,
                    (_, soFar) ->
                        assertThat(soFar.dual()).isLessThanOrEqualTo(optimum * (1 + 1e-8)));

        assertThat(normal.certificate().dual()).isLessThanOrEqualTo(optimum * (1 + 1e-8));
        assertThat(normal.certificate().primal()).isCloseTo(optimum, within(1e-8 * optimum));
      }
    }
  }

  /// Where the fit is close, G and B know the objective to no digit that matters.
  @Test
  void whatIsCertifiedHoldsOfTheRows() {
    GatePatterns gates =
        GatePatterns.sampled(
            X, GatePlacement.throughData(), 6, Activation.RELU, true, NoiseKey.of(2));
    Batch noiseless = X.map(v -> 1e3 * v);
    GatedProgram program =
        GatedProgram.regression(gates, noiseless, GatedPenalty.NUCLEAR, AffinePart.NONE);
    double beta = 1e-13 * program.largestBeta();
    NormalSolution solution =
        NormalEquations.of(program).solve(beta, zero(program), 1e-6, 400, ProgramWatch.NONE);
    double objective = program.objective(solution.weights(), beta);

    assertThat(solution.certificate().primal()).isGreaterThanOrEqualTo(objective);
    assertThat(solution.certificate().dual()).isLessThanOrEqualTo(objective);
    assertThat(solution.status()).isEqualTo(GatedSolution.Status.OUT_OF_STEPS);
  }

  @Test
  void scoreMatchingIsRefused() {
    GatePatterns gates =
        GatePatterns.sampled(
            X, GatePlacement.throughData(), 5, Activation.RELU, true, NoiseKey.of(2));
    GatedProgram matching =
        GatedProgram.scoreMatching(gates, GatedPenalty.NUCLEAR, AffinePart.SKIP_AND_BIAS);

    assertThat(NormalEquations.pay(matching)).isFalse();
    assertThatThrownBy(() -> NormalEquations.of(matching)).hasMessageContaining("GatedSolver");
  }
}
