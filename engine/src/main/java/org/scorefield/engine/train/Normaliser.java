package org.scorefield.engine.train;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;

/// Takes data to mean 0 and deviation 1: `z_j = (x_j - mean_j)/deviation_j`.
///
/// The noise stays isotropic in the units of the data; where deviations differ, component j is at
/// the noise level `sigma/deviation_j`.
///
/// @param mean of each component
/// @param deviations of each component, > 0; all the same for data of one scale
public record Normaliser(Vector mean, Vector deviations) {
  /// A column that never changes counts as varying by this share of the others.
  private static final double FLOOR = 1e-6;

  /// Whose deviations data are divided by.
  public enum Scope {
    /// One, the root mean square over components: for images, and points in space.
    ALL,
    /// Each component by its own: for tables, whose columns are of different size.
    COLUMNS
  }

  public Normaliser {
    if (mean.size() != deviations.size()) {
      throw new IllegalArgumentException(
          "%d means do not go with %d deviations".formatted(mean.size(), deviations.size()));
    }
    if (!deviations.stream().allMatch(s -> s > 0 && Double.isFinite(s))
        || !mean.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "means must be finite and deviations positive, got %s and %s"
              .formatted(mean, deviations));
    }
  }

  /// Measures the data, in two passes over its rows.
  ///
  /// @throws IllegalArgumentException if a value is not finite or all rows are the same
  public static Normaliser measure(Dataset data, Scope scope) {
    int d = data.shape().size();
    int n = data.size();
    double[] mean = new double[d];
    data.forEachBlock(
        data.comfortableBlock(), rows -> add(finite(data, rows), new double[d], 1, mean));
    for (int j = 0; j < d; j++) {
      mean[j] /= n;
    }
    double[] squares = new double[d];
    data.forEachBlock(data.comfortableBlock(), rows -> add(rows, mean, 2, squares));
    double total = 0;
    for (int j = 0; j < d; j++) {
      squares[j] /= n;
      total += squares[j] / d;
    }
    if (!(total > 0)) {
      throw new IllegalArgumentException(
          "all %d rows of %s are the same; there is nothing to learn".formatted(n, data.name()));
    }
    double scale = Math.sqrt(total);
    return new Normaliser(
        Vector.adopt(mean),
        Vector.generate(
            d,
            j ->
                switch (scope) {
                  case ALL -> scale;
                  case COLUMNS -> Math.max(Math.sqrt(squares[j]), FLOOR * scale);
                }));
  }

  private static Batch finite(Dataset data, Batch rows) {
    rows.firstNonFinite()
        .ifPresent(i -> {
          throw new IllegalArgumentException(
              "%s holds a NaN or an infinity; leave such rows out or fill them in"
                  .formatted(data.name()));
        });
    return rows;
  }

  /// Adds the powers of the components about the centre.
  private static void add(Batch rows, double[] centre, int power, double[] sums) {
    double[] values = rows.shared();
    int d = sums.length;
    for (int at = 0; at < values.length; at += d) {
      for (int j = 0; j < d; j++) {
        double c = values[at + j] - centre[j];
        sums[j] += power == 1 ? c : c * c;
      }
    }
  }

  /// Root mean square of the deviations: what noise levels are multiples of.
  public double scale() {
    return Math.sqrt(deviations.stream().map(s -> s * s).sum() / deviations.size());
  }

  /// Whether all components have one deviation.
  public boolean isotropic() {
    return deviations.stream().allMatch(s -> s == deviations.first());
  }
}
