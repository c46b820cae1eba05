package org.scorefield.metric;

import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

/// The share of reference samples with a generated sample nearer than their k-th nearest other
/// reference sample (Naeem et al. 2020, eq. 4). For n generated and m reference samples of one
/// continuous law its mean is `1 - prod_{l<k} (m-1-l)/(n+m-1-l)`, whatever the law or the dimension
/// ({@link #expected}): 0.97 for n = m and k = 5.
///
/// The standard error joins the binomial one of the rows that are counted with that of the rows the
/// balls come from; it is somewhat too large rather than too small. Values depend on n, m and k:
/// compare only where these are equal, and see {@link RealVsReal} for what real data score.
///
/// Cost `2 m (n + m) d`, on at most `cap` rows of each set, drawn at random from the noise.
///
/// @param k neighbours that set a ball's radius, at least 1 (5 in the paper)
/// @param cap most rows of each set that are used, more than k
public record Coverage(int k, int cap) implements Metric {
  static final int NEIGHBOURS = 5;

  public Coverage {
    Inputs.requireNeighbours(k, cap);
  }

  @Override
  public String name() {
    return k == NEIGHBOURS ? "coverage" : "coverage:" + k;
  }

  @Override
  public String meaning() {
    return "share of the reference with a generated sample nearer than its k-th neighbour: larger is better";
  }

  @Override
  public Better better() {
    return Better.LARGER;
  }

  @Override
  public double target() {
    return 1;
  }

  @Override
  public Estimate measure(Dataset generated, Dataset reference, Noise noise) {
    Points.Pair pair = Points.Pair.of(generated, reference, cap, noise);
    return Balls.of(pair.reference(), k, name()).contents(pair.generated()).share(pair.count());
  }

  /// The mean of the coverage of m reference samples by n generated ones of the same continuous
  /// law: of the n + m - 1 other samples about a reference sample, in order of distance, the k
  /// first are all of the reference with the probability taken from 1.
  public static double expected(int n, int m, int k) {
    double missed = 1;
    for (int l = 0; l < k; l++) {
      missed *= (m - 1.0 - l) / (n + m - 1.0 - l);
    }
    return 1 - missed;
  }
}
