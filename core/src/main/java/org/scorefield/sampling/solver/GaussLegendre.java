package org.scorefield.sampling.solver;

import org.scorefield.array.Vector;

/// Gauss-Legendre quadrature on [-1, 1]: exact for polynomials of degree 2n - 1.
///
/// @param nodes zeros of the Legendre polynomial P_n
/// @param weights their weights
record GaussLegendre(Vector nodes, Vector weights) {

  /// The rule with n points: zeros of P_n by Newton's method, weights `2/((1 - z^2) P_n'(z)^2)`.
  static GaussLegendre of(int n) {
    double[] nodes = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      double z = -Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
      double derivative = 0;
      for (int iteration = 0; iteration < 8; iteration++) {
        double previous = 1;
        double value = z;
        for (int k = 2; k <= n; k++) {
          double following = ((2 * k - 1) * z * value - (k - 1) * previous) / k;
          previous = value;
          value = following;
        }
        derivative = n * (z * value - previous) / (z * z - 1);
        z -= value / derivative;
      }
      nodes[i] = z;
      weights[i] = 2 / ((1 - z * z) * derivative * derivative);
    }
    return new GaussLegendre(Vector.adopt(nodes), Vector.adopt(weights));
  }

  int points() {
    return nodes.size();
  }

  double node(int i) {
    return nodes.get(i);
  }

  double weight(int i) {
    return weights.get(i);
  }
}
