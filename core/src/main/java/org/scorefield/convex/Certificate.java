package org.scorefield.convex;

/// How far a solution is from the best there is, proved: `dual <= optimum <= primal`.
///
/// The dual value is that of a point that satisfies the constraints of the dual program, so it is a
/// lower bound by weak duality whatever way it was found; only rounding of the sums is left out.
///
/// @param primal objective of the solution
/// @param dual a lower bound of the optimum
/// @param scope which optimum is meant
public record Certificate(double primal, double dual, Scope scope) {

  /// What a certificate speaks of.
  public enum Scope {
    /// Every network of the architecture, of any width: no other weights do better.
    NETWORK("no network of this architecture, of any width, does better by more than the gap"),

    /// The convex program over the gates that were given. A network with other gates may do better.
    GIVEN_GATES(
        "no weights with these gates do better by more than the gap; with other gates they might");

    private final String words;

    Scope(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  public Certificate {
    if (!Double.isFinite(primal) || Double.isNaN(dual) || dual == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "a certificate needs a finite primal value and a dual one below it, got "
              + primal
              + " and "
              + dual
              + "; -Infinity is the bound where none is known");
    }
  }

  /// `primal - dual`; what rounding makes negative is 0.
  public double gap() {
    return Math.max(0, primal - dual);
  }

  /// The gap over the larger magnitude of the two values, which has no units; 0 for no gap,
  /// infinite without a bound.
  public double relativeGap() {
    if (dual == Double.NEGATIVE_INFINITY) {
      return Double.POSITIVE_INFINITY;
    }
    return gap() == 0 ? 0 : gap() / Math.max(Math.abs(primal), Math.abs(dual));
  }

  /// Whether the relative gap is at most the tolerance.
  public boolean within(double tolerance) {
    return relativeGap() <= tolerance;
  }

  /// The finding in a sentence.
  public String words() {
    return "objective %.9g, at least %.9g is unavoidable (gap %.2g, relative %.2g): %s"
        .formatted(primal, dual, gap(), relativeGap(), scope.words());
  }
}
