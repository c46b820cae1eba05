package org.scorefield.engine.experiment;

import java.util.List;
import java.util.OptionalDouble;

/// Train a network, stop at stages of its training, and see there whether its held-out loss says
/// which sampler is best for it: by the path divergence ({@link org.scorefield.budget.PathCost})
/// that every scheme has, and by the error of the samples that it really draws. Beside it stands
/// the published rule (Wang, He and Tao 2406.12839, section 4): polynomial levels as long as the
/// error of the score dominates, exponential ones when it is well trained.
///
/// @param config what is trained
/// @param source of rows
/// @param seeds of all randomness: the network is trained once for each
/// @param steps numbers of steps of the samplers
/// @param stages shares of training, rising, up to 1
/// @param sigmaMax first level of the samplers; by default 160 standard deviations of the data
/// @param sigmaMin last level; by default 0.004 standard deviations. The samples aim at the data
///   with noise of this level, and are compared with that
/// @param samples of every sampler
public record CrossoverExperiment(
    TrainConfig<?> config,
    SpeedSource source,
    List<Long> seeds,
    List<Integer> steps,
    List<Double> stages,
    OptionalDouble sigmaMax,
    OptionalDouble sigmaMin,
    int samples) {
  /// Fewest samples whose distance means something.
  private static final int FEWEST = 40;

  public CrossoverExperiment {
    seeds = List.copyOf(seeds);
    steps = List.copyOf(steps);
    stages = List.copyOf(stages);
    requireSome("seed", seeds);
    requireSome("number of steps", steps);
    requireSome("stage", stages);
    if (steps.stream().anyMatch(n -> n < 2) || steps.stream().distinct().count() < steps.size()) {
      throw new IllegalArgumentException(
          "samplers have different numbers of steps, at least 2, got " + steps);
    }
    double before = 0;
    for (double stage : stages) {
      if (!(stage > before && stage <= 1)) {
        throw new IllegalArgumentException(
            "stages are rising shares of training above 0 and up to 1, got " + stages);
      }
      before = stage;
    }
    if (samples < FEWEST) {
      throw new IllegalArgumentException(
          "%d samples say nothing of a sampler; draw at least %d".formatted(samples, FEWEST));
    }
  }

  private static void requireSome(String what, List<?> all) {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("a crossover needs at least one " + what + ", got none");
    }
  }

  /// The step of training that a stage is at.
  int step(double stage) {
    return (int) Math.max(1, Math.round(stage * config.training().steps()));
  }
}
