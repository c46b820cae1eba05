package org.scorefield.experiment;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// Draw samples from a model.
///
/// @param model what to sample
/// @param n number of samples, at least 1
/// @param solver how to step
/// @param grid noise levels of the full run, in the units of the data; a teleport cuts it
/// @param teleport where the closed-form start ends, if there is one
/// @param seed of all randomness
/// @param batchSize samples drawn together
/// @param threads batches drawn at a time
public record SampleExperiment(
    Model model,
    int n,
    Solver solver,
    TimeGrid grid,
    Optional<Teleport> teleport,
    long seed,
    int batchSize,
    int threads) {

  /// First and last noise level of EDM, as multiples of the standard deviation of the data.
  public static final double SIGMA_MAX_PER_SCALE = 80 / 0.5;

  public static final double SIGMA_MIN_PER_SCALE = 0.002 / 0.5;

  /// A closed-form start.
  ///
  /// @param sigmaSkip where the jump lands
  /// @param mode which jump
  public record Teleport(double sigmaSkip, Start.Teleport.Mode mode) {}

  public SampleExperiment {
    if (n < 1) {
      throw new IllegalArgumentException("the number of samples must be at least 1, got " + n);
    }
  }

  /// The sampler this describes.
  public Sampler sampler() {
    if (teleport.isEmpty()) {
      return new Sampler(grid, solver, new Start.Prior());
    }
    Teleport jump = teleport.get();
    TimeGrid tail = grid.from(jump.sigmaSkip());
    return new Sampler(
        tail,
        solver,
        new Start.Teleport(model.law().matchingGaussian(), grid.first(), jump.mode()));
  }

  Map<String, String> settings(Sampler sampler) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("model", model.card().kind() + " fitted to " + model.card().data());
    settings.put("n", String.valueOf(n));
    settings.put("solver", solver.name());
    settings.put(
        "start",
        teleport
            .map(t ->
                "teleport to sigma %s (%s)"
                    .formatted(t.sigmaSkip(), t.mode().name().toLowerCase(Locale.ROOT)))
            .orElse("white noise of the first level"));
    settings.put("noise levels", sampler.grid().sigmas().toString());
    settings.put("batch size", String.valueOf(batchSize));
    settings.put("threads", String.valueOf(threads));
    return settings;
  }
}
