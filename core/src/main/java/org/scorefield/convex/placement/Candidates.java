package org.scorefield.convex.placement;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.RandomRows;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Rows that a hyperplane may be put through, each with one direction and a weight; the hyperplanes
/// are drawn from them by weight, without replacement, for two equal gates are worth one.
///
/// @param x all rows, n x d
/// @param rows those that stand to be chosen
record Candidates(Batch x, int[] rows) {
  /// Sum of eigenvalues, in units of what rounding leaves of it, below which there is no bend.
  static final double ROUNDING = 1e-12;

  /// All rows, or `most` of them at random.
  static Candidates of(Batch x, int most, NoiseKey key) {
    int count = Math.min(most, x.count());
    int[] rows =
        count == x.count()
            ? IntStream.range(0, count).toArray()
            : RandomRows.indices(x.count(), count, key.child("candidates"));
    return new Candidates(x, rows);
  }

  int count() {
    return rows.length;
  }

  /// The rows numbered `from .. from+length-1` here.
  Batch block(int from, int length) {
    int d = x.dimension();
    double[] out = new double[length * d];
    for (int k = 0; k < length; k++) {
      System.arraycopy(x.shared(), rows[from + k] * d, out, k * d, d);
    }
    return Batch.adopt(x.shape(), out);
  }

  /// Vectors uniform on the unit sphere, one a candidate.
  double[] probes(NoiseKey key) {
    return Directions.uniform(count(), x.dimension(), key.child("probes"));
  }

  /// Uniform numbers in (0, 1), one a candidate.
  double[] uniforms(NoiseKey key) {
    return new Noise(key, 0, count()).uniform(Shape.vector(1)).toArray();
  }

  /// Writes a unit eigenvector of a symmetric matrix, drawn in proportion to the magnitude of its
  /// eigenvalue.
  ///
  /// @param pick uniform in (0, 1)
  /// @return the sum of these magnitudes
  static double eigenvector(Matrix symmetric, double pick, double[] directions, int at) {
    SymmetricEigen eigen = SymmetricEigen.reproducible(symmetric);
    int d = symmetric.rows();
    double total = eigen.values().stream().map(Math::abs).sum();
    double left = pick * total;
    int chosen = 0;
    while (chosen < d - 1 && left > Math.abs(eigen.values().get(chosen))) {
      left -= Math.abs(eigen.values().get(chosen++));
    }
    for (int j = 0; j < d; j++) {
      directions[at + j] = eigen.vectors().get(j, chosen);
    }
    return total;
  }

  /// Hyperplanes `a . x + b = 0`, each through its row, of random sign. An exponential clock that
  /// runs at the rate of its weight is given to each candidate; the first `wanted` to ring are
  /// taken. Where fewer than that have a weight, the others are {@link
  /// GatePlacement#uniformOffset}: a function that bends nowhere asks for nothing better.
  ///
  /// @param weights at least 0, one a candidate
  /// @param directions unit vectors, one a candidate
  /// @return wanted x (d + 1)
  Matrix draw(double[] weights, double[] directions, int wanted, NoiseKey key) {
    int d = x.dimension();
    double[] clock = uniforms(key.child("clock"));
    double[] sign = uniforms(key.child("sign"));
    Arrays.setAll(clock, k -> -Math.log(clock[k]) / weights[k]);
    int[] first =
        IntStream.range(0, count())
            .filter(k -> weights[k] > 0)
            .boxed()
            .sorted(Comparator.<Integer>comparingDouble(k -> clock[k]).thenComparing(k -> k))
            .limit(wanted)
            .mapToInt(Integer::intValue)
            .toArray();
    double[] out = new double[Math.multiplyExact(wanted, d + 1)];
    for (int i = 0; i < first.length; i++) {
      int k = first[i];
      double s = sign[k] < 0.5 ? -1 : 1;
      double at = 0;
      for (int j = 0; j < d; j++) {
        double a = s * directions[k * d + j];
        out[i * (d + 1) + j] = a;
        at += a * x.shared()[rows[k] * d + j];
      }
      out[i * (d + 1) + d] = -at;
    }
    int rest = wanted - first.length;
    if (rest > 0) {
      double[] uniform = GatePlacement.uniformOffset().place(x, rest, key.child("rest")).shared();
      System.arraycopy(uniform, 0, out, first.length * (d + 1), uniform.length);
    }
    return Matrix.adopt(wanted, d + 1, out);
  }
}
