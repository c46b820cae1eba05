package org.scorefield.sampling.solver;

import org.scorefield.array.Batch;

/// Sample mean and variance (divided by n) of one component of a batch.
record Estimated(double mean, double variance) {
  static Estimated of(Batch x, int component) {
    double sum = 0;
    for (int i = 0; i < x.count(); i++) {
      sum += x.get(i, component);
    }
    double mean = sum / x.count();
    double squares = 0;
    for (int i = 0; i < x.count(); i++) {
      double v = x.get(i, component) - mean;
      squares += v * v;
    }
    return new Estimated(mean, squares / x.count());
  }
}
