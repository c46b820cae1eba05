package org.scorefield.convex.gated;

import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.placement.GatePlacement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class GatedProgramTest {
  private static final GatedSolver SOLVER = new GatedSolver(1e-9, 100_000);

  private static GatedSolution solve(GatedProgram program, double beta) {
    GatedSolution solution = SOLVER.solve(program, beta, ProgramWatch.NONE);
    assertThat(solution.status()).isEqualTo(GatedSolution.Status.CERTIFIED);
    assertThat(solution.certificate().primal())
        .isCloseTo(program.objective(solution.weights(), beta), within(1e-9));
    return solution;
  }

  private static Batch points(int n, int d) {
    return Noise.of(5, n).normal(Shape.vector(d));
  }

  private static GatePatterns gates(Batch x, Activation activation, int count) {
    return GatePatterns.sampled(
        x, GatePlacement.throughData(), count, activation, true, NoiseKey.of(2));
  }

  /// Values from an independent program.
  @ParameterizedTest
  @CsvSource({"3.5,-0.097623186", "3,-0.390779630", "2.5,-0.983367768", "2.2,-1.566235582"})
  void scoreMatchingOnSixPoints(double beta, double optimum) {
    GatedProgram program = SixPoints.matching(AffinePart.NONE);
    GatedSolution solution = solve(program, beta);
    assertThat(solution.certificate().primal()).isCloseTo(optimum, within(1e-7));
    Batch s = solution.score().score(SixPoints.X);
    double sum = 0;
    for (double v : s.shared()) {
      sum += v * v;
    }
    assertThat(-sum / 2).as("at the optimum p = -|S|^2/2").isCloseTo(optimum, within(1e-6));
  }

  @Test
  void scoreMatchingIsShutOffAtTheLargestTrace() {
    GatedProgram program = SixPoints.matching(AffinePart.NONE);
    assertThat(program.largestBeta()).isCloseTo(4, within(1e-12));
    assertThat(solve(program, 4).activeGates()).isZero();
    assertThat(solve(program, 3.99).activeGates()).isPositive();
  }

  /// Values from an independent program.
  @Test
  void skipConnectionOnSixPoints() {
    GatedProgram program = SixPoints.matching(AffinePart.SKIP);
    assertThat(program.largestBeta()).isCloseTo(2.146123973, within(1e-8));
    GatedSolution linear = solve(program, 2.2);
    assertThat(linear.certificate().primal()).isCloseTo(-6.974677785, within(1e-8));
    assertThat(linear.score().skip().toArray())
        .usingComparatorWithPrecision(1e-6)
        .containsExactly(-.88672, -.419543, -.419543, -1.438172);
    assertThat(solve(program, 2).certificate().primal()).isCloseTo(-6.980884952, within(1e-7));
    assertThat(solve(program, 1.8).certificate().primal()).isCloseTo(-7.009572080, within(1e-7));
  }

  /// Values from an independent program.
  @Test
  void denoisingOnSixPoints() {
    GatedProgram nuclear = SixPoints.denoising(GatedPenalty.NUCLEAR);
    GatedProgram group = SixPoints.denoising(GatedPenalty.GROUP_LASSO);
    assertThat(nuclear.largestBeta()).isCloseTo(3.809092856, within(1e-8));
    assertThat(group.largestBeta()).isCloseTo(3.753664876, within(1e-8));
    Certificate first = solve(nuclear, 1).certificate();
    assertThat(first.primal()).isCloseTo(2.432546477, within(1e-7));
    assertThat(first.dual()).isCloseTo(2.432546477, within(1e-7));
    assertThat(solve(group, 1).certificate().primal()).isCloseTo(2.605177560, within(1e-7));
  }

  @Test
  void boundIsFoundAndBelowItThereIsNoProgram() {
    GatedProgram program = SixPoints.matching(AffinePart.NONE);
    Boundedness bound = Boundedness.of(program, 0.01, ProgramWatch.NONE);
    assertThat(bound.upper() - bound.lower()).isLessThan(0.011);
    assertThat(bound.lower()).as("about 0.83 by an independent program").isBetween(0.81, 0.84);
    assertThatThrownBy(() -> SOLVER.solve(program, 0.95 * bound.lower(), ProgramWatch.NONE))
        .isInstanceOf(UnboundedProgram.class)
        .hasMessageContaining("beta must be at least");
    assertThat(Boundedness.of(SixPoints.denoising(GatedPenalty.NUCLEAR), 1, ProgramWatch.NONE))
        .isEqualTo(new Boundedness(0, 0));
  }

  @ParameterizedTest
  @EnumSource
  void gradientIsTheSlopeOfTheObjective(Activation activation) {
    Batch x = points(150, 3);
    for (AffinePart part :
        new AffinePart[] {
          AffinePart.NONE, AffinePart.BIAS, AffinePart.SKIP, AffinePart.SKIP_AND_BIAS
        }) {
      GatedProgram program =
          GatedProgram.scoreMatching(gates(x, activation, 9), GatedPenalty.NUCLEAR, part);
      double[] z = Noise.of(1, 1).normal(Shape.vector(program.weights())).toArray();
      double[] w = Noise.of(2, 1).normal(Shape.vector(program.weights())).toArray();
      double[] gradient = program.gradient(program.residual(z));
      double slope = 0;
      double[] up = z.clone();
      double[] down = z.clone();
      for (int k = 0; k < z.length; k++) {
        slope += gradient[k] * w[k];
        up[k] += w[k];
        down[k] -= w[k];
      }
      double difference =
          (program.smooth(up, program.residual(up)) - program.smooth(down, program.residual(down)))
              / 2;
      assertThat(difference).isCloseTo(slope, within(1e-9 * Math.abs(slope) + 1e-6));
    }
  }

  /// The objective of the program is that of the network it stands for, V and c included:
  /// Hyvarinen's for score matching, the squared error for denoising.
  @ParameterizedTest
  @EnumSource
  void objectiveIsThatOfTheModel(Activation activation) {
    Batch clean = points(80, 3);
    DenoisingPairs pairs = DenoisingPairs.draw(clean, 0.5, 2, NoiseKey.of(4));
    for (AffinePart part :
        new AffinePart[] {
          AffinePart.NONE, AffinePart.BIAS, AffinePart.SKIP, AffinePart.SKIP_AND_BIAS
        }) {
      GatePatterns patterns = gates(pairs.noisy(), activation, 9);
      GatedProgram matching = GatedProgram.scoreMatching(patterns, GatedPenalty.NUCLEAR, part);
      double[] z = Noise.of(1, 1).normal(Shape.vector(matching.weights())).toArray();
      GatedScore model = matching.score(z);
      Batch s = model.score(pairs.noisy());
      double half = model.divergence(pairs.noisy()).sum();
      for (double v : s.shared()) {
        half += v * v / 2;
      }
      assertThat(matching.smooth(z, matching.residual(z))).isCloseTo(half, within(1e-8 * half));
      GatedProgram denoising = GatedProgram.denoising(patterns, pairs, GatedPenalty.NUCLEAR, part);
      Batch error = denoising.score(z).score(pairs.noisy()).minus(pairs.targets());
      double squares = 0;
      for (double v : error.shared()) {
        squares += v * v / 2;
      }
      assertThat(denoising.smooth(z, denoising.residual(z)))
          .isCloseTo(squares, within(1e-8 * squares));
    }
  }

  /// At a large penalty score matching with skip connection and bias gives the Gaussian with the
  /// moments of the data.
  @Test
  void largePenaltyGivesTheGaussianScore() {
    Batch x = points(60, 2).map(v -> 3 * v + 1);
    GatedProgram program =
        GatedProgram.scoreMatching(
            gates(x, Activation.RELU, 20), GatedPenalty.NUCLEAR, AffinePart.SKIP_AND_BIAS);
    GatedScore score = solve(program, 1.01 * program.largestBeta()).score();
    assertThat(score.count()).isZero();
    Batch s = score.score(x);
    double[] total = new double[2];
    double[] trace = new double[1];
    for (int r = 0; r < 60; r++) {
      for (int j = 0; j < 2; j++) {
        total[j] += s.get(r, j);
        trace[0] += s.get(r, j) * x.get(r, j);
      }
    }
    assertThat(total[0]).as("sum s = 0").isCloseTo(0, within(1e-10));
    assertThat(total[1]).isCloseTo(0, within(1e-10));
    assertThat(trace[0]).as("Stein: sum s.x = -n d").isCloseTo(-120, within(1e-9));
  }

  @Test
  void nuclearIsBelowGroupAndBothRiseWithBeta() {
    double[] last = {0, 0};
    for (double beta : new double[] {.1, .3, 1, 3}) {
      double nuclear =
          solve(SixPoints.denoising(GatedPenalty.NUCLEAR), beta).certificate().primal();
      double group =
          solve(SixPoints.denoising(GatedPenalty.GROUP_LASSO), beta).certificate().primal();
      assertThat(nuclear).isLessThanOrEqualTo(group + 1e-8);
      assertThat(nuclear).isGreaterThan(last[0]);
      assertThat(group).isGreaterThan(last[1]);
      last = new double[] {nuclear, group};
    }
  }

  /// `|z| = 2 max(z, 0) - z`, and the skip connection takes the last term: with all patterns both
  /// activations have the same optimum, at twice the beta.
  @Test
  void absoluteValueAtTwiceBetaIsReluWithSkip() {
    GatedProgram relu = SixPoints.matching(AffinePart.SKIP);
    GatedProgram absolute =
        GatedProgram.scoreMatching(
            GatePatterns.all(SixPoints.X, Activation.ABSOLUTE, false),
            GatedPenalty.NUCLEAR,
            AffinePart.SKIP);
    assertThat(absolute.largestBeta()).isCloseTo(2 * relu.largestBeta(), within(1e-9));
    assertThat(solve(absolute, 3.6).certificate().primal())
        .isCloseTo(solve(relu, 1.8).certificate().primal(), within(2e-8));
  }

  /// With targets in place of -delta/sigma scaled by c, the optimum at c beta is c^2 that at beta.
  @Test
  void optimumScalesWithTheTargets() {
    GatedProgram twice =
        GatedProgram.denoising(
            SixPoints.patterns(),
            new DenoisingPairs(SixPoints.X, SixPoints.Y.times(2), 1),
            GatedPenalty.NUCLEAR,
            AffinePart.NONE);
    assertThat(solve(twice, 2).certificate().primal())
        .isCloseTo(
            4 * solve(SixPoints.denoising(GatedPenalty.NUCLEAR), 1).certificate().primal(),
            within(1e-7));
  }

  @Test
  void noBitDependsOnTheNumberOfThreads() throws Exception {
    Batch x = points(300, 4);
    GatePatterns patterns = gates(x, Activation.RELU, 70);
    DenoisingPairs pairs = DenoisingPairs.draw(x, 0.7, 1, NoiseKey.of(6));
    GatedProgram program =
        GatedProgram.denoising(
            GatePatterns.of(pairs.noisy(), patterns.gates(), Activation.RELU, true),
            pairs,
            GatedPenalty.NUCLEAR,
            AffinePart.SKIP_AND_BIAS);
    GatedSolver solver = new GatedSolver(1e-3, 200);
    double beta = 0.2 * program.largestBeta();
    Vector here = solver.solve(program, beta, ProgramWatch.NONE).weights();
    try (ForkJoinPool one = new ForkJoinPool(1);
        ForkJoinPool three = new ForkJoinPool(3)) {
      assertThat(one.submit(() -> solver.solve(program, beta, ProgramWatch.NONE).weights()).get())
          .isEqualTo(here);
      assertThat(three.submit(() -> solver.solve(program, beta, ProgramWatch.NONE).weights()).get())
          .isEqualTo(here);
    }
  }

  /// The lower bound is one at every check, from the first on, whatever the iterate.
  @Test
  void everyLowerBoundIsBelowTheOptimum() {
    for (AffinePart part : new AffinePart[] {AffinePart.NONE, AffinePart.SKIP}) {
      GatedProgram program = SixPoints.matching(part);
      double optimum = solve(program, 1.8).certificate().primal();
      SOLVER.solve(
          program,
          1.8,
          (_, c) -> {
            assertThat(c.dual()).isLessThanOrEqualTo(optimum + 1e-9);
            assertThat(c.dual()).isGreaterThan(Double.NEGATIVE_INFINITY);
          });
    }
  }

  @Test
  void cancelledRunKeepsItsPointAndSaysHowFarItIs() {
    GatedProgram program = SixPoints.denoising(GatedPenalty.NUCLEAR);
    int[] calls = {0};
    GatedSolution stopped =
        SOLVER.solve(
            program,
            .2,
            new ProgramWatch() {
              @Override
              public void certified(int iteration, Certificate soFar) {}

              @Override
              public boolean cancelled() {
                return calls[0]++ > 6;
              }
            });
    assertThat(stopped.status()).isEqualTo(GatedSolution.Status.INTERRUPTED);
    assertThat(stopped.certificate().gap()).isPositive();
    assertThat(program.objective(stopped.weights(), .2))
        .isCloseTo(stopped.certificate().primal(), within(1e-12));
    assertThat(stopped.certificate().primal())
        .isLessThan(program.objective(Vector.adopt(new double[program.weights()]), .2));
  }

  /// So close to the least beta no point strictly inside of the dual constraints is found.
  @Test
  void withoutAnyBoundStepsRunOutAllTheSame() {
    GatedProgram program = SixPoints.matching(AffinePart.NONE);
    double beta = 1.0005 * Boundedness.of(program, 1e-4, ProgramWatch.NONE).upper();
    int[] heard = {0};
    GatedSolution solution =
        new GatedSolver(1e-6, 50)
            .solve(
                program,
                beta,
                new ProgramWatch() {
                  @Override
                  public void certified(int iteration, Certificate soFar) {
                    heard[0]++;
                  }

                  @Override
                  public boolean cancelled() {
                    return heard[0] > 1000;
                  }
                });
    assertThat(solution.status()).isEqualTo(GatedSolution.Status.OUT_OF_STEPS);
    assertThat(solution.steps()).isEqualTo(50);
    assertThat(solution.certificate().relativeGap()).isInfinite();
  }

  @Test
  void whatTheWatchHearsIsTrueOfAllGates() {
    GatePatterns gates =
        GatePatterns.sampled(
            Noise.of(3, 40).normal(Shape.vector(2)),
            GatePlacement.throughData(),
            150,
            Activation.RELU,
            true,
            NoiseKey.of(4));
    GatedProgram program =
        GatedProgram.regression(
            gates, Noise.of(5, 40).normal(Shape.vector(2)), GatedPenalty.NUCLEAR, AffinePart.BIAS);
    double beta = program.largestBeta() / 10;
    double optimum =
        new GatedSolver(1e-6, 2000).solve(program, beta, ProgramWatch.NONE).certificate().primal();
    new GatedSolver(1e-4, 2000)
        .solve(
            program,
            beta,
            (_, soFar) -> assertThat(soFar.dual()).isLessThanOrEqualTo(optimum * (1 + 1e-9)));
  }

  @Test
  void stepsRunOutHonestly() {
    GatedSolution stopped =
        new GatedSolver(1e-12, 3)
            .solve(SixPoints.denoising(GatedPenalty.NUCLEAR), .2, ProgramWatch.NONE);
    assertThat(stopped.status()).isEqualTo(GatedSolution.Status.OUT_OF_STEPS);
    assertThat(stopped.steps()).isEqualTo(3);
    assertThat(stopped.certificate().within(1e-12)).isFalse();
  }

  @Test
  void wordsTellDrawnGatesFromAll() {
    GatedProgram drawn =
        GatedProgram.scoreMatching(
            gates(points(30, 2), Activation.RELU, 5), GatedPenalty.NUCLEAR, AffinePart.NONE);
    assertThat(solve(drawn, drawn.largestBeta()).words()).contains("were drawn");
    assertThat(solve(SixPoints.denoising(GatedPenalty.NUCLEAR), 4).words())
        .contains("all gates there are");
  }

  @Test
  void refusesBadInput() {
    GatePatterns few = gates(points(3, 3), Activation.RELU, 5);
    assertThatThrownBy(
            () -> GatedProgram.scoreMatching(few, GatedPenalty.NUCLEAR, AffinePart.SKIP_AND_BIAS))
        .hasMessageContaining("span 2 of d = 3");
    assertThatThrownBy(() -> DenoisingPairs.draw(points(3, 3), 0, 1, NoiseKey.of(1)))
        .hasMessageContaining("must be positive");
    GatedProgram program = SixPoints.denoising(GatedPenalty.NUCLEAR);
    assertThatThrownBy(() -> SOLVER.solve(program, 0, ProgramWatch.NONE))
        .hasMessageContaining("beta must be positive");
    assertThatThrownBy(() ->
            GatedProgram.denoising(
                few,
                new DenoisingPairs(SixPoints.X, SixPoints.Y, 1),
                GatedPenalty.NUCLEAR,
                AffinePart.NONE))
        .hasMessageContaining("noisy rows");
    Batch wide = points(2, 6000);
    GatePatterns many =
        GatePatterns.sampled(
            wide, GatePlacement.throughOrigin(), 60, Activation.ABSOLUTE, false, NoiseKey.of(1));
    assertThat(many.count()).isEqualTo(2);
    assertThatThrownBy(() ->
            GatedProgram.scoreMatching(
                gates(points(64, 6000), Activation.RELU, 60),
                GatedPenalty.NUCLEAR,
                AffinePart.NONE))
        .hasMessageContaining("GB of memory")
        .hasMessageContaining("fewer gates");
  }
}
