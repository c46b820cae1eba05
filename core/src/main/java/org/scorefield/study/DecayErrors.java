package org.scorefield.study;

import java.util.Arrays;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;

/// Standard errors of a fitted decay: the inverse of `J^T W J` at its parameters, J the derivatives
/// of the fitted loss by floor, amplitude, ln rate and ln exponent.
final class DecayErrors {
  private static final double DIFFERENCE = 1e-5;

  /// Relative to the largest, an eigenvalue that counts as 0: the parameters are not determined.
  private static final double SINGULAR = 1e-13;

  private static final int FLOOR = 0;
  private static final int AMPLITUDE = 1;
  private static final int RATE = 2;
  private static final int EXPONENT = 3;

  private DecayErrors() {}

  /// One for each of floor, amplitude, rate and exponent: 0 for one that was held, infinity for one
  /// that is not determined.
  ///
  /// @param noise variance of a value of weight 1
  static double[] of(
      Decay decay, DecaySearch.Candidate fit, double[] steps, double[] weights, double noise) {
    int[] free = free(decay, fit);
    int p = free.length;
    double[] information = new double[p * p];
    for (int i = 0; i < steps.length; i++) {
      double[] slopes = slopes(decay, fit, steps[i]);
      for (int a = 0; a < p; a++) {
        for (int b = 0; b < p; b++) {
          information[a * p + b] += weights[i] * slopes[free[a]] * slopes[free[b]];
        }
      }
    }
    double[] inverse = inverseDiagonal(information, p);
    double[] errors = new double[4];
    for (int a = 0; a < p; a++) {
      double unit =
          switch (free[a]) {
            case RATE -> fit.rate();
            case EXPONENT -> fit.exponent();
            default -> 1;
          };
      errors[free[a]] = unit * Math.sqrt(noise * inverse[a]);
    }
    return errors;
  }

  private static int[] free(Decay decay, DecaySearch.Candidate fit) {
    int[] all =
        decay.hasExponent()
            ? new int[] {FLOOR, AMPLITUDE, RATE, EXPONENT}
            : new int[] {FLOOR, AMPLITUDE, RATE};
    return fit.floor() > 0 ? all : Arrays.copyOfRange(all, 1, all.length);
  }

  private static double[] slopes(Decay decay, DecaySearch.Candidate fit, double step) {
    double byRate =
        decay.at(step, fit.rate() * Math.exp(DIFFERENCE), fit.exponent())
            - decay.at(step, fit.rate() * Math.exp(-DIFFERENCE), fit.exponent());
    double byExponent =
        decay.at(step, fit.rate(), fit.exponent() * Math.exp(DIFFERENCE))
            - decay.at(step, fit.rate(), fit.exponent() * Math.exp(-DIFFERENCE));
    double scale = fit.amplitude() / (2 * DIFFERENCE);
    return new double[] {
      1, decay.at(step, fit.rate(), fit.exponent()), scale * byRate, scale * byExponent
    };
  }

  /// The diagonal of the inverse, from the eigenvalues after scaling to a unit diagonal.
  private static double[] inverseDiagonal(double[] information, int p) {
    double[] scale = new double[p];
    Arrays.setAll(scale, a -> Math.sqrt(information[a * p + a]));
    double[] unit = new double[p * p];
    Arrays.setAll(unit, k -> information[k] / (scale[k / p] * scale[k % p]));
    double[] diagonal = new double[p];
    if (!Arrays.stream(unit).allMatch(Double::isFinite)) {
      Arrays.fill(diagonal, Double.POSITIVE_INFINITY);
      return diagonal;
    }
    SymmetricEigen eigen = SymmetricEigen.of(Matrix.adopt(p, p, unit));
    Vector values = eigen.values();
    double largest = values.stream().max().orElseThrow();
    for (int a = 0; a < p; a++) {
      for (int k = 0; k < p; k++) {
        double entry = eigen.vectors().get(a, k);
        boolean none = values.get(k) < SINGULAR * largest;
        diagonal[a] +=
            none
                ? (Math.abs(entry) > DIFFERENCE ? Double.POSITIVE_INFINITY : 0)
                : entry * entry / values.get(k);
      }
      diagonal[a] /= scale[a] * scale[a];
    }
    return diagonal;
  }
}
