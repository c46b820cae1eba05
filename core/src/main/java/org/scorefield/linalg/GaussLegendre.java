package org.scorefield.linalg;

import org.scorefield.array.Vector;

/// Gauss-Legendre quadrature, `integral of f over [-1, 1] = sum_i w_i f(x_i)`: exact for
/// polynomials of degree 2n - 1.
///
/// @param nodes x_i, the zeros of the Legendre polynomial P_n, ascending
/// @param weights w_i > 0, of sum 2
public record GaussLegendre(Vector nodes, Vector weights) {

  /// The rule with n points, to rounding: zeros of P_n by Newton's method on the recursion of the
  /// polynomials, weights `2/((1 - x^2) P_n'(x)^2)`. Cost `8 n^2`.
  ///
  /// @param n at least 1
  public static GaussLegendre of(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("a quadrature needs at least 1 point, got " + n);
    }
    double[] nodes = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      double x = -Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
      double derivative = 0;
      for (int iteration = 0; iteration < 8; iteration++) {
        double before = 1;
        double value = x;
        for (int k = 2; k <= n; k++) {
          double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
          before = value;
          value = next;
        }
        derivative = n * (x * value - before) / (x * x - 1);
        x -= value / derivative;
      }
      nodes[i] = x;
      weights[i] = 2 / ((1 - x * x) * derivative * derivative);
    }
    return new GaussLegendre(Vector.adopt(nodes), Vector.adopt(weights));
  }

  /// Number of points n.
  public int points() {
    return nodes.size();
  }

  public double node(int i) {
    return nodes.get(i);
  }

  public double weight(int i) {
    return weights.get(i);
  }
}
