package org.scorefield.reproduce;

import static org.scorefield.convex.Activation.ABSOLUTE;
import static org.scorefield.convex.Activation.RELU;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.line.LineProgram;
import org.scorefield.convex.line.LineSolution;
import org.scorefield.convex.line.LineThresholds;
import org.scorefield.convex.line.SortedPoints;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.linalg.Matrix;

/// Programs on the line: dictionaries, thresholds, optima in every regime, and the networks that
/// reach them.
final class LinePrograms {
  static final SortedPoints THREE = SortedPoints.of(-1, 0, 1);
  static final SortedPoints FIVE = SortedPoints.of(-2, -.5, .25, 1, 3);
  static final String PROGRAM = "an independent program, its digits";
  private static final String HAND = "by hand";
  private static final String CLOSED = "closed form";

  private static final Vector NOISE = Vector.of(.3, -1.1, .8, -.2, .5);

  private final List<Check> checks = new ArrayList<>();

  private LinePrograms() {}

  static List<Check> checks() {
    LinePrograms line = new LinePrograms();
    line.lines();
    line.kinks();
    line.skip();
    line.bounds();
    line.networks();
    line.denoising();
    line.dictionaries();
    return line.checks;
  }

  static LineProgram matching(SortedPoints data, Activation activation, boolean skip, double beta) {
    return LineProgram.scoreMatching(data, activation, skip, beta);
  }

  private void near(
      String table, String row, double measured, double value, double tolerance, String source) {
    checks.add(Check.exact(table, row, measured, Expected.near(value, tolerance, source)));
  }

  private void all(
      String table, String row, Vector measured, double[] values, double tolerance, String who) {
    for (int i = 0; i < values.length; i++) {
      near(table, "%s, %d".formatted(row, i + 1), measured.get(i), values[i], tolerance, who);
    }
  }

  private static String name(Activation activation) {
    return activation == RELU ? "ReLU" : "|.|";
  }

  /// What every unit gains at s = 0, and at the score of the Gaussian if there is a skip
  /// connection.
  private void dictionaries() {
    Vector zero = Vector.of(0, 0, 0);
    Vector gaussian = Vector.of(1.5, 0, -1.5);
    gains(matching(THREE, RELU, false, 2), zero, 3, 2, 1, 2, 1, 0, -1, -2, -3, 0, -1, -2);
    gains(matching(THREE, ABSOLUTE, false, 2), zero, 3, 1, -1, 1, -1, -3);
    gains(matching(THREE, RELU, true, 2), gaussian, 0, .5, 1, -1, -.5, 0, -1, -.5, 0, 0, .5, 1);
    gains(matching(THREE, ABSOLUTE, true, 2), gaussian, 0, 1, 2, -2, -1, 0);
  }

  private void gains(LineProgram program, Vector scores, double... expected) {
    Vector measured = program.gradient(scores);
    double worst = 0;
    for (int k = 0; k < expected.length; k++) {
      worst = Math.max(worst, Math.abs(measured.get(k) - expected[k]));
    }
    String numbers =
        Arrays.stream(expected)
            .mapToObj(v -> v == (int) v ? "" + (int) v : "" + v)
            .collect(Collectors.joining(", "));
    near(
        "Gain of each hidden unit on -1, 0, 1, largest error",
        "%s%s: %s"
            .formatted(name(program.activation()), program.skip() ? " with skip" : "", numbers),
        worst,
        0,
        program.skip() ? 1e-15 : 0,
        HAND);
  }

  /// Above the threshold the score is a line.
  private void lines() {
    String table = "Score matching without skip connection, above the threshold of kinks";
    double[] three = {.5, 0, -.5};
    double[] five = {.171533, .062044, .007299, -.047445, -.193431};
    for (Activation activation : Activation.values()) {
      LineSolution solution = matching(THREE, activation, false, 2).solve();
      LineThresholds thresholds = solution.program().thresholds();
      String who = name(activation) + " on -1, 0, 1";
      near(table, who + ": optimum at beta 2", solution.certificate().primal(), -.25, 1e-10, HAND);
      all(table, who + ": score at point", solution.values(), three, 1e-10, HAND);
      near(table, who + ": beta from which it is a line", thresholds.affine(), 1, 1e-10, HAND);
      near(table, who + ": beta from which it is 0", thresholds.empty(), 3, 1e-10, HAND);
      LineSolution wide = matching(FIVE, activation, false, 4).solve();
      String on = name(activation) + " on five points";
      near(
          table,
          on + ": beta from which it is a line",
          wide.program().thresholds().affine(),
          2.415094340,
          1e-8,
          PROGRAM);
      near(
          table,
          on + ": optimum at beta 4",
          wide.certificate().primal(),
          -.036496350,
          1e-8,
          PROGRAM);
      all(table, on + ": score at point", wide.values(), five, 1e-6, PROGRAM);
    }
  }

  /// @param beta of the program
  /// @param optimum of the independent program
  private record Kinked(Activation activation, double beta, double optimum) {
    LineSolution solve() {
      return matching(FIVE, activation, false, beta).solve(1e-12);
    }

    String row() {
      return "%s, beta %s".formatted(name(activation), beta);
    }
  }

  private static final List<Kinked> KINKED =
      List.of(
          new Kinked(RELU, 2, -.339682540),
          new Kinked(ABSOLUTE, 2, -.339682540),
          new Kinked(RELU, 1.5, -.510546823),
          new Kinked(ABSOLUTE, 1.5, -.525462963),
          new Kinked(RELU, 1.2, -.640429934),
          new Kinked(ABSOLUTE, 1.2, -.732040134));

  /// Below it there are kinks; at the optimum no unit gains more than beta, and those in use that.
  private void kinks() {
    String table = "Score matching without skip connection, five points, below the threshold";
    for (Kinked at : KINKED) {
      LineSolution solution = at.solve();
      double primal = solution.certificate().primal();
      near(table, at.row() + ": optimum", primal, at.optimum, 1e-7, PROGRAM);
      checks.add(
          Check.exact(
              table,
              at.row() + ": certified gap, relative",
              solution.certificate().relativeGap(),
              Expected.atMost(1e-9, "asked for")));
      near(
          table,
          at.row() + ": largest gain",
          gain(solution.program(), solution.values()),
          at.beta,
          1e-7,
          "optimality");
    }
  }

  /// The most that a unit gains at given scores.
  private static double gain(LineProgram program, Vector scores) {
    return program.gradient(scores).stream().map(Math::abs).max().orElseThrow();
  }

  private void skip() {
    String table = "Score matching with skip connection, five points";
    for (Activation activation : Activation.values()) {
      double threshold = activation == RELU ? 1 : 2;
      for (double beta : new double[] {threshold, 3 * threshold}) {
        LineSolution solution = matching(FIVE, activation, true, beta).solve();
        String row = "%s, beta %s".formatted(name(activation), beta);
        TwoLayerScore network = solution.network();
        near(table, row + ": optimum", solution.certificate().primal(), -.912408759, 1e-9, CLOSED);
        near(table, row + ": hidden units", network.units(), 0, 0, CLOSED);
        near(
            table,
            row + ": slope, -1/variance",
            network.skip().get(0, 0),
            -.364963504,
            1e-9,
            CLOSED);
      }
      near(
          table,
          name(activation) + ": beta from which it is the Gaussian",
          matching(FIVE, activation, true, 5).thresholds().affine(),
          threshold,
          1e-9,
          CLOSED);
    }
  }

  /// The least beta twice: at it there is a score at which no unit gains more, so the objective is
  /// bounded; and networks of growing weights show that below it there is no bound.
  private void bounds() {
    String table = "The least beta of score matching";
    for (SortedPoints data : List.of(THREE, FIVE)) {
      for (Activation activation : Activation.values()) {
        for (boolean skip : new boolean[] {false, true}) {
          double least = activation == ABSOLUTE && skip ? 2 : 1;
          String row =
              "%s%s on %d points"
                  .formatted(name(activation), skip ? " with skip" : "", data.size());
          LineProgram program = matching(data, activation, skip, least);
          near(table, row + ": bounded from", gain(program, even(program)), least, 1e-8, PROGRAM);
          near(table, row + ": unbounded up to", falls(program), least, 1e-8, PROGRAM);
          near(table, row + ": 1 % below it is refused", refused(program), 1, 0, "2402.01965");
        }
      }
    }
  }

  /// A score at which no unit gains more than the least beta. Between neighbours a distance h apart
  /// the partial sums of s are `F = (1 + change of R)/h`; R runs from c - 1 at the first point to 0
  /// at the last one, and in between in the middle of what the dual allows.
  private static Vector even(LineProgram program) {
    boolean absolute = program.activation() == ABSOLUTE;
    double first = program.skip() ? -1 : absolute ? 0 : -.5;
    double inner = program.skip() ? -.5 : absolute ? 0 : -.25;
    Vector x = program.points().values();
    int n = x.size();
    double[] s = new double[n];
    for (int j = 0; j + 1 < n; j++) {
      double from = j == 0 ? first : inner;
      double to = j + 2 == n ? 0 : inner;
      double sum = (1 + to - from) / (x.get(j + 1) - x.get(j));
      s[j] += sum;
      s[j + 1] -= sum;
    }
    return Vector.adopt(s);
  }

  /// The beta below which growing weights lower the objective without end: on a ray of networks it
  /// is `(beta - b)/2` times their weight decay, up to what stays bounded, for this b.
  private static double falls(LineProgram program) {
    TwoLayerScore small = steep(program, 1e5);
    TwoLayerScore large = steep(program, 1e6);
    double rise = program.objective(large) - program.objective(small);
    return program.beta() - 2 * rise / (large.weightDecay() - small.weightDecay());
  }

  /// Networks that nearly vanish at the data and have a steep derivative at one point: with a skip
  /// connection one unit just behind the first point that it takes back for all others; without, a
  /// ReLU that faces left there, or two absolute values about the last point but one.
  private static TwoLayerScore steep(LineProgram program, double weight) {
    double size = Math.sqrt(weight);
    double eta = 1e-12;
    Vector x = program.points().values();
    Matrix none = Matrix.diagonal(1, _ -> 0);
    if (program.skip()) {
      double kink = x.first() + eta;
      return new TwoLayerScore(
          program.activation(),
          Matrix.diagonal(1, _ -> size),
          Vector.of(-size * kink),
          Matrix.diagonal(1, _ -> size),
          Matrix.diagonal(1, _ -> -weight),
          Vector.of(weight * kink));
    }
    if (program.activation() == RELU) {
      return new TwoLayerScore(
          RELU,
          Matrix.diagonal(1, _ -> -size),
          Vector.of(size * (x.first() + eta)),
          Matrix.diagonal(1, _ -> size),
          none,
          Vector.of(0));
    }
    double at = x.get(x.size() - 2);
    return new TwoLayerScore(
        ABSOLUTE,
        Matrix.adopt(2, 1, new double[] {size, size}),
        Vector.of(-size * (at - eta), -size * (at + eta)),
        Matrix.adopt(2, 1, new double[] {-size, size}),
        none,
        Vector.of(0));
  }

  /// 1 if beta 1 % below the least is refused, with the bound named.
  private static int refused(LineProgram program) {
    double least = program.beta();
    try {
      matching(program.points(), program.activation(), program.skip(), .99 * least);
      return 0;
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage()).contains("beta = " + least) ? 1 : 0;
    }
  }

  /// The optimum of score matching is an infimum, approached linearly in the distance eta of the
  /// kinks from their points.
  private void networks() {
    String table = "Objective of the recovered network above the optimum, five points";
    for (Kinked at : KINKED) {
      LineSolution solution = at.solve();
      double coarse = excess(solution, 1e-5);
      double fine = excess(solution, 1e-7);
      checks.add(
          Check.exact(
              table,
              at.row() + ", kinks 1e-5 from the points",
              coarse,
              new Expected.Within(0, 1e-4, PROGRAM)));
      checks.add(
          Check.exact(
              table,
              at.row() + ", kinks 1e-7 from the points",
              fine,
              new Expected.Within(0, 1e-6, PROGRAM)));
      near(table, at.row() + ": first over second", coarse / fine, 100, 2, "linear in eta");
    }
  }

  private static double excess(LineSolution solution, double eta) {
    return solution.program().objective(solution.network(eta)) - solution.certificate().primal();
  }

  private void denoising() {
    String table = "Denoising score matching, five points with given noise 0.5, ReLU";
    LineProgram any = noisy(false, 1);
    double[] points = {-1.85, -1.05, .65, .9, 3.25};
    double[] targets = {-.6, 2.2, -1.6, .4, -1};
    all(table, "noisy point", any.points().values(), points, 1e-15, HAND);
    all(table, "target", any.targets(), targets, 1e-15, HAND);
    for (boolean skip : new boolean[] {false, true}) {
      String row = skip ? "with skip" : "without skip";
      double empty = noisy(skip, 1).thresholds().empty();
      near(
          table,
          row + ": beta from which there are no units",
          empty,
          skip ? .944659572 : 5.286,
          1e-8,
          PROGRAM);
      LineSolution solution = noisy(skip, .2 * empty).solve(1e-13);
      near(
          table,
          row + ": optimum at a fifth of it",
          solution.certificate().primal(),
          skip ? 2.145653186 : 3.711085415,
          1e-8,
          PROGRAM);
      checks.add(
          Check.exact(
              table,
              row + ": certified gap",
              solution.certificate().gap(),
              Expected.atMost(1e-10, "asked for")));
    }
  }

  private static LineProgram noisy(boolean skip, double beta) {
    return LineProgram.denoising(FIVE.values(), NOISE, .5, RELU, skip, beta);
  }
}
