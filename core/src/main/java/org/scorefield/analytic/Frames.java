package org.scorefield.analytic;

import java.util.Arrays;
import java.util.List;
import org.scorefield.linalg.Matrix;

/// Where a maximisation step starts from: for each component of a mixture a centre near its mean
/// and, if its leading directions are improved by iteration, orthonormal directions near those.
///
/// @param centres K x d
/// @param bases K of them, d x k each; none if there are no directions yet, or no need for any
record Frames(Matrix centres, List<Matrix> bases) {

  static Frames at(Matrix centres) {
    return new Frames(centres, List.of());
  }

  /// At the means of these components.
  static Frames of(List<Gaussian> components, List<Matrix> bases) {
    int d = components.getFirst().mean().size();
    double[] means = new double[components.size() * d];
    for (int c = 0; c < components.size(); c++) {
      System.arraycopy(components.get(c).mean().shared(), 0, means, c * d, d);
    }
    return new Frames(Matrix.adopt(components.size(), d, means), bases);
  }

  /// Those of some components, in this order.
  Frames select(int[] components) {
    int d = centres.columns();
    double[] kept = new double[components.length * d];
    for (int a = 0; a < components.length; a++) {
      System.arraycopy(centres.shared(), components[a] * d, kept, a * d, d);
    }
    return new Frames(
        Matrix.adopt(components.length, d, kept),
        bases.isEmpty() ? bases : Arrays.stream(components).mapToObj(bases::get).toList());
  }
}
