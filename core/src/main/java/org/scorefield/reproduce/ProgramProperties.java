package org.scorefield.reproduce;

import static org.scorefield.convex.Activation.ABSOLUTE;
import static org.scorefield.convex.Activation.RELU;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.gated.GatedPenalty;
import org.scorefield.convex.line.LineSolution;
import org.scorefield.convex.line.SortedPoints;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// What holds for every set of points: orders, scalings, translations.
final class ProgramProperties {
  private static final int POINTS = 40;
  private static final int SETS = 5;
  private static final String DERIVED = "derivation";

  private final NoiseKey key;
  private final List<Check> checks = new ArrayList<>();

  private ProgramProperties(NoiseKey key) {
    this.key = key;
  }

  static List<Check> checks(NoiseKey key) {
    ProgramProperties all = new ProgramProperties(key.child("properties"));
    all.order();
    all.rise();
    all.twice();
    all.translation();
    return all.checks;
  }

  private void within(String row, double measured, Expected expected) {
    checks.add(
        Check.exact("Properties; the worst over sets and values of beta", row, measured, expected));
  }

  private SortedPoints points(int set) {
    return SortedPoints.of(new Noise(key.child(set), 0, POINTS).normal(Shape.vector(1)).toArray());
  }

  private static double line(SortedPoints data, Activation activation, boolean skip, double beta) {
    return LinePrograms.matching(data, activation, skip, beta).solve(1e-11).certificate().primal();
  }

  /// The fewer constraints, the lower the value.
  private void order() {
    double worst = Double.NEGATIVE_INFINITY;
    for (double beta : new double[] {.1, .3, 1, 3}) {
      double nuclear = gated(GatedPenalty.NUCLEAR, beta);
      double group = gated(GatedPenalty.GROUP_LASSO, beta);
      worst = Math.max(worst, nuclear - group);
    }
    within(
        "nuclear optimum less that of one network an output",
        worst,
        Expected.atMost(1e-8, DERIVED));
  }

  private static double gated(GatedPenalty penalty, double beta) {
    return GatedPrograms.solve(GatedPrograms.denoising(penalty), beta).certificate().primal();
  }

  private void rise() {
    double worst = Double.NEGATIVE_INFINITY;
    for (int set = 0; set < SETS; set++) {
      SortedPoints data = points(set);
      for (Activation activation : Activation.values()) {
        for (boolean skip : new boolean[] {false, true}) {
          worst = Math.max(worst, fall(2, 60, b -> line(data, activation, skip, b)));
        }
      }
    }
    within("fall of the optimum as beta rises, on the line", worst, Expected.atMost(1e-9, DERIVED));
    within(
        "fall of the optimum as beta rises, in the plane",
        fall(.1, 4, b -> gated(GatedPenalty.NUCLEAR, b)),
        Expected.atMost(1e-9, DERIVED));
  }

  /// The largest fall from one of eight values of beta to the next.
  private static double fall(double from, double to, DoubleUnaryOperator optimum) {
    double worst = Double.NEGATIVE_INFINITY;
    double before = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < 8; k++) {
      double value = optimum.applyAsDouble(from * Math.pow(to / from, k / 7.0));
      worst = Math.max(worst, before - value);
      before = value;
    }
    return worst;
  }

  /// `|z| = 2 max(z, 0) - z`, and the skip connection takes the last term.
  private void twice() {
    double worst = 0;
    for (int set = 0; set < SETS; set++) {
      SortedPoints data = points(set);
      for (double beta : new double[] {1.2, 2, 5}) {
        double relu = line(data, RELU, true, beta);
        double absolute = line(data, ABSOLUTE, true, 2 * beta);
        worst = Math.max(worst, Math.abs(relu - absolute) / Math.abs(relu));
      }
    }
    within(
        "|.| at 2 beta against ReLU at beta, with skip, on the line, relative",
        worst,
        Expected.near(0, 1e-8, "|z| = 2 max(z, 0) - z"));
    double relu =
        GatedPrograms.solve(GatedPrograms.matching(RELU, AffinePart.SKIP), 1.8)
            .certificate()
            .primal();
    double absolute =
        GatedPrograms.solve(GatedPrograms.matching(ABSOLUTE, AffinePart.SKIP), 3.6)
            .certificate()
            .primal();
    within(
        "the same in the plane, beta 1.8",
        absolute - relu,
        Expected.near(0, 2e-8, "|z| = 2 max(z, 0) - z"));
  }

  private void translation() {
    double value = 0;
    double score = 0;
    for (int set = 0; set < SETS; set++) {
      Vector x = points(set).values();
      SortedPoints moved = new SortedPoints(Vector.generate(x.size(), i -> x.get(i) + 100));
      for (Activation activation : Activation.values()) {
        for (boolean skip : new boolean[] {false, true}) {
          LineSolution here = solution(new SortedPoints(x), activation, skip);
          LineSolution there = solution(moved, activation, skip);
          double primal = here.certificate().primal();
          value =
              Math.max(value, Math.abs(there.certificate().primal() - primal) / Math.abs(primal));
          score = Math.max(score, distance(here.values(), there.values()));
        }
      }
    }
    within(
        "change of the optimum when points move by 100, relative",
        value,
        Expected.near(0, 1e-8, DERIVED));
    within(
        "change of the score when points move by 100, at the points",
        score,
        Expected.near(0, 1e-5, DERIVED));
  }

  private static LineSolution solution(SortedPoints data, Activation activation, boolean skip) {
    return LinePrograms.matching(data, activation, skip, 4).solve(1e-11);
  }

  private static double distance(Vector a, Vector b) {
    double largest = 0;
    for (int i = 0; i < a.size(); i++) {
      largest = Math.max(largest, Math.abs(a.get(i) - b.get(i)));
    }
    return largest;
  }
}
