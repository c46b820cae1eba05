package org.scorefield.convex.gated;

/// A score-matching program has no minimiser: its penalty is below what holds the trace term.
public final class UnboundedProgram extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final double bound;

  UnboundedProgram(double beta, double bound) {
    super(
        "with beta = %.6g score matching over these gates has no lower bound: weights of any size make the trace term ever more negative; beta must be at least %.6g"
            .formatted(beta, bound));
    this.bound = bound;
  }

  /// A value that beta must not be below. The least that does may be larger.
  public double bound() {
    return bound;
  }
}
