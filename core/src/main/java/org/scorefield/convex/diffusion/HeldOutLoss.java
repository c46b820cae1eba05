package org.scorefield.convex.diffusion;

import org.scorefield.array.Batch;
import org.scorefield.convex.VectorFunction;

/// `|F(input) - target|^2 / d` at pairs that were not fitted, one value a clean row: the mean over
/// its noises, which are not independent of each other as rows are.
///
/// @param perRow one for each clean row; for reading only
public record HeldOutLoss(double[] perRow) {

  /// @param repeats noises a clean row; those of the first noise come first
  public static HeldOutLoss of(VectorFunction function, Batch inputs, Batch targets, int repeats) {
    double[] value = function.value(inputs).shared();
    double[] wanted = targets.shared();
    int d = targets.dimension();
    int rows = inputs.count() / repeats;
    double[] sums = new double[rows];
    for (int i = 0; i < inputs.count(); i++) {
      double sum = 0;
      for (int k = i * d; k < (i + 1) * d; k++) {
        sum += (value[k] - wanted[k]) * (value[k] - wanted[k]);
      }
      sums[i % rows] += sum / (d * (double) repeats);
    }
    return new HeldOutLoss(sums);
  }

  public double mean() {
    return mean(perRow);
  }

  public double standardError() {
    return standardError(perRow);
  }

  /// Whether this is more than another by twice the standard error of the difference, row by row.
  boolean clearlyAbove(HeldOutLoss other) {
    double[] more = new double[perRow.length];
    for (int i = 0; i < more.length; i++) {
      more[i] = perRow[i] - other.perRow[i];
    }
    return mean(more) > 2 * standardError(more);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum / values.length;
  }

  private static double standardError(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double v : values) {
      sum += (v - mean) * (v - mean);
    }
    return Math.sqrt(sum / (values.length - 1.0) / values.length);
  }
}
