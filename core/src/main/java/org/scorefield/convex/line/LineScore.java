package org.scorefield.convex.line;

import org.scorefield.convex.ScoreFunction;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;

/// A continuous piecewise linear score on the line: what a two-layer network of one input and one
/// output computes. Slope `k` holds left of knot k, the last one right of the last knot.
///
/// The cost of a value is the logarithm of the number of knots, where the network's is that number.
///
/// @param knots ascending, at least one
/// @param values s at the knots
/// @param slopes one more than knots
public record LineScore(Vector knots, Vector values, Vector slopes) implements ScoreFunction {

  public LineScore {
    if (knots.size() < 1 || values.size() != knots.size() || slopes.size() != knots.size() + 1) {
      throw new IllegalArgumentException(
          "need at least one knot, a value for each and one slope more, got %d knots, %d values and %d slopes"
              .formatted(knots.size(), values.size(), slopes.size()));
    }
    for (double v : new double[] {knots.sum(), values.sum(), slopes.sum()}) {
      if (!Double.isFinite(v)) {
        throw new IllegalArgumentException(
            "knots, values and slopes must be finite, got %s, %s and %s"
                .formatted(knots, values, slopes));
      }
    }
    for (int k = 1; k < knots.size(); k++) {
      if (!(knots.get(k) > knots.get(k - 1))) {
        throw new IllegalArgumentException(
            "knots must ascend, got " + knots.get(k - 1) + " before " + knots.get(k));
      }
    }
  }

  /// s at x.
  public double at(double x) {
    int right = knotsBelow(x);
    int knot = Math.max(0, right - 1);
    return values.shared()[knot]
        + slopes.shared()[right == 0 ? 0 : knot + 1] * (x - knots.shared()[knot]);
  }

  /// The slope at x; at a knot, of its right side.
  public double slopeAt(double x) {
    return slopes.shared()[knotsBelow(x)];
  }

  /// s for each sample.
  @Override
  public Batch score(Batch x) {
    return x.map(this::at);
  }

  /// Whether `exp of the integral of s` is the density of a law: s positive far to the left and
  /// negative far to the right. A score that is not sends Langevin dynamics to infinity.
  public boolean confines() {
    double left = slopes.first();
    double right = slopes.last();
    return (left < 0 || (left == 0 && values.first() > 0))
        && (right < 0 || (right == 0 && values.last() < 0));
  }

  @Override
  public int dimension() {
    return 1;
  }

  private int knotsBelow(double x) {
    int found = Arrays.binarySearch(knots.shared(), x);
    return found >= 0 ? found + 1 : -found - 1;
  }
}
