package org.scorefield.convex.relu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.gated.DenoisingPairs;
import org.scorefield.convex.gated.GatePatterns;
import org.scorefield.convex.gated.GatedPenalty;
import org.scorefield.convex.gated.GatedProgram;
import org.scorefield.convex.gated.GatedSolution;
import org.scorefield.convex.gated.GatedSolver;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

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

  private static Vector normals(long seed, int n) {
    return Vector.adopt(Noise.of(seed, 1).normal(Shape.vector(n)).toArray());
  }

  /// Over all patterns the bound holds for every network there is: drawn at random, or near to the
  /// best one at any distance, where the most dangerous ones are.
  @ParameterizedTest
  @EnumSource
  void noNetworkIsBelowTheBound(Activation activation) {
    for (int trial = 0; trial < 4; trial++) {
      Batch x = Noise.of(trial, 9).normal(Shape.vector(2));
      Vector y = normals(50 + trial, 9);
      AffinePart affine = trial % 2 == 0 ? AffinePart.NONE : AffinePart.BIAS;
      ConeProgram program = ConeProgram.of(GatePatterns.all(x, activation, true), y, affine);
      double beta = program.largestBeta() / 8;
      ConeSolution best = solve(program, beta);
      double bound = best.certificate().dual();
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < 3000; k++) {
        ConeNetwork near = moved(best.network(), k, Math.pow(10, -(k % 7) / 2.0));
        least = Math.min(least, near.objective(x, y, beta));
      }
      assertThat(least).isGreaterThan(bound);
      assertThat(least).as("a bound that is nearly met").isLessThan(bound * 1.01);
    }
  }

  /// Weights moved at random, with a further unit; every second one all at random.
  private static ConeNetwork moved(ConeNetwork net, int seed, double size) {
    int m = net.units() + 1;
    double[] noise = normals(1000 + seed, 4 * m + 1).shared();
    double keep = seed % 2;
    double[] u = new double[2 * m];
    for (int k = 0; k < 2 * m; k++) {
      u[k] = size * noise[k] + (k < 2 * m - 2 ? keep * net.inner().shared()[k] : 0);
    }
    double[] b = new double[m];
    double[] alpha = new double[m];
    for (int j = 0; j < m; j++) {
      b[j] = size * noise[2 * m + j] + (j < m - 1 ? keep * net.hiddenBiases().get(j) : 0);
      alpha[j] = size * noise[3 * m + j] + (j < m - 1 ? keep * net.outer().get(j) : 0);
    }
    boolean bias = net.offset() != 0;
    return new ConeNetwork(
        net.activation(),
        Matrix.adopt(m, 2, u),
        Vector.adopt(b),
        Vector.adopt(alpha),
        net.slope(),
        bias ? net.offset() + size * noise[4 * m] : 0);
  }

  private static double value(Batch x, Vector y, AffinePart affine, double beta) {
    return solve(ConeProgram.of(GatePatterns.all(x, Activation.RELU, true), y, affine), beta)
        .certificate()
        .primal();
  }

  @Test
  void optimumIsThatOfTheSameDataInOtherCoordinates() {
    Batch x = Noise.of(7, 8).normal(Shape.vector(2));
    Vector y = normals(8, 8);
    double plain = value(x, y, AffinePart.SKIP_AND_BIAS, 0.1);
    double[] turned = new double[16];
    for (int r = 0; r < 8; r++) {
      double a = x.shared()[2 * r];
      double b = x.shared()[2 * r + 1];
      turned[2 * r] = 0.6 * a - 0.8 * b;
      turned[2 * r + 1] = 0.8 * a + 0.6 * b;
    }
    assertThat(value(Batch.adopt(Shape.vector(2), turned), y, AffinePart.SKIP_AND_BIAS, 0.1))
        .isCloseTo(plain, within(1e-8));
    Vector tilted =
        Vector.generate(8, r -> y.get(r) + 2 - 3 * x.shared()[2 * r] + x.shared()[2 * r + 1]);
    assertThat(value(x, tilted, AffinePart.SKIP_AND_BIAS, 0.1))
        .as("what is affine is free")
        .isCloseTo(plain, within(1e-8));
    Vector opposite = Vector.generate(8, r -> -y.get(r));
    assertThat(value(x, opposite, AffinePart.SKIP_AND_BIAS, 0.1)).isCloseTo(plain, within(1e-8));
    Vector twice = Vector.generate(8, r -> 2 * y.get(r));
    assertThat(value(x, twice, AffinePart.SKIP_AND_BIAS, 0.2)).isCloseTo(4 * plain, within(1e-8));
  }

  @Test
  void optimumRisesWithBetaAndIsConcave() {
    Batch x = Noise.of(9, 8).normal(Shape.vector(2));
    Vector y = normals(10, 8);
    double[] values = new double[6];
    for (int k = 0; k < 6; k++) {
      values[k] = value(x, y, AffinePart.NONE, 0.1 + 0.15 * k);
    }
    for (int k = 1; k < 6; k++) {
      assertThat(values[k]).isGreaterThan(values[k - 1]);
    }
    for (int k = 1; k < 5; k++) {
      assertThat(values[k + 1] + values[k - 1] - 2 * values[k]).isLessThan(1e-8);
    }
  }

  @Test
  void networkGivesItsWeightsBackAndMergesUnits() {
    ConeProgram program = line();
    ConeSolution solution = solve(program, 0.2);
    ConeNetwork network = solution.network();
    Vector weights = program.weightsOf(network);
    assertThat(program.objective(weights, 0.2))
        .isCloseTo(solution.certificate().primal(), within(1e-10));
    assertThat(new ConeFista(1e-7, 1).solve(program, 0.2, weights, ProgramWatch.NONE).steps())
        .isZero();
    ConeProgram one =
        ConeProgram.of(
            GatePatterns.of(LINE, Matrix.adopt(1, 2, new double[] {-1, 5}), Activation.RELU, true),
            program.target(),
            AffinePart.NONE);
    assertThat(one.scope()).isEqualTo(Certificate.Scope.GIVEN_GATES);
    assertThatThrownBy(() -> one.weightsOf(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has none of the 1 patterns");
  }

  @Test
  void outputsBecomeAScore() {
    GatePatterns patterns = GatePatterns.all(X, Activation.RELU, false);
    List<ConeNetwork> networks =
        ConeProgram.perOutput(patterns, Y, AffinePart.SKIP).stream()
            .map(p -> solve(p, 0.5).network())
            .toList();
    TwoLayerScore score = ConeNetwork.score(networks);
    Batch s = score.score(X);
    for (int r = 0; r < 6; r++) {
      for (int k = 0; k < 2; k++) {
        assertThat(s.shared()[2 * r + k])
            .isCloseTo(networks.get(k).values(X).get(r), within(1e-12));
      }
    }
    assertThat(score.weightDecay())
        .isCloseTo(networks.stream().mapToDouble(ConeNetwork::weightDecay).sum(), within(1e-12));
  }

  @Test
  void startNearAGatedSolutionIsInTheConesAndClose() {
    GatePatterns patterns = GatePatterns.all(X, Activation.RELU, false);
    GatedProgram gated =
        GatedProgram.denoising(
            patterns, new DenoisingPairs(X, Y, 1), GatedPenalty.GROUP_LASSO, AffinePart.NONE);
    GatedSolution relaxed = new GatedSolver(1e-8, 100_000).solve(gated, 1, ProgramWatch.NONE);
    ConeProgram program = ConeProgram.perOutput(patterns, Y, AffinePart.NONE).get(1);
    Vector near = program.near(relaxed, 1);
    double optimum = solve(program, 1).certificate().primal();
    assertThat(program.objective(near, 1)).isGreaterThan(optimum);
    assertThat(program.objective(near, 1))
        .as("not the hundreds that keeping the predictions can take")
        .isLessThan(1.2 * optimum);
    ConeUnits all = ConeUnits.all(program);
    for (double side : all.sides(all.preActivations(near.shared()))) {
      assertThat(side).isGreaterThan(-1e-12);
    }
    GatePatterns others = GatePatterns.all(X, Activation.RELU, false);
    ConeProgram other = ConeProgram.of(others, Vector.of(1, 2, 3, 4, 5, 6), AffinePart.NONE);
    assertThatThrownBy(() -> other.near(relaxed, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other patterns");
  }

  @Test
  void targetsThatDoNotFitAreRefused() {
    GatePatterns patterns = GatePatterns.all(LINE, Activation.RELU, true);
    assertThatThrownBy(() -> ConeProgram.of(patterns, Vector.of(1, 2), AffinePart.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 rows, there are 2 targets");
    assertThatThrownBy(
            () -> ConeProgram.of(patterns, Vector.of(1, 2, Double.NaN, 0, 0), AffinePart.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("target 2 is NaN");
  }
}
