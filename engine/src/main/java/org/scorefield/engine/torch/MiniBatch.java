package org.scorefield.engine.torch;

/// Rows to learn from, row-major.
///
/// @param x inputs of the network
/// @param noise the number that tells the noise level, one a row
/// @param condition conditioning inputs; empty if the network has none
/// @param target what its output should be
/// @param weight of the squared error of each row
public record MiniBatch(
    float[] x, float[] noise, float[] condition, float[] target, float[] weight) {
  public MiniBatch {
    if (x.length != target.length || noise.length != weight.length) {
      throw new IllegalArgumentException(
          "x and target, noise and weight must be alike, got %d and %d, %d and %d numbers"
              .formatted(x.length, target.length, noise.length, weight.length));
    }
  }

  /// Number of rows.
  public int count() {
    return noise.length;
  }
}
