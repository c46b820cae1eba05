package org.scorefield.linear;

import java.util.OptionalInt;

/// What keeps the weights of a stack from following the noise of the rows they are fitted on. Both
/// are measured in the loss of the best member at the level: 1e-3 is a thousandth of it.
///
/// @param ridge costs `ridge |w - e_m|^2` at each level, m the member to lean toward: it decides
///   where members agree so well that the data cannot, and can raise the loss by at most a quarter
///   of it
/// @param smoothness costs `smoothness * integral (d^2 w/d(ln sigma)^2)^2 d ln sigma` for each
///   member, beside the integral of the loss: a weight that goes from 0 to 1 within T units of `ln
///   sigma` costs about `16/T^3` of it
/// @param toward index of the member to lean toward; if empty, the best one at each level (of those
///   that cannot be told apart, the first)
public record StackPenalty(double ridge, double smoothness, OptionalInt toward) {

  /// A thousandth toward the best member, and a curve that may turn within one unit of ln sigma for
  /// about a thousandth.
  public static final StackPenalty USUAL = new StackPenalty(1e-3, 1e-4, OptionalInt.empty());

  public StackPenalty {
    if (!(ridge > 0) || !Double.isFinite(ridge)) {
      throw new IllegalArgumentException(
          "the ridge must be positive, so that the weights are determined where members agree, got "
              + ridge
              + "; 1e-9 is next to none");
    }
    if (!(smoothness >= 0) || !Double.isFinite(smoothness)) {
      throw new IllegalArgumentException("smoothness must not be negative, got " + smoothness);
    }
    if (toward.isPresent() && toward.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "the member to lean toward is an index from 0, got " + toward.getAsInt());
    }
  }
}
