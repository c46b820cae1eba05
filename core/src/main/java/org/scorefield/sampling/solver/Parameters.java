package org.scorefield.sampling.solver;

/// What the solvers with parameters share: the checks, and how a parameter that is not at its
/// default shows in a name, so that two solvers of one name are the same solver.
final class Parameters {
  private Parameters() {}

  static void requireNotNegative(String name, double value) {
    if (!(value >= 0) || !Double.isFinite(value)) {
      throw new IllegalArgumentException(
          name + " must be finite and not negative, got " + value + "; 0 switches it off");
    }
  }

  static void requirePositive(String name, double value) {
    if (!(value > 0) || !Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be positive and finite, got " + value);
    }
  }

  /// `"-" + label + value`, or nothing for the default.
  static String suffix(String label, double value, double usual) {
    if (value == usual) {
      return "";
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return "-" + label + (whole ? String.valueOf((long) value) : String.valueOf(value));
  }
}
