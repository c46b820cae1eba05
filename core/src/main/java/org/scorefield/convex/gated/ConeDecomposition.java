package org.scorefield.convex.gated;

import org.scorefield.convex.TwoLayerScore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// A network of two layers that takes the same values on the training rows as a gated one (Mishkin,
/// Sahiner and Pilanci 2202.01331).
///
/// A unit whose pre-activations have the signs of its gate at all rows, or all the opposite ones,
/// is a unit of the two-layer network as it stands. Any other is the difference of two, `(u + t g)
/// - t g`, with the least t that brings both into the cone of the gate. **Its weight decay can be
///   hundreds of times that of the gated network**, since rows close to the gate make t large, and
///   between the rows the two models differ: a start for further training, not a good network.
///
/// @param network the two-layer network
/// @param whole gated units that are units as they stand
/// @param split gated units that took two
public record ConeDecomposition(TwoLayerScore network, int whole, int split) {

  /// @param gates patterns of the training rows
  /// @param score of gates among those
  static ConeDecomposition of(GatePatterns gates, GatedScore score) {
    int n = gates.data().count();
    int d = score.dimension();
    int width = score.gates().columns();
    double[] rows = GatePatterns.augmented(gates.data(), gates.hiddenBias());
    List<double[]> inner = new ArrayList<>();
    List<double[]> outer = new ArrayList<>();
    int whole = 0;
    int split = 0;
    for (GatedUnit unit : score.units()) {
      double[] sides =
          Products.timesTransposed(rows, n, Matrix.adopt(1, width, unit.gate().toArray()));
      double[] z =
          Products.timesTransposed(rows, n, Matrix.adopt(1, width, unit.inner().toArray()));
      double up = shift(sides, z, 1);
      double down = shift(sides, z, -1);
      double sign = up <= down ? 1 : -1;
      double t = Math.min(up, down);
      double[] gate = unit.gate().toArray();
      double[] u = scaled(unit.inner().shared(), sign);
      double[] alpha = scaled(unit.outer().shared(), sign);
      if (t == 0) {
        whole++;
        inner.add(u);
        outer.add(alpha);
      } else {
        split++;
        add(inner, outer, sum(u, gate, t), alpha);
        add(inner, outer, scaled(gate, t), scaled(alpha, -1));
      }
    }
    return new ConeDecomposition(network(score, inner, outer, width, d), whole, split);
  }

  /// The least t >= 0 with which `sign u + t g` has the sides of the gate at all rows. A row on the
  /// gate itself counts as closed; there nothing can be shifted, and rounding is let pass.
  private static double shift(double[] sides, double[] z, double sign) {
    double largest = Arrays.stream(z).map(Math::abs).max().orElse(0);
    double t = 0;
    for (int r = 0; r < z.length; r++) {
      double side = sides[r] > 0 ? 1 : -1;
      double missing = -side * sign * z[r];
      if (missing > 1e-12 * largest) {
        t = Math.max(t, sides[r] == 0 ? Double.MAX_VALUE : missing / Math.abs(sides[r]));
      }
    }
    return t;
  }

  /// A unit with its two factors brought to the same norm.
  private static void add(List<double[]> inner, List<double[]> outer, double[] u, double[] alpha) {
    double ratio =
        Math.sqrt(
            GatedPenalty.frobenius(alpha, 0, alpha.length)
                / GatedPenalty.frobenius(u, 0, u.length));
    inner.add(scaled(u, ratio));
    outer.add(scaled(alpha, 1 / ratio));
  }

  private static TwoLayerScore network(
      GatedScore score, List<double[]> inner, List<double[]> outer, int width, int d) {
    int m = inner.size();
    double[] u = new double[m * d];
    double[] b = new double[m];
    double[] alpha = new double[m * d];
    for (int j = 0; j < m; j++) {
      System.arraycopy(inner.get(j), 0, u, j * d, d);
      b[j] = width > d ? inner.get(j)[d] : 0;
      System.arraycopy(outer.get(j), 0, alpha, j * d, d);
    }
    return new TwoLayerScore(
        score.activation(),
        Matrix.adopt(m, d, u),
        Vector.adopt(b),
        Matrix.adopt(m, d, alpha),
        score.skip(),
        score.bias());
  }

  private static double[] scaled(double[] a, double c) {
    return Arrays.stream(a).map(v -> c * v).toArray();
  }

  private static double[] sum(double[] a, double[] b, double t) {
    double[] out = new double[a.length];
    Arrays.setAll(out, i -> a[i] + t * b[i]);
    return out;
  }
}
