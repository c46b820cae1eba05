package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.gated.GatedPenalty;
import org.scorefield.convex.line.LineProgram;
import org.scorefield.convex.line.LineSolution;
import org.scorefield.convex.line.LineThresholds;
import org.scorefield.convex.line.SortedPoints;
import org.scorefield.design.StageWatch;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// The certified optimum beside the best that plain training finds from several starts.
final class TrainingContest {
  private static final double EPS = .3;

  /// A restart that ends no further than this above the optimum, relative to its magnitude, has
  /// found it.
  private static final double FOUND = 1e-3;

  /// How far below the optimum rounding may put a restart, relative.
  private static final double ROUNDING = 1e-9;

  private static final String BOUND = "weak duality: no weights go below the bound";

  private final NoiseKey key;
  private final StageWatch watch;
  private final List<Check> checks = new ArrayList<>();
  private final List<Figure.Curve> curves = new ArrayList<>();

  private TrainingContest(NoiseKey key, StageWatch watch) {
    this.key = key;
    this.watch = watch;
  }

  /// What came out.
  record Result(List<Check> checks, Figure figure) {}

  static Result run(NoiseKey key, StageWatch watch) {
    TrainingContest contest = new TrainingContest(key.child("contest"), watch);
    contest.line("500 standard normal points, 40 units, best of 5 restarts", 500, 40, 5);
    contest.line(
        "20 standard normal points, as wide as the optimum, best of 20 restarts", 20, 2, 20);
    contest.plane();
    Figure figure =
        new Figure(
            "Denoising can be trained by gradients; the trace of score matching cannot",
            "How far each of 20 restarts of Adam and L-BFGS, sorted, ends above the certified"
                + " optimum, on 20 points, as wide as the optimum. Score matching rewards kinks"
                + " beside data points, which no gradient sees.",
            "restart, best first",
            "objective above the optimum, relative",
            Figure.Axes.LOG_Y,
            contest.curves);
    return new Result(contest.checks, figure);
  }

  /// All eight programs on the line, at a weight decay well inside of the regime of kinks.
  private void line(String table, int points, int least, int restarts) {
    NoiseKey set = key.child(points);
    Vector clean = normal(set.child("data"), points);
    Vector noise = normal(set.child("noise"), points);
    for (boolean matching : new boolean[] {true, false}) {
      for (Activation activation : Activation.values()) {
        for (boolean skip : new boolean[] {false, true}) {
          if (watch.cancelled()) {
            return;
          }
          LineProgram program =
              matching
                  ? matching(clean, activation, skip)
                  : denoising(clean, noise, activation, skip);
          LineSolution solution = program.solve(1e-11);
          String name =
              "%s, %s%s"
                  .formatted(
                      matching ? "score matching" : "denoising",
                      activation == Activation.RELU ? "ReLU" : "|.|",
                      skip ? " with skip" : "");
          int units = Math.max(least, solution.network().units());
          double[] found = PlainTraining.of(program, units).restarts(restarts, set.child(name));
          compare(table, name, solution.certificate(), found);
          if (points == 20 && !skip) {
            curves.add(curve(name, solution.certificate().primal(), found));
          }
          watch.advance();
        }
      }
    }
  }

  private static Vector normal(NoiseKey key, int n) {
    return Vector.adopt(new Noise(key, 0, n).normal(Shape.vector(1)).toArray());
  }

  private static LineProgram matching(Vector clean, Activation activation, boolean skip) {
    SortedPoints data = SortedPoints.of(clean.toArray());
    LineThresholds thresholds =
        LinePrograms.matching(data, activation, skip, clean.size()).thresholds();
    double beta = Math.sqrt(thresholds.least() * thresholds.affine());
    return LinePrograms.matching(data, activation, skip, beta);
  }

  private static LineProgram denoising(
      Vector clean, Vector noise, Activation activation, boolean skip) {
    double empty =
        LineProgram.denoising(clean, noise, EPS, activation, skip, 1).thresholds().empty();
    return LineProgram.denoising(clean, noise, EPS, activation, skip, .1 * empty);
  }

  private void compare(String table, String name, Certificate certificate, double[] found) {
    double primal = certificate.primal();
    double scale = Math.abs(primal);
    long near = Arrays.stream(found).filter(v -> v - primal <= FOUND * scale).count();
    checks.add(shown(table, name + ": optimum", primal));
    checks.add(shown(table, name + ": best restart", found[0]));
    checks.add(
        Check.exact(
            table,
            name + ": best restart above the certified bound, relative",
            (found[0] - certificate.dual()) / scale,
            Expected.atLeast(-ROUNDING, BOUND)));
    checks.add(
        Check.exact(
            table,
            name + ": gap of the certificate, relative",
            certificate.relativeGap(),
            Expected.atMost(1e-8, "asked for")));
    checks.add(
        shown(table, name + ": share of restarts within 0.001", near / (double) found.length));
  }

  private static Check shown(String table, String row, double value) {
    return Check.exact(table, row, value, new Expected.Nothing());
  }

  private static Figure.Curve curve(String name, double optimum, double[] found) {
    double scale = Math.abs(optimum);
    return Figure.Curve.of(
        name,
        Vector.generate(found.length, i -> i + 1.0),
        Vector.generate(found.length, i -> Math.max((found[i] - optimum) / scale, 1e-12)));
  }

  /// The six points of the plane, without biases: one network an output has an optimum that is
  /// known, one network for both has a lower bound over gates that are free of the weights.
  private void plane() {
    String table = "Six points of the plane, 8 units, no biases, best of 20 restarts";
    for (int output = 0; output < 2 && !watch.cancelled(); output++) {
      double[] found = plane(false, GatedPrograms.only(output), 1, "output " + output);
      String name = "denoising, output %d alone, beta 1".formatted(output + 1);
      compare(table, name, GatedPrograms.exact(output).certificate(), found);
      watch.advance();
    }
    double both = plane(false, GatedPrograms.TARGETS, 1, "both")[0];
    above(
        table,
        "denoising, both outputs, beta 1",
        both,
        GatedPrograms.solve(GatedPrograms.denoising(GatedPenalty.NUCLEAR), 1).certificate().dual());
    watch.advance();
    Batch zero = Batch.zeros(GatedPrograms.POINTS.shape(), GatedPrograms.POINTS.count());
    double matched = plane(true, zero, 3, "matching")[0];
    above(
        table,
        "score matching, beta 3",
        matched,
        GatedPrograms.solve(GatedPrograms.matching(Activation.RELU, AffinePart.NONE), 3)
            .certificate()
            .dual());
    watch.advance();
  }

  private double[] plane(boolean matching, Batch targets, double beta, String purpose) {
    return new PlainTraining(
            matching, Activation.RELU, false, false, beta, GatedPrograms.POINTS, targets, 8)
        .restarts(20, key.child("plane").child(purpose));
  }

  private void above(String table, String row, double best, double bound) {
    checks.add(shown(table, row + ": bound over all gates", bound));
    checks.add(
        Check.exact(
            table,
            row + ": best restart above it",
            best - bound,
            Expected.atLeast(-ROUNDING, BOUND)));
  }
}
