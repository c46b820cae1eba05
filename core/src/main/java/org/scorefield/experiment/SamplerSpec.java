package org.scorefield.experiment;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.design.Transfer;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.Surrogate;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.sampling.solver.SeededHistory;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.TimeGrid;

/// A sampler as data: all that is needed to make it again for the model it was made for, and why it
/// is as it is. {@link SamplerFile} keeps it in a file.
///
/// Noise levels are in the units of the data, beside the standard deviation of the data they were
/// chosen for. So a model of the same data gets the same bits, and one on another scale is noticed:
/// {@link #sampler} refuses it, {@link #rescaled} is the cure.
///
/// @param solver how to step
/// @param grid the levels that are stepped through: of a teleport, those from its landing on
/// @param opening how the run begins
/// @param scale root mean square standard deviation of the data the levels were chosen for, > 0
/// @param aim what it was made for
/// @param predicted what it should achieve, with standard errors; may be empty
/// @param provenance who made it, when, from what
public record SamplerSpec(
    Solver solver,
    TimeGrid grid,
    Opening opening,
    double scale,
    Aim aim,
    List<RunRecord.Result> predicted,
    Provenance provenance) {

  /// Two standard deviations of the same data differ by less: between halves of a small dataset, or
  /// between a fit and its rows. A wrong pixel scale is a factor of 2 or 255.
  private static final double SAME_SCALE = 1.1;

  /// How a run begins.
  public sealed interface Opening {

    /// White noise of the first level.
    record WhiteNoise() implements Opening {}

    /// A jump by a surrogate.
    ///
    /// @param by the law it jumps by
    /// @param sigmaMax where the full run would have begun
    /// @param mode which jump
    /// @param seeds levels of a seeded history, strictly decreasing, above the grid; may be empty
    /// @param chosen how the landing was chosen, for people
    record Teleport(By by, double sigmaMax, Start.Teleport.Mode mode, Vector seeds, String chosen)
        implements Opening {}
  }

  /// The law a teleport jumps by.
  public sealed interface By {

    /// The Gaussian with the mean and covariance of whichever model is sampled; its `rank`
    /// directions of largest variance and one variance for the rest, if a rank is given.
    record Matching(OptionalInt rank) implements By {}

    /// A law fitted on its own.
    record Fitted(Model law) implements By {}
  }

  /// What a sampler was made for.
  ///
  /// @param text for people, such as the command
  /// @param evaluations of the model a sample, if that was fixed beforehand
  public record Aim(String text, OptionalInt evaluations) {}

  public SamplerSpec {
    predicted = List.copyOf(predicted);
    if (!(scale > 0) || !Double.isFinite(scale)) {
      throw new IllegalArgumentException(
          "the scale of the data must be positive, got " + scale + "; for a point take 1");
    }
  }

  /// The sampler for a model.
  ///
  /// @throws IllegalArgumentException if the model's data are on another scale or another shape, or
  ///   if it is no law where the jump needs its Gaussian
  public Sampler sampler(Model model) {
    requireScale(model.card());
    return switch (opening) {
      case Opening.WhiteNoise _ -> new Sampler(grid, solver, new Start.Prior());
      case Opening.Teleport jump -> {
        Surrogate surrogate = new Surrogate(law(jump.by(), model));
        Solver stepping =
            jump.seeds().size() == 0 ? solver : new SeededHistory(solver, surrogate, jump.seeds());
        yield new Sampler(
            grid, stepping, new Start.Teleport(surrogate, jump.sigmaMax(), jump.mode()));
      }
    };
  }

  /// The same sampler for a model of data on another scale: all its noise levels multiplied, and
  /// the model's own Gaussian in the place of the one that the jump or the solver knows. A law that
  /// is no Gaussian cannot be moved along and is refused.
  ///
  /// @throws IllegalArgumentException if the sampler knows such a law, or if it knows a Gaussian
  ///   and that of the model is not known
  public SamplerSpec rescaled(Model model) {
    double by = model.card().noiseScale() / scale;
    Opening moved =
        switch (opening) {
          case Opening.WhiteNoise white -> white;
          case Opening.Teleport(By old, double sigmaMax, var mode, Vector seeds, String chosen) ->
              new Opening.Teleport(moved(old), sigmaMax * by, mode, times(seeds, by), chosen);
        };
    return new SamplerSpec(
        moved(solver, model, by),
        new TimeGrid(times(grid.sigmas(), by)),
        moved,
        model.card().noiseScale(),
        aim,
        predicted,
        provenance);
  }

  private Solver moved(Solver old, Model model, double by) {
    if (!Transfer.fits(old)) {
      throw new IllegalArgumentException(cannotMove("the solver " + old.name() + " knows"));
    }
    if (old instanceof FrozenScoreSde(StepNoise noise)) {
      return new FrozenScoreSde(noise.scaled(by));
    }
    return SolverJson.isNamed(old) ? old : new Transfer(model.matchingGaussian(), by).solver(old);
  }

  private static Vector times(Vector levels, double by) {
    return Vector.generate(levels.size(), i -> levels.get(i) * by);
  }

  private By moved(By by) {
    return switch (by) {
      case By.Matching matching -> matching;
      case By.Fitted(Model law) when law.denoiser() instanceof Gaussian ->
          new By.Matching(OptionalInt.empty());
      case By.Fitted _ ->
          throw new IllegalArgumentException(cannotMove("the jump of this sampler is by"));
    };
  }

  private String cannotMove(String who) {
    return who
        + " a law fitted to data of standard deviation "
        + scale
        + ", which cannot be rescaled; make the sampler again from data of the model";
  }

  private void requireScale(ModelCard card) {
    double ratio = card.noiseScale() / scale;
    if (!(ratio < SAME_SCALE && 1 / ratio < SAME_SCALE)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "this sampler was made for data of standard deviation %.4g, the model's data have"
                  + " %.4g (%s); rescale the sampler's noise levels (--rescale) or make one for"
                  + " this model",
              scale,
              card.noiseScale(),
              card.units()));
    }
  }

  /// The law that a jump goes by, for a model.
  static Distribution law(By by, Model model) {
    return switch (by) {
      case By.Matching(OptionalInt rank) -> {
        Gaussian gaussian = model.matchingGaussian();
        yield rank.isPresent() ? truncated(gaussian, rank.getAsInt()) : gaussian;
      }
      case By.Fitted(Model fitted) -> {
        if (!fitted.card().shape().equals(model.card().shape())) {
          throw new IllegalArgumentException(
              "the jump's law is on shape "
                  + fitted.card().shape()
                  + ", the model on "
                  + model.card().shape()
                  + "; fit it to data of the model");
        }
        yield fitted.law();
      }
    };
  }

  private static Gaussian truncated(Gaussian gaussian, int rank) {
    if (rank > gaussian.rank()) {
      throw new IllegalArgumentException(
          "rank "
              + rank
              + " is more than the "
              + gaussian.rank()
              + " directions of the model's Gaussian; choose at most that many, or no rank");
    }
    return gaussian.truncated(rank);
  }
}
