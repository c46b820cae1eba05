package org.scorefield.metric;

import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

/// The energy distance of Székely and Rizzo, squared as they define it,
///
///     2 E|X - Y| - E|X - X'| - E|Y - Y'|
///
/// in the data's units: 0 exactly if the laws are equal, and no bandwidth to choose. It is measured
/// by the unbiased {@link UStatistic} of the kernel `-|x - y|`, so two samples of one law give a
/// value about 0 that may be negative. (`scipy.stats.energy_distance` is the root of the biased
/// version, which counts the pairs `i = j`.)
///
/// Cost 2 (n + m)^2 d, on at most `cap` rows of each set, drawn at random from the noise.
///
/// @param cap most rows of each set that are used, at least 3
public record EnergyDistance(int cap) implements Metric {
  public EnergyDistance {
    Inputs.requireAtLeast(3, cap, "the cap on rows");
  }

  @Override
  public String name() {
    return "energy";
  }

  @Override
  public String meaning() {
    return "energy distance, unbiased: 0 if the two laws are equal, smaller is better";
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
    return UStatistic.of(
        Points.Pair.of(generated, reference, cap, noise),
        UStatistic.Of.SQUARED_DISTANCE,
        square -> -Math.sqrt(square));
  }
}
