package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
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
import org.scorefield.convex.relu.ConeFista;
import org.scorefield.convex.relu.ConeProgram;
import org.scorefield.convex.relu.ConeSolution;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// Programs over the gates of six points of the plane, of which there are twelve.
final class GatedPrograms {
  static final Batch POINTS =
      Batch.ofRows(
          Shape.vector(2),
          new double[] {1, .5},
          new double[] {-.5, 1.5},
          new double[] {-1.2, -.3},
          new double[] {.4, -1},
          new double[] {2, -.5},
          new double[] {-1, 1});

  static final Batch TARGETS =
      Batch.ofRows(
          Shape.vector(2),
          new double[] {.5, -1},
          new double[] {-.3, .8},
          new double[] {1.2, .4},
          new double[] {-.6, 1.1},
          new double[] {-1, .2},
          new double[] {.9, -.7});

  static final GatedSolver SOLVER = new GatedSolver(1e-10, 100_000);
  private static final String PROGRAM = LinePrograms.PROGRAM;

  private final List<Check> checks = new ArrayList<>();

  private GatedPrograms() {}

  static List<Check> checks() {
    GatedPrograms plane = new GatedPrograms();
    plane.patterns();
    plane.matching();
    plane.skip();
    plane.denoising();
    plane.cones();
    return plane.checks;
  }

  static GatedProgram matching(Activation activation, AffinePart affine) {
    return GatedProgram.scoreMatching(
        GatePatterns.all(POINTS, activation, false), GatedPenalty.NUCLEAR, affine);
  }

  static GatedProgram denoising(GatedPenalty penalty) {
    return denoising(penalty, TARGETS);
  }

  static GatedProgram denoising(GatedPenalty penalty, Batch targets) {
    return GatedProgram.denoising(
        GatePatterns.all(POINTS, Activation.RELU, false),
        new DenoisingPairs(POINTS, targets, 1),
        penalty,
        AffinePart.NONE);
  }

  static GatedSolution solve(GatedProgram program, double beta) {
    return SOLVER.solve(program, beta, ProgramWatch.NONE);
  }

  private void near(
      String table, String row, double measured, double value, double tolerance, String source) {
    checks.add(Check.exact(table, row, measured, Expected.near(value, tolerance, source)));
  }

  /// With the pattern that is closed at every row, which no program has a use for.
  private void patterns() {
    String table = "Activation patterns of points in general position";
    int[][] cases = {{10, 2, 20}, {8, 3, 58}, {6, 4, 52}};
    for (int[] c : cases) {
      Batch x = Noise.of(31, c[0]).normal(Shape.vector(c[1]));
      GatePatterns gates = GatePatterns.all(x, Activation.RELU, false);
      near(
          table,
          "%d points of rank %d".formatted(c[0], c[1]),
          gates.count() + (openEverywhere(gates) ? 1 : 0),
          c[2],
          0,
          "Cover 1965: 2 sum C(n - 1, k)");
    }
    GatePatterns six = GatePatterns.all(POINTS, Activation.RELU, false);
    int[] expected = {0, 0, 3, 6, 3};
    for (int open = 2; open <= 4; open++) {
      int count = 0;
      for (int i = 0; i < six.count(); i++) {
        count += six.openings(i) == open ? 1 : 0;
      }
      near(table, "of the six points, open at " + open, count, expected[open], 0, PROGRAM);
    }
  }

  /// The pattern that is open everywhere exists just if the closed one does.
  private static boolean openEverywhere(GatePatterns gates) {
    for (int i = 0; i < gates.count(); i++) {
      if (gates.openings(i) == gates.data().count()) {
        return true;
      }
    }
    return false;
  }

  private void matching() {
    String table = "Score matching in the plane, no skip connection";
    GatedProgram program = matching(Activation.RELU, AffinePart.NONE);
    near(table, "beta from which it is 0", program.largestBeta(), 4, 1e-9, PROGRAM);
    near(table, "optimum at beta 4", solve(program, 4).certificate().primal(), 0, 1e-12, PROGRAM);
    double[][] optima = {
      {3.5, -.097623186}, {3, -.390779630}, {2.5, -.983367768}, {2.2, -1.566235582}
    };
    for (double[] at : optima) {
      GatedSolution solution = solve(program, at[0]);
      double primal = solution.certificate().primal();
      near(table, "optimum at beta " + at[0], primal, at[1], 1e-7, PROGRAM);
      double squares = Arrays.stream(solution.score().score(POINTS).shared()).map(v -> v * v).sum();
      near(table, "minus |s|^2/2 there", -squares / 2, primal, 1e-7, "homogeneity");
    }
  }

  private void skip() {
    String table = "Score matching in the plane with skip connection";
    GatedProgram program = matching(Activation.RELU, AffinePart.SKIP);
    near(table, "beta from which it is linear", program.largestBeta(), 2.146123973, 1e-8, PROGRAM);
    GatedSolution linear = solve(program, 2.2);
    Matrix v = linear.score().skip();
    double[][] expected = {{-.88672, -.419543}, {-.419543, -1.438172}};
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        near(
            table,
            "-n (X^T X)^-1, %d, %d".formatted(i + 1, j + 1),
            v.get(i, j),
            expected[i][j],
            1e-6,
            PROGRAM);
      }
    }
    double[][] optima = {{2.2, -6.974677785}, {2, -6.980884952}, {1.8, -7.009572080}};
    for (double[] at : optima) {
      double primal = solve(program, at[0]).certificate().primal();
      near(table, "optimum at beta " + at[0], primal, at[1], 1e-7, PROGRAM);
    }
  }

  private void denoising() {
    String table = "Denoising score matching in the plane, gated";
    GatedProgram nuclear = denoising(GatedPenalty.NUCLEAR);
    GatedProgram group = denoising(GatedPenalty.GROUP_LASSO);
    near(
        table,
        "beta from which the nuclear one is 0",
        nuclear.largestBeta(),
        3.809092856,
        1e-8,
        PROGRAM);
    near(
        table,
        "beta from which the group lasso is 0",
        group.largestBeta(),
        3.753664876,
        1e-8,
        PROGRAM);
    Certificate first = solve(nuclear, 1).certificate();
    near(table, "nuclear, optimum at beta 1", first.primal(), 2.432546477, 1e-7, PROGRAM);
    near(table, "nuclear, its dual", first.dual(), 2.432546477, 1e-7, PROGRAM);
    double[] parts = {1.116371466, 1.488806094};
    for (int k = 0; k < 2; k++) {
      Batch alone = only(k);
      near(
          table,
          "group lasso, output " + (k + 1),
          solve(denoising(GatedPenalty.GROUP_LASSO, alone), 1).certificate().primal(),
          parts[k],
          1e-7,
          PROGRAM);
    }
    near(
        table,
        "group lasso, both outputs",
        solve(group, 1).certificate().primal(),
        2.605177560,
        1e-7,
        PROGRAM);
  }

  /// One ReLU network an output, exactly: weights in the cones of their gates. Above the group
  /// lasso over the same gates, which need not follow the weights.
  private void cones() {
    String table = "Denoising score matching in the plane, one ReLU network an output, beta 1";
    double[] optima = {1.50994148, 1.73094744};
    double sum = 0;
    for (int output = 0; output < 2; output++) {
      ConeSolution exact = exact(output);
      String row = "output " + (output + 1);
      double primal = exact.certificate().primal();
      sum += primal;
      near(table, row + ": optimum", primal, optima[output], 1e-7, PROGRAM);
      near(table, row + ": certified gap", exact.certificate().gap(), 0, 1e-8, "asked for");
      near(
          table,
          row + ": objective of the network less the optimum",
          exact.network().objective(POINTS, exact.program().target(), 1) - primal,
          0,
          1e-5,
          "recovery");
    }
    double group = solve(denoising(GatedPenalty.GROUP_LASSO), 1).certificate().primal();
    checks.add(
        Check.exact(
            table,
            "gated optimum over the sum of the exact ones",
            group / sum,
            Expected.atMost(1, "a relaxation")));
  }

  /// The best ReLU network for one output.
  static ConeSolution exact(int output) {
    return new ConeFista(1e-10, 200_000).solve(cones(output), 1, ProgramWatch.NONE);
  }

  /// Its program.
  static ConeProgram cones(int output) {
    return ConeProgram.perOutput(
            GatePatterns.all(POINTS, Activation.RELU, false), TARGETS, AffinePart.NONE)
        .get(output);
  }

  /// The targets of one output, the others 0.
  static Batch only(int output) {
    double[] y = TARGETS.toArray();
    for (int k = 0; k < y.length; k++) {
      y[k] = k % 2 == output ? y[k] : 0;
    }
    return Batch.adopt(TARGETS.shape(), y);
  }
}
