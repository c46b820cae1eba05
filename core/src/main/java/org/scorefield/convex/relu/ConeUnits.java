package org.scorefield.convex.relu;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.convex.Activation;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.random.Noise;

/// Some hidden units of a {@link ConeProgram}: each with the cone its weights u_k (D) must be in
/// and the sign of its output. Weights of K units are flat, K x D.
///
/// The linear maps of the program, over fixed tiles from the bit sets; features are never stored,
/// pre-activations are (n x K). No sum is split over threads. Cost of each 2nKD.
///
/// @param program whose units
/// @param cone i_k, K
/// @param sign +1 or -1, K
record ConeUnits(ConeProgram program, int[] cone, int[] sign) {
  private static final int BLOCK = 256;
  private static final int POWER = 15;

  /// All 2P: the positive ones of all patterns, then the negative ones.
  static ConeUnits all(ConeProgram program) {
    int count = program.cones().count();
    return new ConeUnits(
        program,
        IntStream.range(0, 2 * count).map(k -> k % count).toArray(),
        IntStream.range(0, 2 * count).map(k -> k < count ? 1 : -1).toArray());
  }

  /// Those of the units of all patterns with these indices.
  static ConeUnits some(ConeProgram program, int[] kept) {
    int count = program.cones().count();
    return new ConeUnits(
        program,
        Arrays.stream(kept).map(k -> k % count).toArray(),
        Arrays.stream(kept).map(k -> k < count ? 1 : -1).toArray());
  }

  int count() {
    return cone.length;
  }

  int width() {
    return program.cones().width();
  }

  /// `x_r . u_k`, n x K.
  double[] preActivations(double[] u) {
    return Products.timesTransposed(
        program.cones().rows().shared(), program.rows(), Matrix.adopt(count(), width(), u));
  }

  /// `Pi F u`, n: the outputs of units that let through what their gate does, from pre-activations.
  double[] predict(double[] pre) {
    double[] out = new double[program.rows()];
    int count = count();
    Rows.parallel(
        out.length,
        BLOCK,
        (from, to) -> {
          for (int k = 0; k < count; k++) {
            long[] open = program.cones().open(cone[k]);
            for (int r = from; r < to; r++) {
              out[r] += sign[k] * factor(open, r) * pre[r * count + k];
            }
          }
        });
    return program.project(out);
  }

  /// `F^T r` for r that is projected already, K x D.
  double[] gradient(double[] r) {
    return backwards((row, k, open) -> sign[k] * factor(open, row) * r[row]);
  }

  /// `G^T S`, K x D, with `(G u)_rk = +-x_r . u_k >= 0` in the cone and S of n x K.
  double[] constraintGradient(double[] s) {
    int count = count();
    return backwards((row, k, open) -> side(open, row) * s[row * count + k]);
  }

  /// `G u` from pre-activations, n x K.
  double[] sides(double[] pre) {
    double[] out = new double[pre.length];
    fill(out, (row, k, open) -> side(open, row) * pre[row * count() + k]);
    return out;
  }

  @FunctionalInterface
  private interface Entry {
    double at(int row, int unit, long[] open);
  }

  private double[] backwards(Entry entry) {
    double[] m = new double[Math.multiplyExact(program.rows(), count())];
    fill(m, entry);
    return Products.transposeTimes(
            m, program.cones().rows().shared(), program.rows(), count(), width())
        .toArray();
  }

  private void fill(double[] m, Entry entry) {
    int count = count();
    Rows.parallel(
        program.rows(),
        BLOCK,
        (from, to) -> {
          for (int k = 0; k < count; k++) {
            long[] open = program.cones().open(cone[k]);
            for (int r = from; r < to; r++) {
              m[r * count + k] = entry.at(r, k, open);
            }
          }
        });
  }

  /// What the gate multiplies by: 1 where it is open, else 0 for ReLU and -1 for absolute values.
  private double factor(long[] open, int row) {
    boolean absolute = program.cones().patterns().activation() == Activation.ABSOLUTE;
    return (open[row >> 6] >>> (row & 63) & 1) != 0 ? 1 : absolute ? -1 : 0;
  }

  private static double side(long[] open, int row) {
    return (open[row >> 6] >>> (row & 63) & 1) != 0 ? 1 : -1;
  }

  /// The nearest point of the cones, unit by unit.
  ///
  /// @param faces rows each unit's point was on the last time; overwritten
  double[] project(double[] u, int[][] faces) {
    int width = width();
    double[] out = new double[u.length];
    Rows.parallel(
        count(),
        4,
        (from, to) -> {
          for (int k = from; k < to; k++) {
            double[] c = Arrays.copyOfRange(u, k * width, (k + 1) * width);
            var solution = program.cones().project(cone[k], c, faces[k]);
            faces[k] = solution.active();
            System.arraycopy(solution.residual(), 0, out, k * width, width);
          }
        });
    return out;
  }

  /// Faces nothing is known of.
  int[][] noFaces() {
    int[][] faces = new int[count()][];
    Arrays.fill(faces, new int[0]);
    return faces;
  }

  /// `sum_k |u_k|`.
  double penalty(double[] u) {
    double sum = 0;
    for (int k = 0; k < count(); k++) {
      sum += norm(u, k);
    }
    return sum;
  }

  /// `|u_k|`.
  double norm(double[] u, int k) {
    double sum = 0;
    for (int j = k * width(); j < (k + 1) * width(); j++) {
      sum += u[j] * u[j];
    }
    return Math.sqrt(sum);
  }

  /// Brings every u_k closer to 0 by t, those that are nearer than that to 0.
  void shrink(double[] u, double t) {
    for (int k = 0; k < count(); k++) {
      double norm = norm(u, k);
      double factor = norm > t ? 1 - t / norm : 0;
      for (int j = k * width(); j < (k + 1) * width(); j++) {
        u[j] *= factor;
      }
    }
  }

  /// The largest eigenvalue of `F^T Pi F`, a little too small, by power iteration from a fixed
  /// start.
  double curvature() {
    double[] s =
        program.project(Noise.of(2312, program.rows()).normal(Shape.vector(1)).toArray());
    double value = 0;
    for (int k = 0; k < POWER; k++) {
      double norm = Math.sqrt(2 * ConeProgram.halfSquare(s));
      if (norm == 0) {
        return Double.MIN_NORMAL;
      }
      s = Arrays.stream(s).map(v -> v / norm).toArray();
      s = predict(preActivations(gradient(s)));
      value = Math.sqrt(2 * ConeProgram.halfSquare(s));
    }
    return Math.max(1.02 * value, Double.MIN_NORMAL);
  }
}
