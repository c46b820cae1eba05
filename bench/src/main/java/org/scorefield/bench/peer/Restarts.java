package org.scorefield.bench.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.scorefield.convex.gated.GatedSolver;
import org.scorefield.convex.line.LineProgram;
import org.scorefield.convex.line.LineSolution;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// Denoising score matching of two-layer ReLU networks by a convex program and by 20 restarts of
/// Adam and L-BFGS.
///
/// On the line the program is that of the networks themselves: its value is the optimum, and the
/// restarts have as many units as its network, or as many again. In the plane it is the relaxation
/// with gates of their own over all patterns of the data: a lower bound of what a network of any
/// width reaches, which restarts cannot fall below either.
public final class Restarts {
  public static final String NAME = "restarts";

  private static final List<String> METHODS = List.of("Adam", "L-BFGS");

  private Restarts() {}

  /// A program solved, and the same question for the restarts.
  ///
  /// @param value objective of our network; of the relaxation in the plane
  /// @param bound what no network falls below
  /// @param seconds ours
  private record Solved(String what, Task task, double value, double bound, double seconds) {}

  /// What a method made of it.
  ///
  /// @param best least objective of its starts
  /// @param median of its starts
  /// @param seconds of all
  /// @param reached seconds until within 1e-4 of its best
  public record Row(
      String what,
      double value,
      double bound,
      double ourSeconds,
      String method,
      double best,
      double median,
      double seconds,
      double reached) {

    /// Whether a start ended below what is proved to be the least, which rounding cannot explain:
    /// then one side computes something else.
    public boolean beatsTheBound() {
      return best < bound - 1e-7 * Math.abs(bound);
    }
  }

  /// Runs everything; a minute or two.
  public static List<Row> measure(Worker worker, Size size) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Solved solved : questions(size)) {
      worker.setUp(new Case(NAME, List.of(), _ -> solved.task), solved.task);
      for (String method : METHODS) {
        if (worker.answer(Rival.shown(method, 0)) instanceof Worker.Reply reply) {
          rows.add(row(solved, method, reply.numbers()));
        }
      }
    }
    return rows;
  }

  private static Row row(Solved solved, String method, double[] numbers) {
    double[] values = Arrays.copyOf(numbers, numbers.length - 2);
    Arrays.sort(values);
    return new Row(
        solved.what,
        solved.value,
        solved.bound,
        solved.seconds,
        method,
        values[0],
        values[values.length / 2],
        numbers[numbers.length - 2],
        numbers[numbers.length - 1]);
  }

  private static List<Solved> questions(Size size) {
    List<Solved> out = new ArrayList<>();
    out.add(line(size.of(100, 20), 0.1, false, 1));
    out.add(line(size.of(100, 20), 0.02, false, 1));
    out.add(line(size.of(100, 20), 0.02, true, 1));
    out.add(line(size.of(100, 20), 0.02, false, 2));
    out.add(plane(size.of(40, 12), 0.1));
    return out;
  }

  /// Two bumps; `wider` times as many units as the optimum has.
  private static Solved line(int n, double fraction, boolean skip, int wider) {
    Vector clean =
        Vector.generate(
            n,
            i -> (i % 2 == 0 ? -1.5 : 1) + 0.4 * Noise.of(1, n).normal(Shape.vector(1)).get(i, 0));
    Vector noise = Vector.adopt(Noise.of(2, n).normal(Shape.vector(1)).toArray());
    double eps = 0.5;
    double largest =
        LineProgram.denoising(clean, noise, eps, Activation.RELU, skip, 1).thresholds().empty();
    long start = System.nanoTime();
    LineProgram program =
        LineProgram.denoising(clean, noise, eps, Activation.RELU, skip, fraction * largest);
    LineSolution solution = program.solve();
    TwoLayerScore network = solution.network();
    double seconds = (System.nanoTime() - start) * 1e-9;
    int width = Math.max(1, wider * network.units());
    Map<String, Matrix> arrays =
        Map.of(
            "x", Matrix.adopt(n, 1, program.points().values().toArray()),
            "y", Matrix.adopt(n, 1, program.targets().toArray()));
    return new Solved(
        String.format(
            Locale.ROOT,
            "d = 1, n = %d%s, beta = %.3g (%.2g of the largest), %d units",
            n,
            skip ? ", skip" : "",
            program.beta(),
            fraction,
            width),
        task(arrays, width, program.beta(), false, skip),
        program.objective(network),
        solution.certificate().dual(),
        seconds);
  }

  /// Four bumps on a square, biases with weight decay.
  private static Solved plane(int n, double fraction) {
    double[] x = Noise.of(3, n).normal(Shape.vector(2)).map(v -> 0.3 * v).toArray();
    for (int k = 0; k < x.length; k++) {
      x[k] += (k / 2 >> k % 2 & 1) == 0 ? -1.2 : 1.2;
    }
    double eps = 0.5;
    Batch delta = Noise.of(4, n).normal(Shape.vector(2));
    DenoisingPairs pairs =
        new DenoisingPairs(
            Batch.adopt(Shape.vector(2), x).plus(delta, eps), delta.times(-1 / eps), eps);
    long start = System.nanoTime();
    GatedProgram program =
        GatedProgram.denoising(
            GatePatterns.all(pairs.noisy(), Activation.RELU, true),
            pairs,
            GatedPenalty.NUCLEAR,
            AffinePart.SKIP_AND_BIAS);
    double beta = fraction * program.largestBeta();
    Certificate certificate =
        new GatedSolver(1e-5, 100_000).solve(program, beta, ProgramWatch.NONE).certificate();
    double seconds = (System.nanoTime() - start) * 1e-9;
    int width = 30;
    Map<String, Matrix> arrays =
        Map.of(
            "x", Matrix.adopt(n, 2, pairs.noisy().shared()),
            "y", Matrix.adopt(n, 2, pairs.targets().shared()));
    return new Solved(
        String.format(
            Locale.ROOT,
            "d = 2, n = %d, skip, beta = %.3g (%.2g of the largest), %d units against a relaxation over %,d gates",
            n,
            beta,
            fraction,
            width,
            program.gates().count()),
        task(arrays, width, beta, true, true),
        certificate.primal(),
        certificate.dual(),
        seconds);
  }

  private static Task task(
      Map<String, Matrix> arrays, int width, double beta, boolean decay, boolean skip) {
    Map<String, Double> numbers =
        Map.of(
            "width",
            (double) width,
            "beta",
            beta,
            "decay",
            decay ? 1.0 : 0,
            "skip",
            skip ? 1.0 : 0);
    return new Task("restarts", arrays, numbers, () -> () -> new double[0]);
  }
}
