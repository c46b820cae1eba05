package org.scorefield.analytic;

/// The Gauss-Legendre rule of n nodes on [-1, 1]: exact for polynomials of degree 2n - 1. Nodes by
/// Newton's method on the Legendre recursion.
///
/// @param nodes ascending
/// @param weights of sum 2
record GaussLegendre(double[] nodes, double[] weights) {

  static GaussLegendre of(int n) {
    double[] nodes = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      double x = -Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
      double derivative = 0;
      for (int step = 0; step < 8; step++) {
        double before = 1;
        double p = x;
        for (int k = 2; k <= n; k++) {
          double next = ((2 * k - 1) * x * p - (k - 1) * before) / k;
          before = p;
          p = next;
        }
        derivative = n * (x * p - before) / (x * x - 1);
        x -= p / derivative;
      }
      nodes[i] = x;
      weights[i] = 2 / ((1 - x * x) * derivative * derivative);
    }
    return new GaussLegendre(nodes, weights);
  }
}
