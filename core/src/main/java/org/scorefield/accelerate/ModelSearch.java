package org.scorefield.accelerate;

import java.util.Optional;
import org.scorefield.denoise.Denoiser;
import org.scorefield.design.StageWatch;
import org.scorefield.design.Yardstick;
import org.scorefield.metric.FeatureMap;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;

/// Finds the sampler for a {@link Task} on the model itself, and tells what it is worth.
///
/// For fidelity a sampler is learned on the model's own trajectories ({@link FidelitySearch}); for
/// the distribution, starts, grids and solvers are compared as sets by successive halving ({@link
/// DistributionSearch}). Then the proposal and the best standard samplers run on noise that no
/// choice was made with. Deterministic for a key.
///
/// @param task what is wanted
/// @param effort what may be asked of the model
/// @param yardstick what sets are held against, needed for the distribution; its first metric
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
    return switch (task.aim()) {
      case FIDELITY -> new FidelityVerdict(task, effort).cost();
      case DISTRIBUTION -> new DistributionSearch(task, effort).cost();
    };
  }

  /// Runs the search.
  ///
  /// @param watch told of every stage, and able to end the search
  /// @return what was found; diverged if the model's own fine solutions did, cancelled if the watch
  ///   says so
  public Outcome<Acceleration> run(Denoiser model, NoiseKey key, StageWatch watch) {
    return switch (task.aim()) {
      case FIDELITY -> new FidelityVerdict(task, effort).run(model, key, watch);
      case DISTRIBUTION ->
          new DistributionSearch(task, effort)
              .run(model, new SetScores(required(), features, threads), key, watch);
    };
  }

  private Yardstick required() {
    return yardstick.orElseThrow(() ->
        new IllegalArgumentException(
            "a search for the distribution needs data to hold sets of samples against; give"
                + " held-out rows, or search for fidelity"));
  }
}
