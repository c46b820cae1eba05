package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// Bins of equal width in ln sigma between two levels, lowest first: where losses are averaged and
/// weights are piecewise constant.
///
/// @param sigmaMin lower edge of the first bin, > 0
/// @param sigmaMax upper edge of the last, above it
/// @param count number of bins, at least 1
public record LogBins(double sigmaMin, double sigmaMax, int count) {

  public LogBins {
    Ends.require(1, sigmaMax, sigmaMin);
    if (count < 1) {
      throw new IllegalArgumentException("need at least 1 bin of noise levels, got " + count);
    }
  }

  /// Width of a bin in ln sigma.
  public double width() {
    return Math.log(sigmaMax / sigmaMin) / count;
  }

  /// Whether a level lies in one of the bins.
  public boolean contain(double sigma) {
    return sigma >= sigmaMin && sigma <= sigmaMax;
  }

  /// The bin of a level; levels beyond the ends have the first or the last.
  public int of(double sigma) {
    return (int) Math.clamp(Math.log(sigma / sigmaMin) / width(), 0, count - 1.0);
  }

  /// The geometric mean of the edges of a bin.
  public double centre(int bin) {
    return level(java.util.Objects.checkIndex(bin, count) + 0.5);
  }

  /// The centres of all bins, rising.
  public Vector centres() {
    return Vector.generate(count, this::centre);
  }

  /// The level at a fractional number of bins from the lower end.
  double level(double position) {
    return Math.clamp(sigmaMin * Math.exp(position * width()), sigmaMin, sigmaMax);
  }

  /// Requires one number for each bin, none negative or infinite, not all 0.
  Vector requireShares(Vector values, String what) {
    boolean fit =
        values.size() == count
            && values.stream().allMatch(v -> v >= 0 && Double.isFinite(v))
            && values.sum() > 0;
    if (!fit) {
      throw new IllegalArgumentException(
          what
              + " must be "
              + count
              + " numbers, one for each bin, none negative, not all of them 0; got "
              + values);
    }
    return values;
  }
}
