package org.scorefield.metric;

import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

/// The mean number of reference balls that hold a generated sample, over k (Naeem et al. 2020, eq.
/// 3); a ball reaches from a reference sample to its k-th nearest other one. Its mean is 1 if the
/// laws are equal. Above 1, samples crowd where the data are dense; below, they lie outside. The
/// target is therefore 1, not more.
///
/// The standard error joins the binomial one of the rows that are counted with that of the rows the
/// balls come from; it is somewhat too large rather than too small. Values depend on n, m and k:
/// compare only where these are equal, and see {@link RealVsReal} for what real data score.
///
/// Cost `2 m (2n + m) d`, on at most `cap` rows of each set, drawn at random from the noise.
///
/// @param k neighbours that set a ball's radius, at least 1 (5 in the paper)
/// @param cap most rows of each set that are used, more than k
public record Density(int k, int cap) implements Metric {
  static final int NEIGHBOURS = 5;

  public Density {
    Inputs.requireNeighbours(k, cap);
  }

  @Override
  public String name() {
    return k == NEIGHBOURS ? "density" : "density:" + k;
  }

  @Override
  public String meaning() {
    return "reference balls about a generated sample over the number expected: 1 for equal laws";
  }

  @Override
  public Better better() {
    return Better.TARGET;
  }

  @Override
  public double target() {
    return 1;
  }

  @Override
  public Estimate measure(Dataset generated, Dataset reference, Noise noise) {
    Points.Pair pair = Points.Pair.of(generated, reference, cap, noise);
    Balls balls = Balls.of(pair.reference(), k, name());
    Balls.Incidence holding = balls.holding(pair.generated());
    Balls.Incidence contents = balls.contents(pair.generated());
    double perSample = holding.variance() / holding.rows();
    double perBall = contents.variance() * contents.rows() / holding.rows() / holding.rows();
    return new Estimate(holding.mean() / k, Math.sqrt(perSample + perBall) / k, pair.count());
  }
}
