package org.scorefield.accelerate;

import java.util.Optional;
import org.scorefield.denoise.Denoiser;
import org.scorefield.design.StageWatch;
import org.scorefield.design.Yardstick;
import org.scorefield.metric.FeatureMap;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;

/// Finds the sampler for a {@link Task} on the model itself.
///
/// @param task what is wanted
/// @param effort what may be asked of the model
/// @param yardstick what sets are held against, for the aim of the distribution; its first metric
///   decides
/// @param features what to look at sets through, if not at the data themselves
/// @param threads batches drawn at a time; 1 for models that use all cores by themselves
public record ModelSearch(
    Task task,
    Effort effort,
    Optional<Yardstick> yardstick,
    Optional<FeatureMap> features,
    int threads) {

  /// The most evaluations of the model that a search takes, over all samples.
  public long cost() {
    throw new UnsupportedOperationException("being written");
  }

  /// Runs the search; the same key gives the same bits.
  public Outcome<Acceleration> run(Denoiser model, NoiseKey key, StageWatch watch) {
    throw new UnsupportedOperationException("being written");
  }
}
