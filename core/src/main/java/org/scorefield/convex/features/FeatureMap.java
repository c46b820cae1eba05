package org.scorefield.convex.features;

import org.scorefield.array.Rows;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// Features `act(a_m . x + b_m)` on given hyperplanes.
///
/// @param activation act
/// @param directions a_m, M x d
/// @param offsets b_m, M
/// @param slopes k_m > 0 of smooth activations, M; not looked at by the others
public record FeatureMap(
    FeatureActivation activation, Matrix directions, Vector offsets, Vector slopes) {

  public FeatureMap {
    int m = directions.rows();
    if (offsets.size() != m || slopes.size() != m) {
      throw new IllegalArgumentException(
          "need an offset and a slope for each of %d features, got %d and %d"
              .formatted(m, offsets.size(), slopes.size()));
    }
    if (!slopes.stream().allMatch(k -> k > 0 && Double.isFinite(k))) {
      throw new IllegalArgumentException(
          "slopes must be positive and finite, got "
              + slopes.stream().min().orElse(Double.NaN)
              + " to "
              + slopes.stream().max().orElse(Double.NaN));
    }
  }

  /// Features on hyperplanes `(a, b)`, as a {@link org.scorefield.convex.placement.GatePlacement}
  /// gives them, all of slope 1.
  ///
  /// @param planes M x (d + 1)
  public static FeatureMap of(FeatureActivation activation, Matrix planes) {
    return of(activation, planes, Vector.generate(planes.rows(), _ -> 1));
  }

  /// @param planes M x (d + 1)
  public static FeatureMap of(FeatureActivation activation, Matrix planes, Vector slopes) {
    int d = planes.columns() - 1;
    Vector offsets = Vector.generate(planes.rows(), m -> planes.get(m, d));
    return new FeatureMap(activation, planes.leadingColumns(d), offsets, slopes);
  }

  /// Number of features, M.
  public int count() {
    return offsets.size();
  }

  /// Components of the input, d.
  public int inputs() {
    return directions.columns();
  }

  /// Features of n rows: n x M, row-major. Cost 2nMd.
  double[] features(double[] rows, int n) {
    int m = count();
    double[] out = Products.timesTransposed(rows, n, directions);
    double[] b = offsets.shared();
    double[] k = slopes.shared();
    Rows.parallel(
        n,
        256,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            for (int j = 0; j < m; j++) {
              out[r * m + j] = activation.value(out[r * m + j] + b[j], k[j]);
            }
          }
        });
    return out;
  }
}
