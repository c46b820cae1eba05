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

  /// The two parameters of solvers that draw noise: its strength eta and the factor on it.
  static void requireNoise(double eta, double noiseScale) {
    requireNotNegative("eta", eta);
    requireNotNegative("noiseScale", noiseScale);
  }

  /// What a name says of them; nothing for eta = 1 and a factor of 1.
  static String noiseSuffix(double eta, double noiseScale) {
    return suffix("eta", eta, 1) + suffix("noise", noiseScale, 1);
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
