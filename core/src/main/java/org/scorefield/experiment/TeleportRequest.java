package org.scorefield.experiment;

import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.data.Dataset;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// Where a run should begin instead of at white noise.
///
/// @param landing where the jump lands, or how to choose it
/// @param law what the jump is by
/// @param mode which jump
/// @param seeds levels of a seeded history; 0 for none, empty for the {@link
///   org.scorefield.linear.HistoryChoice}
/// @param data what the model was trained on, if a law is to be fitted or the model to be measured
public record TeleportRequest(
    Landing landing, Law law, Start.Teleport.Mode mode, OptionalInt seeds, Optional<Dataset> data) {

  /// Where the jump lands.
  public sealed interface Landing {

    /// At this noise level.
    record At(double sigma) implements Landing {}

    /// At the lowest level of the grid that costs no more than a target, counting two standard
    /// errors against it.
    ///
    /// @param kl the target, in nats
    /// @param judge what the cost is measured on
    record Within(double kl, Judge judge) implements Landing {}
  }

  /// What the cost of a jump, the integral over noise levels of the squared distance between the
  /// denoiser and that of the jump's law, is measured on.
  public enum Judge {
    /// The best of the others: the model's own law if it has one in closed form, the model if there
    /// are data.
    BEST,
    /// The model's denoiser at noisy samples of its own law in closed form.
    LAW,
    /// The model's denoiser at noisy rows of the data: a fifth of them, which no law is fitted to.
    MODEL,
    /// A mixture fitted to the data, in the model's place: no evaluation of the model. The
    /// cumulants of the data would need no fit, but near .05 nats they are off by a factor of 2 for
    /// some laws where the mixture is within a fifth (decision 0005).
    DATA
  }

  /// What the jump is by.
  public sealed interface Law {

    /// The Gaussian of the data, if there are any, or of the model, whose score tends to it.
    ///
    /// @param rank directions of largest variance that are kept; all if empty
    record OfGaussian(OptionalInt rank) implements Law {}

    /// A mixture fitted to the data.
    ///
    /// @param rank of each component; a default if empty
    record OfMixture(OptionalInt rank) implements Law {}

    /// A law fitted before.
    record Given(Model model) implements Law {}
  }

  public TeleportRequest {
    if (seeds.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "the number of seed levels must be at least 0, got "
              + seeds.getAsInt()
              + "; 0 is no history");
    }
  }

  /// The plan for sampling `model` by `solver` over the levels of a full run.
  ///
  /// @param model what is sampled
  /// @param solver how
  /// @param full levels of the whole run, which the jump cuts
  /// @param seed of all randomness
  public record For(Model model, Solver solver, TimeGrid full, long seed) {}
}
