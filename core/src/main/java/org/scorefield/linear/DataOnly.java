package org.scorefield.linear;

import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.random.NoiseKey;

/// What a closed-form start costs, from data alone: before there is a network, or without trust in
/// it. Both need rows that no fit has seen, neither the law's nor the Gaussian's.
///
/// {@link CumulantKl} is the third way: no fit at all, but only good where the cost is small.
public final class DataOnly {
  private DataOnly() {}

  /// By the rows themselves: `Delta = mmse of the Gaussian - mmse of the training rows`, both
  /// measured on held-out rows. The training rows are no better than the truth, so Delta is at most
  /// too small, and only holds above {@link Condensation#sigma}: lower levels are left out. Empty
  /// if fewer than two remain.
  public static Optional<ResidualCurve> byRows(
      LinearityProbe probe,
      Dataset train,
      Dataset heldOut,
      Gaussian gaussian,
      Vector sigmas,
      NoiseKey key) {
    double lowest = Condensation.sigma(gaussian.totalVariance(), train.size());
    Vector valid = Vector.of(sigmas.stream().filter(s -> s > lowest).toArray());
    if (valid.size() < 2) {
      return Optional.empty();
    }
    Linearity linearity =
        probe.measure(
            new NamedDenoiser(Surrogates.ROWS, Empirical.of(train)),
            heldOut,
            List.of(Surrogates.gaussian(gaussian)),
            valid,
            key);
    return Optional.of(linearity.lossCurve(Surrogates.GAUSSIAN));
  }

  /// By a law that was fitted to the data, such as a mixture: `Delta = E|D_law - D_G|^2`, at any
  /// noise level. As good as the fit, see its held-out loss; {@link org.scorefield.metric.NoisyKl}
  /// gives the same divergence from log densities.
  public static ResidualCurve byLaw(
      LinearityProbe probe,
      Distribution law,
      Dataset heldOut,
      Gaussian gaussian,
      Vector sigmas,
      NoiseKey key) {
    return probe
        .measure(
            new NamedDenoiser("fitted law", law),
            heldOut,
            List.of(Surrogates.gaussian(gaussian)),
            sigmas,
            key)
        .curve(Surrogates.GAUSSIAN);
  }
}
