package org.scorefield.convex.relu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.DenoisingPairs;
import org.scorefield.convex.GatePatterns;
import org.scorefield.convex.GatedPenalty;
import org.scorefield.convex.GatedProgram;
import org.scorefield.convex.GatedSolution;
import org.scorefield.convex.GatedSolver;
import org.scorefield.convex.ProgramWatch;

class ConeProgramTest {
  private static final ConeFista SOLVER = new ConeFista(1e-9, 200_000);

  /// Six points of the plane with six targets.
  private static final Batch X =
      Batch.ofRows(
          Shape.vector(2),
          new double[] {1, .5},
          new double[] {-.5, 1.5},
          new double[] {-1.2, -.3},
          new double[] {.4, -1},
          new double[] {2, -.5},
          new double[] {-1, 1});

  private static final Batch Y =
      Batch.ofRows(
          Shape.vector(2),
          new double[] {.5, -1},
          new double[] {-.3, .8},
          new double[] {1.2, .4},
          new double[] {-.6, 1.1},
          new double[] {-1, .2},
          new double[] {.9, -.7});

  private static final Batch LINE =
      Batch.ofRows(
          Shape.vector(1),
          new double[] {-2},
          new double[] {-1},
          new double[] {0},
          new double[] {1},
          new double[] {2});

  private static ConeProgram line() {
    return ConeProgram.of(
        GatePatterns.all(LINE, Activation.RELU, true),
        Vector.of(1, -.5, .2, .8, -1),
        AffinePart.NONE);
  }

  private static ConeSolution solve(ConeProgram program, double beta) {
    ConeSolution solution = SOLVER.solve(program, beta, ProgramWatch.NONE);
    assertThat(solution.status()).isEqualTo(GatedSolution.Status.CERTIFIED);
    assertThat(solution.certificate().scope()).isEqualTo(Certificate.Scope.NETWORK);
    Batch x = program.cones().patterns().data();
    assertThat(solution.network().objective(x, program.target(), beta))
        .as("of the network itself")
        .isCloseTo(solution.certificate().primal(), within(1e-10));
    return solution;
  }

  /// Values from an independent program, which agree with the best of sixty gradient-trained
  /// networks.
  @Test
  void bestNetworksOfSixPointsInThePlane() {
    GatePatterns patterns = GatePatterns.all(X, Activation.RELU, false);
    List<ConeProgram> programs = ConeProgram.perOutput(patterns, Y, AffinePart.NONE);
    double first = solve(programs.get(0), 1).certificate().primal();
    double second = solve(programs.get(1), 1).certificate().primal();
    assertThat(first).isCloseTo(1.50994148, within(1e-7));
    assertThat(second).isCloseTo(1.73094744, within(1e-7));
    double group = gated(patterns, GatedPenalty.GROUP_LASSO);
    double nuclear = gated(patterns, GatedPenalty.NUCLEAR);
    assertThat(nuclear).isLessThan(group - 0.1);
    assertThat(group).isLessThan(first + second - 0.1);
  }

  private static double gated(GatePatterns patterns, GatedPenalty penalty) {
    GatedProgram program =
        GatedProgram.denoising(patterns, new DenoisingPairs(X, Y, 1), penalty, AffinePart.NONE);
    return new GatedSolver(1e-9, 100_000)
        .solve(program, 1, ProgramWatch.NONE)
        .certificate()
        .primal();
  }

  /// Values from an independent program.
  @ParameterizedTest
  @CsvSource({"0.2,0.90597893", "0.05,0.30110245", "1,1.42305013"})
  void bestNetworksOfFivePointsOnTheLine(double beta, double optimum) {
    ConeProgram program = line();
    assertThat(program.cones().count()).as("2n patterns, less the one that is closed").isEqualTo(9);
    Certificate certificate = solve(program, beta).certificate();
    assertThat(certificate.primal()).isCloseTo(optimum, within(1e-7));
    assertThat(certificate.dual()).isCloseTo(optimum, within(1e-7));
  }

  /// Threshold and angle from an independent program: the direction that answers most at the
  /// threshold is 2.704965, that of the best unit at 1.65 a little further.
  @Test
  void networkIsEmptyFromTheLargestBetaOnAndHasOneUnitBelow() {
    ConeProgram program = line();
    assertThat(program.largestBeta()).isCloseTo(1.65529453, within(1e-8));
    ConeSolution empty = solve(program, 1.6552946);
    assertThat(empty.units()).isZero();
    assertThat(empty.certificate().gap()).isLessThan(1e-12);
    ConeSolution one = new ConeFista(1e-14, 200_000).solve(program, 1.65, ProgramWatch.NONE);
    ConeNetwork network = one.network();
    assertThat(network.units()).isEqualTo(1);
    assertThat(Math.atan2(network.hiddenBiases().first(), network.inner().get(0, 0)))
        .isCloseTo(2.70550188, within(1e-6));
  }
}
