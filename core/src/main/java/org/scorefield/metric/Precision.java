package org.scorefield.metric;

import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

/// The share of generated samples that lie in a ball about a reference sample which reaches to its
/// k-th nearest other reference sample (Kynkäänniemi et al. 2019): how real the samples are. One
/// outlier among the reference has a large ball, which {@link Density} weighs less.
///
/// The standard error joins the binomial one of the rows that are counted with that of the rows the
/// balls come from; it is somewhat too large rather than too small. Values depend on n, m and k:
/// compare only where these are equal, and see {@link RealVsReal} for what real data score.
///
/// Cost `2 m (n + m) d`, on at most `cap` rows of each set, drawn at random from the noise.
///
/// @param k neighbours that set a ball's radius, at least 1 (3 in the paper)
/// @param cap most rows of each set that are used, more than k
public record Precision(int k, int cap) implements Metric {
  static final int NEIGHBOURS = 3;

  public Precision {
    Inputs.requireNeighbours(k, cap);
  }

  @Override
  public String name() {
    return k == NEIGHBOURS ? "precision" : "precision:" + k;
  }

  @Override
  public String meaning() {
    return "share of generated samples within the support of the reference: larger is better";
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
    return Balls.of(pair.reference(), k, name()).holding(pair.generated()).share(pair.count());
  }
}
