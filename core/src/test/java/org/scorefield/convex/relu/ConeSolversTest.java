package org.scorefield.convex.relu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.gated.GatePatterns;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.convex.gated.GatedSolution.Status;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// What every solver of cone programs owes.
class ConeSolversTest {

  static Stream<ConeSolver> solvers() {
    return solvers(1e-7);
  }

  private static Stream<ConeSolver> solvers(double tolerance) {
    return Stream.of(
        new ConeFista(tolerance, 100_000),
        new AugmentedLagrangian(tolerance, 100_000),
        ConeAdmm.of(tolerance, 10_000));
  }

  private static Vector normals(long seed, int n) {
    return Vector.adopt(Noise.of(seed, 1).normal(Shape.vector(n)).toArray());
  }

  private static ConeProgram random(int seed, Activation activation, AffinePart affine) {
    Batch x = Noise.of(seed, 30).normal(Shape.vector(3));
    GatePatterns gates =
        GatePatterns.sampled(
            x, GatePlacement.throughData(), 12, activation, true, NoiseKey.of(seed));
    return ConeProgram.of(gates, normals(seed + 100, 30), affine);
  }

  static void assertFeasible(ConeSolution solution) {
    ConeUnits all = ConeUnits.all(solution.program());
    double[] pre = all.preActivations(solution.weights().shared());
    double largest = 1;
    for (double z : pre) {
      largest = Math.max(largest, Math.abs(z));
    }
    for (double side : all.sides(pre)) {
      assertThat(side).isGreaterThan(-1e-10 * largest);
    }
    ConeProgram program = solution.program();
    Batch x = program.cones().patterns().data();
    assertThat(solution.network().objective(x, program.target(), solution.beta()))
        .isCloseTo(solution.certificate().primal(), within(1e-9));
  }

  @Test
  void allSolversAgree() {
    for (AffinePart affine : List.of(AffinePart.NONE, AffinePart.SKIP_AND_BIAS)) {
      for (Activation activation : Activation.values()) {
        ConeProgram program = random(1, activation, affine);
        double beta = program.largestBeta() / 5;
        List<Double> values = new ArrayList<>();
        solvers()
            .forEach(solver -> {
              ConeSolution solution = solver.solve(program, beta, ProgramWatch.NONE);
              assertThat(solution.status()).as("%s", solver).isEqualTo(Status.CERTIFIED);
              assertThat(solution.certificate().scope()).isEqualTo(Certificate.Scope.GIVEN_GATES);
              assertFeasible(solution);
              values.add(solution.certificate().primal());
            });
        double error = 1.1e-7 * values.get(0);
        assertThat(values.get(1)).isCloseTo(values.get(0), within(error));
        assertThat(values.get(2)).isCloseTo(values.get(0), within(error));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void interruptedRunHasAFeasiblePointAndATrueCertificate(ConeSolver solver) {
    ConeProgram program = random(2, Activation.RELU, AffinePart.BIAS);
    double beta = program.largestBeta() / 20;
    ConeSolution solution = solver.solve(program, beta, new After(3));
    assertThat(solution.status()).isEqualTo(Status.INTERRUPTED);
    assertFeasible(solution);
    double optimum =
        new ConeFista(1e-9, 100_000).solve(program, beta, ProgramWatch.NONE).certificate().primal();
    assertThat(solution.certificate().primal()).isGreaterThan(optimum);
    assertThat(solution.certificate().dual()).isLessThan(optimum);
  }

  /// Cancels when asked for the n-th time.
  private static final class After implements ProgramWatch {
    private int left;

    After(int left) {
      this.left = left;
    }

    @Override
    public void certified(int iteration, Certificate soFar) {}

    @Override
    public boolean cancelled() {
      return --left < 0;
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void stepsThatRunOutAreSaid(ConeSolver solver) {
    ConeProgram program = random(2, Activation.RELU, AffinePart.NONE);
    ConeSolver hurried =
        switch (solver) {
          case AugmentedLagrangian al -> new AugmentedLagrangian(al.tolerance(), 2);
          case ConeAdmm admm -> ConeAdmm.of(admm.tolerance(), 2);
          default -> new ConeFista(1e-7, 2);
        };
    ConeSolution solution = hurried.solve(program, program.largestBeta() / 20, ProgramWatch.NONE);
    assertThat(solution.status()).isEqualTo(Status.OUT_OF_STEPS);
    assertThat(solution.steps()).isEqualTo(2);
    assertFeasible(solution);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void networkIsEmptyAtTheLargestBeta(ConeSolver solver) {
    ConeProgram program = random(3, Activation.RELU, AffinePart.SKIP);
    ConeSolution solution =
        solver.solve(program, program.largestBeta() * (1 + 1e-12), ProgramWatch.NONE);
    assertThat(solution.units()).isZero();
    assertThat(solution.certificate().relativeGap()).isLessThan(1e-10);
    assertThat(solution.status()).isEqualTo(Status.CERTIFIED);
    ConeSolution below = solver.solve(program, program.largestBeta() * 0.99, ProgramWatch.NONE);
    assertThat(below.units()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void solutionStaysWhereItIs(ConeSolver solver) {
    ConeProgram program = random(4, Activation.RELU, AffinePart.NONE);
    double beta = program.largestBeta() / 5;
    Vector optimum = new ConeFista(1e-9, 100_000).solve(program, beta, ProgramWatch.NONE).weights();
    ConeSolution again = solver.solve(program, beta, optimum, ProgramWatch.NONE);
    assertThat(again.steps()).isZero();
    assertThat(again.status()).isEqualTo(Status.CERTIFIED);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void bitsDoNotDependOnTheNumberOfThreads(ConeSolver solver) throws Exception {
    ConeProgram program = random(5, Activation.RELU, AffinePart.BIAS);
    double beta = program.largestBeta() / 3;
    Vector one;
    Vector many;
    try (ForkJoinPool single = new ForkJoinPool(1);
        ForkJoinPool four = new ForkJoinPool(4)) {
      one = single.submit(() -> solver.solve(program, beta, ProgramWatch.NONE).weights()).get();
      many = four.submit(() -> solver.solve(program, beta, ProgramWatch.NONE).weights()).get();
    }
    assertThat(many).isEqualTo(one);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void whatCannotBeSolvedIsRefused(ConeSolver solver) {
    ConeProgram program = random(2, Activation.RELU, AffinePart.NONE);
    assertThatThrownBy(() -> solver.solve(program, 0, ProgramWatch.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("beta must be positive");
    assertThatThrownBy(() -> solver.solve(program, 1, Vector.of(1, 2), ProgramWatch.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weights are needed");
  }
}
