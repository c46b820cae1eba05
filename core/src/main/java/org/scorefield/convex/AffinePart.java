package org.scorefield.convex;

/// The part `V x + c` of a score network that carries no weight decay.
///
/// @param skip whether V is free; else it is 0
/// @param bias whether c is free; else it is 0
public record AffinePart(boolean skip, boolean bias) {
  /// V = 0, c = 0.
  public static final AffinePart NONE = new AffinePart(false, false);

  /// V free, c = 0.
  public static final AffinePart SKIP = new AffinePart(true, false);

  /// V and c free: the score at a large penalty is that of the Gaussian with the mean and the
  /// covariance of the data.
  public static final AffinePart SKIP_AND_BIAS = new AffinePart(true, true);

  /// V = 0, c free.
  public static final AffinePart BIAS = new AffinePart(false, true);
}
