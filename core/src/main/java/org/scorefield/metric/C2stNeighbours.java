package org.scorefield.metric;

import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

/// The classifier two-sample test (Lopez-Paz and Oquab 2017) by nearest neighbours: as {@link
/// C2st}, with the majority among the k nearest training rows as classifier. It assumes nothing of
/// the form of a difference, and so needs more rows to find one; in high dimension it sees chiefly
/// how dense the samples lie.
///
/// The standard error is the binomial one over the test rows. `n` counts test rows. Cost `2 n^2 d`
/// for n rows of each set.
///
/// @param k neighbours that vote, odd
/// @param cap most rows of each set that are used, more than k
public record C2stNeighbours(int k, int cap) implements Metric {
  static final int NEIGHBOURS = 5;

  public C2stNeighbours {
    Inputs.requireNeighbours(k, cap);
    if (k % 2 == 0) {
      throw new IllegalArgumentException(
          "the number of neighbours must be odd, so that no vote is tied; got " + k);
    }
  }

  @Override
  public String name() {
    return k == NEIGHBOURS ? "c2st-knn" : "c2st-knn:" + k;
  }

  @Override
  public String meaning() {
    return "held-out accuracy of a nearest-neighbour classifier of generated against real: 0.5 is"
        + " indistinguishable";
  }

  @Override
  public Better better() {
    return Better.TARGET;
  }

  @Override
  public double target() {
    return 0.5;
  }

  @Override
  public Estimate measure(Dataset generated, Dataset reference, Noise noise) {
    TwoSampleSplit split = TwoSampleSplit.of(generated, reference, cap, noise);
    Points training = Points.of(split.training());
    Points test = Points.of(split.test());
    if (training.count() < k) {
      throw new IllegalArgumentException(
          name() + " needs at least " + (k + 1) + " rows in each set, got fewer");
    }
    boolean[] votes = new boolean[test.count()];
    test.squaredDistances(
        training, (i, values, at) -> votes[i] = vote(values, at, training.count()));
    return split.accuracy(i -> votes[i]);
  }

  /// Whether most of the k nearest are generated.
  private boolean vote(double[] squares, int at, int n) {
    int generated = 0;
    for (int j : Nearest.indices(k, squares, at, n)) {
      generated += TwoSampleSplit.isGenerated(j) ? 1 : 0;
    }
    return 2 * generated > k;
  }
}
