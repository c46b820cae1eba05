package org.scorefield.linear;

import java.util.OptionalDouble;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

/// Weights of a convex combination at every noise level: `w_j(sigma) >= 0`, of sum 1.
///
/// They are given at some levels and interpolated in `ln sigma` by a cubic that keeps their shape
/// (Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5, 1984): no overshoot, so no weight leaves the
/// range of its two neighbours, and one continuous derivative, flat at both ends, beyond which the
/// weights stay what they are there. Of three or more members the interpolants sum to 1 only
/// nearly, and are divided by their sum.
///
/// A weight below `tau = negligible` counts as 0, so that its member need not be evaluated. Between
/// tau and 2 tau it is brought there smoothly, and what it loses goes to the others in proportion:
/// the combination stays as smooth in sigma as the interpolation, which a solver relies on.
///
/// @param sigmas levels, positive and strictly increasing, at least one
/// @param weights one row a level, one column a member; no entry negative, rows of sum 1 within
///   1e-9
/// @param negligible tau, from 0 to less than 1 over the number of members
public record WeightCurve(Vector sigmas, Matrix weights, double negligible) {
  private static final double SUM_TOLERANCE = 1e-9;
  private static final int BISECTIONS = 100;

  public WeightCurve {
    if (sigmas.size() < 1 || weights.rows() != sigmas.size() || weights.columns() < 1) {
      throw new IllegalArgumentException(
          "weights need at least one level and one row a level, got "
              + sigmas.size()
              + " levels and "
              + weights);
    }
    for (int k = 0; k < sigmas.size(); k++) {
      double sigma = sigmas.get(k);
      if (!(sigma > (k == 0 ? 0 : sigmas.get(k - 1))) || !Double.isFinite(sigma)) {
        throw new IllegalArgumentException(
            "levels of weights must be positive and increase strictly, got " + sigmas);
      }
      Vector row = Vector.adopt(weights.row(k));
      if (!row.stream().allMatch(w -> w >= 0) || !(Math.abs(row.sum() - 1) <= SUM_TOLERANCE)) {
        throw new IllegalArgumentException(
            "weights must not be negative and must sum to 1, got " + row + " at sigma " + sigma);
      }
    }
    if (!(negligible >= 0 && negligible * weights.columns() < 1)) {
      throw new IllegalArgumentException(
          "a negligible weight must be from 0 to less than 1/"
              + weights.columns()
              + ", one over the number of members, got "
              + negligible);
    }
  }

  /// Number of members.
  public int members() {
    return weights.columns();
  }

  /// The weights at one noise level; those that are negligible are exactly 0.
  public Vector at(double sigma) {
    if (!(sigma > 0)) {
      throw new IllegalArgumentException("sigma must be positive, got " + sigma);
    }
    return dropped(interpolated(sigma), negligible);
  }

  /// Weights with the negligible ones brought to 0, divided by their sum.
  static Vector dropped(double[] weights, double negligible) {
    double[] kept = weights.clone();
    double sum = 0;
    for (int j = 0; j < kept.length; j++) {
      kept[j] *= kept(kept[j], negligible);
      sum += kept[j];
    }
    for (int j = 0; j < kept.length; j++) {
      kept[j] /= sum;
    }
    return Vector.adopt(kept);
  }

  /// The level from which on upward a member counts for nothing: for an expensive member this is
  /// the sigma_skip of a teleport, derived instead of assumed. Empty if it counts at the highest
  /// level; 0 if it counts nowhere.
  public OptionalDouble skippedAbove(int member) {
    int last = sigmas.size() - 1;
    if (at(sigmas.last()).get(member) > 0) {
      return OptionalDouble.empty();
    }
    int k = last;
    while (k >= 0 && at(sigmas.get(k)).get(member) == 0) {
      k--;
    }
    if (k < 0) {
      return OptionalDouble.of(0);
    }
    double counts = Math.log(sigmas.get(k));
    double not = Math.log(sigmas.get(k + 1));
    for (int i = 0; i < BISECTIONS && counts < not; i++) {
      double middle = 0.5 * (counts + not);
      if (at(Math.exp(middle)).get(member) == 0) {
        not = middle;
      } else {
        counts = middle;
      }
    }
    return OptionalDouble.of(Math.exp(not));
  }

  private static double kept(double w, double negligible) {
    if (w >= 2 * negligible) {
      return 1;
    }
    if (w <= negligible) {
      return 0;
    }
    double t = w / negligible - 1;
    return t * t * (3 - 2 * t);
  }

  private double[] interpolated(double sigma) {
    int last = sigmas.size() - 1;
    if (sigma <= sigmas.first() || last == 0) {
      return weights.row(0);
    }
    if (sigma >= sigmas.last()) {
      return weights.row(last);
    }
    int k = 0;
    while (sigmas.get(k + 1) <= sigma) {
      k++;
    }
    double width = Math.log(sigmas.get(k + 1) / sigmas.get(k));
    double t = Math.log(sigma / sigmas.get(k)) / width;
    double s = 1 - t;
    double[] out = new double[members()];
    for (int j = 0; j < out.length; j++) {
      double hermite =
          (1 + 2 * t) * s * s * weights.get(k, j)
              + t * s * s * width * slope(k, j)
              + t * t * (3 - 2 * t) * weights.get(k + 1, j)
              - t * t * s * width * slope(k + 1, j);
      out[j] = Math.max(0, hermite);
    }
    return out;
  }

  /// The slope in `ln sigma` at a level: the harmonic mean of the secants beside it, weighted by
  /// their widths; 0 where they differ in sign, and at both ends.
  private double slope(int k, int member) {
    if (k == 0 || k == sigmas.size() - 1) {
      return 0;
    }
    double left = Math.log(sigmas.get(k) / sigmas.get(k - 1));
    double right = Math.log(sigmas.get(k + 1) / sigmas.get(k));
    double before = (weights.get(k, member) - weights.get(k - 1, member)) / left;
    double after = (weights.get(k + 1, member) - weights.get(k, member)) / right;
    if (before * after <= 0) {
      return 0;
    }
    double a = 2 * right + left;
    double b = right + 2 * left;
    return (a + b) / (a / before + b / after);
  }
}
