package org.scorefield.bench.peer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.bench.input.Inputs;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.gated.GatePatterns;
import org.scorefield.convex.gated.GatedPenalty;
import org.scorefield.convex.gated.GatedProgram;
import org.scorefield.convex.gated.GatedSolution;
import org.scorefield.convex.gated.GatedSolver;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.linalg.Matrix;

/// Gated ReLU networks of one output with a group lasso, `|S - y|^2/2 + beta sum_i |z_i|`, given
/// the same gates. Columns of the data have norm 1, so that peers that scale them change nothing.
/// Compared: the objective. Ours ends with a certified gap of 1e-5; a peer has the loosest
/// tolerance of its own, by powers of ten, with which its objective comes as close to the optimum.
final class ConvexCases {
  private static final double CLOSE = 1e-5;
  private static final double FRACTION = 0.05;

  private ConvexCases() {}

  static Case wide() {
    return scnn("gated-250x50", 250, 50, 500);
  }

  static Case tall() {
    return scnn("gated-2000x20", 2000, 20, 500);
  }

  private static Case scnn(String name, int n, int d, int gates) {
    return new Case(
        name,
        List.of(
            Rival.beside("scnn R-FISTA float64", 0.3, CLOSE),
            Rival.beside("scnn R-FISTA float32", 0.3, CLOSE)),
        size -> task(size.of(n, 60), size.of(d, 4), size.of(gates, 20)));
  }

  static Case small() {
    return new Case(
        "gated-100x5",
        List.of(Rival.shown("cvxpy CLARABEL", CLOSE)),
        size -> task(size.of(100, 60), size.of(5, 4), size.of(40, 10)));
  }

  private static Task task(int n, int d, int gates) {
    Matrix x = unit(Inputs.normals(n, d, 1));
    double[] directions = new double[gates * (d + 1)];
    Matrix weights = Inputs.normals(gates, d, 2);
    for (int i = 0; i < gates; i++) {
      System.arraycopy(weights.shared(), i * d, directions, i * (d + 1), d);
    }
    Batch rows = Batch.adopt(Shape.vector(d), x.shared());
    GatePatterns patterns =
        GatePatterns.of(rows, Matrix.adopt(gates, d + 1, directions), Activation.RELU, false);
    Matrix y = teacher(x);
    GatedProgram program =
        GatedProgram.regression(
            patterns,
            Batch.adopt(Shape.vector(1), y.shared()),
            GatedPenalty.GROUP_LASSO,
            AffinePart.NONE);
    double beta = FRACTION * program.largestBeta();
    double optimum = solved(program, beta, CLOSE / 100).certificate().dual();
    return new Task(
        String.format(Locale.ROOT, "gated ReLU, %,d x %d, %d gates", n, d, patterns.count()),
        Map.of("x", x, "y", y, "gates", patterns.gates()),
        Map.of("beta", beta, "optimum", optimum, "close", CLOSE),
        () -> {
          GatedSolution solution = solved(program, beta, CLOSE);
          return () -> new double[] {solution.certificate().primal()};
        });
  }

  private static GatedSolution solved(GatedProgram program, double beta, double gap) {
    return new GatedSolver(gap, 100_000).solve(program, beta, ProgramWatch.NONE);
  }

  private static Matrix unit(Matrix x) {
    double[] out = x.toArray();
    int d = x.columns();
    double[] squares = new double[d];
    for (int k = 0; k < out.length; k++) {
      squares[k % d] += out[k] * out[k];
    }
    for (int k = 0; k < out.length; k++) {
      out[k] /= Math.sqrt(squares[k % d]);
    }
    return Matrix.adopt(x.rows(), d, out);
  }

  /// A network of ten units.
  private static Matrix teacher(Matrix x) {
    Matrix hidden = x.timesTransposed(Inputs.normals(10, x.columns(), 3));
    Matrix outer = Inputs.normals(1, 10, 4);
    double[] y = new double[x.rows()];
    for (int r = 0; r < y.length; r++) {
      for (int j = 0; j < 10; j++) {
        y[r] += Math.max(0, hidden.get(r, j)) * outer.get(0, j);
      }
    }
    return Matrix.adopt(y.length, 1, y);
  }
}
