package org.scorefield.convex.line;

import org.scorefield.convex.Activation;
import org.scorefield.convex.TwoLayerScore;

import java.util.Arrays;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

/// The two-layer network that computes a {@link LineScore}, of least weight decay: a hidden unit
/// for each kink, balanced, `|u| = |alpha|`.
///
/// **Which way units face.** Without a skip connection the left tail is the sum of what faces left,
/// `p_0 = -sum_j c_j` for units `c_j (x_j - x)_+`. Units are turned to face left, from the right,
/// until that is so; one of them at most is split in two.
///
/// **Where kinks stand.** Score matching wants the lesser slope at a data point, so a falling kink
/// stands eta before it and a rising one eta behind. The objective of the program is the infimum
/// that is reached as eta goes to 0, linearly. eta gives way to a quarter of the spacing where that
/// is less.
final class LineNetwork {
  private final LineProgram program;
  private final double[] inner;
  private final double[] biases;
  private final double[] outer;
  private int units;

  private LineNetwork(LineProgram program, int most) {
    this.program = program;
    inner = new double[most];
    biases = new double[most];
    outer = new double[most];
  }

  static TwoLayerScore recover(LineProgram program, LineScore score, double eta) {
    int k = score.knots().size();
    return new LineNetwork(program, k + 1).recover(score, eta);
  }

  private TwoLayerScore recover(LineScore score, double eta) {
    int k = score.knots().size();
    double[] rises = new double[k];
    double[] places = new double[k];
    for (int j = 0; j < k; j++) {
      rises[j] = score.slopes().get(j + 1) - score.slopes().get(j);
      places[j] = place(score.knots().get(j), rises[j], eta);
    }
    double skip = program.skip() ? score.slopes().first() : 0;
    double[] left = new double[k];
    if (program.activation() == Activation.ABSOLUTE) {
      Arrays.setAll(left, j -> rises[j] / 2);
      skip += program.skip() ? Arrays.stream(left).sum() : 0;
    } else if (!program.skip()) {
      turn(rises, left, -score.slopes().first());
    }
    double anchor = score.knots().first();
    double reached = skip * anchor;
    for (int j = 0; j < k; j++) {
      boolean absolute = program.activation() == Activation.ABSOLUTE;
      add(absolute ? left[j] : rises[j] - left[j], places[j], 1);
      add(absolute ? 0 : left[j], places[j], -1);
      reached += left[j] * (score.knots().get(j) - anchor);
    }
    return new TwoLayerScore(
        program.activation(),
        Matrix.adopt(units, 1, Arrays.copyOf(inner, units)),
        Vector.adopt(Arrays.copyOf(biases, units)),
        Matrix.adopt(units, 1, Arrays.copyOf(outer, units)),
        Matrix.adopt(1, 1, new double[] {skip}),
        Vector.of(score.values().first() - reached));
  }

  /// Turns rises into left-facing ones until they sum to what is asked for.
  private static void turn(double[] rises, double[] left, double asked) {
    double missing = asked;
    for (int j = rises.length - 1; j >= 0 && missing != 0; j--) {
      if (rises[j] * missing > 0) {
        left[j] = Math.abs(rises[j]) <= Math.abs(missing) ? rises[j] : missing;
        missing -= left[j];
      }
    }
  }

  private double place(double knot, double rise, double eta) {
    if (program.objective() == LineProgram.Objective.DENOISING) {
      return knot;
    }
    double[] x = program.points().values().shared();
    int at = Arrays.binarySearch(x, knot);
    double before = at > 0 ? x[at] - x[at - 1] : Double.POSITIVE_INFINITY;
    double behind = at + 1 < x.length ? x[at + 1] - x[at] : Double.POSITIVE_INFINITY;
    return rise < 0 ? knot - Math.min(eta, before / 4) : knot + Math.min(eta, behind / 4);
  }

  private void add(double weight, double place, double facing) {
    if (weight != 0) {
      double size = Math.sqrt(Math.abs(weight));
      inner[units] = facing * size;
      biases[units] = -facing * size * place;
      outer[units] = Math.copySign(size, weight);
      units++;
    }
  }
}
