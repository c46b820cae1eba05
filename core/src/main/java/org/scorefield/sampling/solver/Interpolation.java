package org.scorefield.sampling.solver;

/// Integrals of interpolating polynomials: where the weights of every multistep method come from.
///
/// Positions are counted in steps from the current level: 0 is here, 1 is where the step ends, the
/// past is negative. With the moments `m_i = integral of omega(s) s^i over 0..1` of any weight
/// omega, the integral of `omega p`, p the polynomial through the values v_j at the nodes s_j, is
/// `sum w_j v_j`; exact whatever the spacing.
final class Interpolation {
  private Interpolation() {}

  /// The weights w_j.
  ///
  /// @param nodes positions s_j, all different
  /// @param moments m_0 .. m_(q-1), at least as many as nodes
  static double[] weights(double[] nodes, double[] moments) {
    int q = nodes.length;
    double[] weights = new double[q];
    double[] polynomial = new double[q];
    for (int j = 0; j < q; j++) {
      basis(nodes, j, polynomial);
      double sum = 0;
      for (int i = 0; i < q; i++) {
        sum += polynomial[i] * moments[i];
      }
      weights[j] = sum;
    }
    return weights;
  }

  /// The weights of the values at the nodes in the polynomial's value at s.
  static double[] values(double[] nodes, double s) {
    double[] values = new double[nodes.length];
    for (int j = 0; j < nodes.length; j++) {
      values[j] = 1;
      for (int k = 0; k < nodes.length; k++) {
        if (k != j) {
          values[j] *= (s - nodes[k]) / (nodes[j] - nodes[k]);
        }
      }
    }
    return values;
  }

  /// Where outputs taken at `levels` lie in `-ln sigma`, in steps of h from the first of them, and
  /// as many as `ahead` further places, 0 or 1, at the end of the step.
  static double[] logPositions(double[] levels, double h, int ahead) {
    double[] nodes = new double[levels.length + ahead];
    for (int k = 1; k < levels.length; k++) {
      nodes[k] = -Math.log(levels[k] / levels[0]) / h;
    }
    if (ahead == 1) {
      nodes[levels.length] = 1;
    }
    return nodes;
  }

  /// Coefficients, lowest power first, of the Lagrange polynomial that is 1 at node j and 0 at the
  /// others.
  private static void basis(double[] nodes, int j, double[] out) {
    java.util.Arrays.fill(out, 0);
    out[0] = 1;
    int degree = 0;
    for (int k = 0; k < nodes.length; k++) {
      if (k == j) {
        continue;
      }
      double scale = 1 / (nodes[j] - nodes[k]);
      degree++;
      for (int i = degree; i > 0; i--) {
        out[i] = (out[i - 1] - nodes[k] * out[i]) * scale;
      }
      out[0] *= -nodes[k] * scale;
    }
  }

  /// Moments of the unit weight times `length`: `length / (i + 1)`.
  static double[] uniformMoments(int count, double length) {
    double[] moments = new double[count];
    for (int i = 0; i < count; i++) {
      moments[i] = length / (i + 1);
    }
    return moments;
  }

  /// Moments of `h exp(-h (1 - s))`, the weight of the denoised sample in the exact solution over a
  /// step of h in `-ln sigma`: `h i! phi_(i+1)(-h)`.
  static double[] exponentialMoments(int count, double h) {
    double[] moments = new double[count];
    double factorial = 1;
    for (int i = 0; i < count; i++) {
      moments[i] = h * factorial * phi(i + 1, -h);
      factorial *= i + 1;
    }
    return moments;
  }

  /// The functions of exponential integrators: `phi_0 = e^z`, `phi_(k+1) = (phi_k - 1/k!)/z`; by
  /// their series `sum z^n / (n+k)!` near 0, where the recursion cancels.
  static double phi(int k, double z) {
    if (Math.abs(z) < 1) {
      double term = 1;
      for (int n = 2; n <= k; n++) {
        term /= n;
      }
      double sum = 0;
      for (int n = 1; sum + term != sum; n++) {
        sum += term;
        term *= z / (n + k);
      }
      return sum;
    }
    double value = Math.expm1(z) / z;
    double factorial = 1;
    for (int n = 1; n < k; n++) {
      factorial *= n;
      value = (value - 1 / factorial) / z;
    }
    return value;
  }
}
