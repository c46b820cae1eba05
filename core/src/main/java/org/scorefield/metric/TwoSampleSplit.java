package org.scorefield.metric;

import java.util.function.IntPredicate;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.data.Split;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Equal numbers of generated and reference rows, half of each to learn from and half to test on.
/// Row 2i is generated, row 2i + 1 is of the reference, so neither class comes first.
///
/// @param training 2h rows
/// @param test 2h rows, or 2h + 2
record TwoSampleSplit(Matrix training, Matrix test) {

  static TwoSampleSplit of(Dataset generated, Dataset reference, int cap, Noise noise) {
    Inputs.require(generated, reference);
    int n = Math.min(cap, Math.min(generated.size(), reference.size()));
    int half = n / 2;
    Vector shift = Moments.meanOf(reference);
    double[][] g = halves(generated, n, half, shift, noise.key().child("generated"));
    double[][] r = halves(reference, n, half, shift, noise.key().child("reference"));
    int d = shift.size();
    return new TwoSampleSplit(interleave(g[0], r[0], d), interleave(g[1], r[1], d));
  }

  /// Whether a row of a split is generated.
  static boolean isGenerated(int row) {
    return row % 2 == 0;
  }

  /// The share of test rows of which a classifier tells rightly whether they are generated.
  ///
  /// @param generated what it says of each test row
  Estimate accuracy(IntPredicate generated) {
    int right = 0;
    for (int i = 0; i < test.rows(); i++) {
      right += generated.test(i) == isGenerated(i) ? 1 : 0;
    }
    return new Share(right, test.rows()).estimate(test.rows());
  }

  static boolean[] labels(int rows) {
    boolean[] labels = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = isGenerated(i);
    }
    return labels;
  }

  private static double[][] halves(Dataset data, int n, int half, Vector shift, NoiseKey key) {
    Dataset taken = RandomRows.atMost(n, data, key.child("rows"));
    Split split = Split.of(taken, n - half, key.child("half"));
    return new double[][] {
      Points.of(split.train(), shift).matrix().shared(),
      Points.of(split.heldOut(), shift).matrix().shared()
    };
  }

  private static Matrix interleave(double[] a, double[] b, int d) {
    double[] out = new double[Math.addExact(a.length, b.length)];
    for (int i = 0; i < a.length / d; i++) {
      System.arraycopy(a, i * d, out, 2 * i * d, d);
      System.arraycopy(b, i * d, out, (2 * i + 1) * d, d);
    }
    return Matrix.adopt(out.length / d, d, out);
  }
}
