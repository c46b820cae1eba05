package org.scorefield.experiment;

import java.util.List;
import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.convex.diffusion.ConvexPlan;
import org.scorefield.convex.diffusion.LevelFit;
import org.scorefield.metric.Estimate;

/// What fitting a diffusion of convex programs gave.
///
/// @param record of the run
/// @param model the fitted model
/// @param plan by which it was fitted
/// @param levels what each level gave, the highest first
/// @param descents how the gaps fell, one for each program
/// @param yardsticks held-out losses of other models, a value a level
/// @param slices answers of the model and others at a few levels, where they can be drawn
/// @param samples drawn with the model; none where that failed
/// @param real rows of the data that no fit has seen, for pictures
public record ConvexResult(
    RunRecord record,
    Model model,
    ConvexPlan plan,
    List<LevelFit> levels,
    List<Descent> descents,
    List<Yardstick> yardsticks,
    List<Slice> slices,
    Batch samples,
    Batch real) {
  /// What the model is called beside others.
  public static final String CONVEX = "convex";

  /// The Gaussian of the training rows.
  public static final String GAUSSIAN = "Gaussian";

  /// The exact denoiser, where the law of the data is known.
  public static final String EXACT = "exact";

  /// The exact denoiser of the training rows, which copies them.
  public static final String EMPIRICAL = "rows that remember themselves";

  public ConvexResult {
    levels = List.copyOf(levels);
    descents = List.copyOf(descents);
    yardsticks = List.copyOf(yardsticks);
    slices = List.copyOf(slices);
  }

  /// How the gap of one program fell.
  ///
  /// @param sigma its level
  /// @param beta its weight decay
  /// @param seconds since the program's first certificate, rising
  /// @param gaps relative gap at each
  public record Descent(double sigma, double beta, Vector seconds, Vector gaps) {}

  /// Losses of a model on the held-out rows, in the units of {@link LevelFit}.
  ///
  /// @param name which model
  /// @param losses one a level, the highest first
  /// @param errors mean squared distance from the exact denoiser, in the same units; where it is
  ///   known
  public record Yardstick(String name, List<Estimate> losses, Optional<List<Estimate>> errors) {
    public Yardstick {
      losses = List.copyOf(losses);
      errors = errors.map(List::copyOf);
    }
  }

  /// What models answer at one level.
  ///
  /// @param sigma the level
  /// @param inputs noisy samples: of one component ascending, of two noisy held-out rows
  /// @param answers of each model
  public record Slice(double sigma, Batch inputs, List<Answer> answers) {
    public Slice {
      answers = List.copyOf(answers);
    }
  }

  /// Denoised samples, one for each input.
  public record Answer(String name, Batch denoised) {}

  /// Whether a level's program is solved as well as the plan asked for.
  public boolean certified(LevelFit level) {
    return level.best().certificate().within(plan.tolerance());
  }

  /// The descent of the program that a level's function comes from, if it took any time.
  public Optional<Descent> descent(LevelFit level) {
    return descents.stream()
        .filter(d -> d.sigma() == level.sigma() && d.beta() == level.best().beta())
        .findFirst();
  }
}
