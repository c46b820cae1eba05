package org.scorefield.reproduce;

/// Adam (Kingma and Ba 1412.6980) on the full gradient, its rate falling to 0 along half a cosine.
///
/// @param rate of the first step
/// @param steps how many
record Adam(double rate, int steps) {
  private static final double FIRST = .9;
  private static final double SECOND = .999;
  private static final double FLOOR = 1e-8;

  /// The best point met.
  double[] minimise(Differentiable f, double[] start) {
    double[] w = start.clone();
    double[] best = w;
    double least = Double.POSITIVE_INFINITY;
    double[] g = new double[w.length];
    double[] mean = new double[w.length];
    double[] square = new double[w.length];
    for (int t = 1; t <= steps; t++) {
      double value = f.at(w, g);
      if (value < least) {
        least = value;
        best = w.clone();
      }
      double now = rate * (1 + Math.cos(Math.PI * (t - 1) / steps)) / 2;
      double first = 1 - Math.pow(FIRST, t);
      double second = 1 - Math.pow(SECOND, t);
      for (int k = 0; k < w.length; k++) {
        mean[k] += (1 - FIRST) * (g[k] - mean[k]);
        square[k] += (1 - SECOND) * (g[k] * g[k] - square[k]);
        w[k] -= now * (mean[k] / first) / (Math.sqrt(square[k] / second) + FLOOR);
      }
    }
    return f.at(w, g) < least ? w : best;
  }
}
