package org.scorefield.experiment;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Guidance;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.Stacked;
import org.scorefield.schedule.TimeGrid;

/// The noise levels between which a model is sampled unless something else is asked for: EDM's, in
/// standard deviations of the data (2206.00364), as far as the model was made for them.
///
/// @param sigmaMin last positive level
/// @param sigmaMax first level
/// @param known what the model says of its levels, if anything
public record LevelRange(double sigmaMin, double sigmaMax, Optional<KnownLevels> known) {
  /// First and last noise level of EDM, as multiples of the standard deviation of the data.
  public static final double SIGMA_MAX_PER_SCALE = 80 / 0.5;

  public static final double SIGMA_MIN_PER_SCALE = 0.002 / 0.5;

  /// The range for data of some standard deviation, where nothing is known of a model.
  public static LevelRange of(double scale) {
    return new LevelRange(
        SIGMA_MIN_PER_SCALE * scale, SIGMA_MAX_PER_SCALE * scale, Optional.empty());
  }

  /// The range of a model.
  public static LevelRange of(Model model) {
    return of(model.denoiser(), model.card().noiseScale());
  }

  /// The range of a denoiser of data of some standard deviation.
  public static LevelRange of(Denoiser denoiser, double scale) {
    LevelRange usual = of(scale);
    return known(denoiser)
        .map(levels ->
            new LevelRange(
                levels.nearest(Math.max(usual.sigmaMin, levels.sigmaMin())),
                levels.nearest(Math.min(usual.sigmaMax, levels.sigmaMax())),
                Optional.of(levels)))
        .orElse(usual);
  }

  /// What a denoiser says of its levels; of one made of several, what the first that knows says.
  private static Optional<KnownLevels> known(Denoiser denoiser) {
    return switch (denoiser) {
      case KnownLevels levels -> Optional.of(levels);
      case Guidance guidance -> known(guidance.main());
      case Stacked stack ->
          stack.members().stream()
              .map(NamedDenoiser::denoiser)
              .map(LevelRange::known)
              .flatMap(Optional::stream)
              .min(Comparator.comparingDouble(KnownLevels::sigmaMax));
      default -> Optional.empty();
    };
  }

  /// The grid with every positive level moved to the nearest that the model knows. Levels that fall
  /// together become one, so that there may be fewer steps.
  ///
  /// @throws IllegalArgumentException if nothing but one level is left
  public TimeGrid onLevels(TimeGrid grid) {
    if (known.isEmpty()) {
      return grid;
    }
    double[] moved =
        Arrays.stream(grid.sigmas().toArray())
            .map(sigma -> sigma > 0 ? known.get().nearest(sigma) : 0)
            .distinct()
            .toArray();
    if (moved.length < 2) {
      throw new IllegalArgumentException(
          "all noise levels of the grid, %s, are one and the same level of the model, %s; set them farther apart"
              .formatted(grid.sigmas(), moved[0]));
    }
    return new TimeGrid(Vector.adopt(moved));
  }

  /// What moving to the levels of the model has changed, for people; empty if nothing.
  public List<String> differences(TimeGrid asked) {
    TimeGrid used = onLevels(asked);
    if (used.equals(asked)) {
      return List.of();
    }
    return List.of(
        "the model knows a table of noise levels: each level was moved to the nearest of it"
            + (used.steps() < asked.steps()
                ? ", and %d of %d steps fell together"
                    .formatted(asked.steps() - used.steps(), asked.steps())
                : ""));
  }
}
