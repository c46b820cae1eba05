package org.scorefield.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.scorefield.analytic.Gaussian;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.TimeGrid;

/// Draw samples from a model.
///
/// @param model what to sample
/// @param n number of samples, at least 1
/// @param solver how to step
/// @param rule how to place the noise levels
/// @param steps of the full grid, before a teleport cuts it
/// @param sigmaMax first level, in the units of the data
/// @param sigmaMin last level before 0
/// @param teleport where the closed-form start ends, if there is one
/// @param seed of all randomness
/// @param batchSize samples drawn together
/// @param threads batches drawn at a time
public record SampleExperiment(
    Model model,
    long n,
    Solver solver,
    GridRule rule,
    int steps,
    double sigmaMax,
    double sigmaMin,
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
    TimeGrid full = rule.toZero(steps, sigmaMax, sigmaMin);
    if (teleport.isEmpty()) {
      return new Sampler(full, solver, new Start.Prior());
    }
    Teleport jump = teleport.get();
    Gaussian gaussian = model.law().matchingGaussian();
    return new Sampler(
        full.from(jump.sigmaSkip()), solver, new Start.Teleport(gaussian, sigmaMax, jump.mode()));
  }

  SampleStream stream() {
    return new SampleStream(sampler(), batchSize, threads);
  }

  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("model", model.card().kind() + " of " + model.card().data());
    settings.put("n", String.valueOf(n));
    settings.put("solver", solver.name());
    settings.put("grid", rule.name());
    settings.put("steps", String.valueOf(steps));
    settings.put("sigma_max", String.valueOf(sigmaMax));
    settings.put("sigma_min", String.valueOf(sigmaMin));
    settings.put(
        "teleport",
        teleport
            .map(t ->
                "to sigma "
                    + t.sigmaSkip()
                    + ", "
                    + t.mode().name().toLowerCase(java.util.Locale.ROOT))
            .orElse("off"));
    settings.put("grid levels", sampler().grid().sigmas().toString());
    settings.put("batch size", String.valueOf(batchSize));
    settings.put("threads", String.valueOf(threads));
    return settings;
  }
}
