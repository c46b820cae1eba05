package org.scorefield.metric;

import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

/// The kernel distance of Bińkowski et al. 2018 (KID): the squared maximum mean discrepancy of the
/// polynomial kernel `(x.y / d + 1)^3`, by the unbiased {@link UStatistic}.
///
/// It compares moments up to the third, has no bias and so, unlike the {@link Frechet} distance,
/// can be compared between sample sizes; it may be negative. Published KID averages over 100
/// subsets of 1,000 rows, which has the same mean and more noise; here all pairs count once. The
/// kernel sees the origin and the scale of the data: compare values only within one dataset or
/// feature space.
///
/// Cost 2 (n + m)^2 d, on at most `cap` rows of each set, drawn at random from the noise.
///
/// @param cap most rows of each set that are used, at least 3
public record Kid(int cap) implements Metric {
  public Kid {
    Inputs.requireAtLeast(3, cap, "the cap on rows");
  }

  @Override
  public String name() {
    return "kid";
  }

  @Override
  public String meaning() {
    return "kernel distance with the cubic kernel, unbiased: 0 if moments to the third agree,"
        + " smaller is better";
  }

  @Override
  public Better better() {
    return Better.SMALLER;
  }

  @Override
  public double target() {
    return 0;
  }

  @Override
  public Estimate measure(Dataset generated, Dataset reference, Noise noise) {
    Points.Pair pair = Points.Pair.uncentred(generated, reference, cap, noise);
    double d = pair.reference().dimension();
    return UStatistic.of(
        pair,
        UStatistic.Of.PRODUCT,
        product -> {
          double base = product / d + 1;
          return base * base * base;
        });
  }
}
