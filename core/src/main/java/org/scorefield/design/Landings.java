package org.scorefield.design;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.NoisyKl;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.TimeGrid;

/// Where a jump by the Gaussian of the data may land: for each of a few prices in nats the lowest
/// level that costs no more, by the divergence of the noisy law from the noisy Gaussian, beyond
/// doubt of two standard errors.
///
/// The prices reach from what no one would notice to what only very few evaluations make worth
/// paying: a jump to a low level leaves more evaluations to each stretch below it, but at low
/// levels data are not Gaussian. Which of them pays is for real runs to show.
///
/// @param gaussian of the data
/// @param proxy a law that stands in for the model
/// @param sigmaMax level of the white noise
record Landings(Gaussian gaussian, Distribution proxy, double sigmaMax) {
  private static final List<Double> PRICES = List.of(.01, .05, .2, .8);
  private static final int LEVELS = 48;
  private static final int SAMPLES = 4000;

  /// What a jump to that level costs.
  SamplerChoice.Jump at(double sigma, NoiseKey key) {
    Estimate kl =
        new NoisyKl(SAMPLES).measure(proxy, gaussian, sigma, new Noise(key.child("kl"), 0, 1));
    return new SamplerChoice.Jump(sigma, kl);
  }

  /// The landings, lowest last; none twice.
  List<SamplerChoice.Jump> all(NoiseKey key, StageWatch watch) {
    watch.begin("where a closed-form start may land", LEVELS);
    TimeGrid levels = new LogUniformGrid().toZero(LEVELS, sigmaMax, proxy.scale() / 2);
    Map<Double, SamplerChoice.Jump> byPrice = new TreeMap<>();
    double price = 0;
    for (int i = 1; i < levels.steps() && price <= PRICES.getLast() && !watch.cancelled(); i++) {
      SamplerChoice.Jump jump = at(levels.sigma(i), key);
      price = jump.kl().value() + 2 * jump.kl().standardError();
      for (double allowed : PRICES) {
        if (price <= allowed) {
          byPrice.put(allowed, jump);
        }
      }
      watch.advance();
    }
    return byPrice.values().stream().distinct().toList();
  }
}
