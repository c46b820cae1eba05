package org.scorefield.budget;

import java.util.List;
import java.util.Optional;
import org.scorefield.metric.Estimate;

/// What the {@link Advisor} found.
///
/// @param scheme the one that was asked about
/// @param budget of its path divergence; the score part is the least it can be
/// @param score what is known of the score error
/// @param dominant which part is the largest
/// @param ranking all schemes of as many steps, the least divergence first
/// @param published EDM's levels against Song's, with the frozen score as both were analysed; empty
///   if the model has too few levels
/// @param bySteps the asked and the best scheme by number of steps
/// @param firstLevels the asked rule from other first levels
/// @param lastLevels the asked rule to other last levels
/// @param bands where the known score error lies
/// @param training what training has brought so far, in order
/// @param onGaussian the asked, the published and the best scheme and the usual solvers, with as
///   many evaluations, on the Gaussian of the data
/// @param oneMore by how much the path divergence falls with one more step of the asked rule and
///   noise
public record Advice(
    Scheme scheme,
    ErrorBudget budget,
    ScorePart score,
    Dominant dominant,
    List<Ranked> ranking,
    Optional<Decision> published,
    List<AtSteps> bySteps,
    List<AtLevel> firstLevels,
    List<AtLevel> lastLevels,
    List<Band> bands,
    List<Stage> training,
    List<GaussianComparison.Row> onGaussian,
    Estimate oneMore) {

  public static final String START = "start";
  public static final String DISCRETISATION = "discretisation";
  public static final String SCORE = "score";

  /// The largest part of the path divergence.
  public enum Dominant {
    START,
    DISCRETISATION,
    SCORE,
    /// The score error is only enclosed, and the discretisation error lies within.
    NOT_KNOWN
  }

  /// A scheme beside the one that was asked about.
  ///
  /// @param discretisation part of its path divergence
  /// @param against the asked scheme: its cost minus that one's, paired
  public record Ranked(Scheme scheme, Estimate discretisation, Decision against) {}

  /// A number of steps.
  ///
  /// @param asked discretisation part of the asked rule and noise
  /// @param best that of the best scheme of as many steps
  /// @param bestName which that is
  public record AtSteps(int steps, Estimate asked, Estimate best, String bestName) {}

  /// Another end of the grid, the rest as asked.
  ///
  /// @param sigma the end
  /// @param start part of white noise
  /// @param discretisation part
  /// @param score the least that part can be
  /// @param stopping distance from clean data that the last level leaves, relative
  public record AtLevel(
      double sigma, double start, Estimate discretisation, Estimate score, double stopping) {
    /// Sum of the parts.
    public double total() {
      return start + discretisation.value() + score.value();
    }
  }

  /// A stretch of noise levels.
  ///
  /// @param from lowest level
  /// @param to highest
  /// @param score error known to lie there, in nats
  public record Band(double from, double to, Estimate score) {}

  /// The model at a moment of its training.
  ///
  /// @param name of the moment
  /// @param behind score error above that of the model asked about, in nats: known without the
  ///   truth, as the exact denoiser cancels
  /// @param published EDM's levels against Song's at this moment
  public record Stage(String name, Estimate behind, Optional<Decision> published) {}

  public Advice {
    ranking = List.copyOf(ranking);
    bySteps = List.copyOf(bySteps);
    firstLevels = List.copyOf(firstLevels);
    lastLevels = List.copyOf(lastLevels);
    bands = List.copyOf(bands);
    training = List.copyOf(training);
    onGaussian = List.copyOf(onGaussian);
  }

  /// The model's share of the error that it and the steps make, `E_S/(E_S + E_D)`, with the least
  /// its error can be; 1 where the steps cost nothing. The premise of the published rule ("the
  /// score error dominates") is a share above a half.
  public double scoreShareAtLeast() {
    return share(score.least().value());
  }

  /// The same with the most its error can be.
  public double scoreShareAtMost() {
    return share(
        switch (score) {
          case ScorePart.Known known -> known.value().value();
          case ScorePart.Between between -> between.most().value();
        });
  }

  private double share(double error) {
    double steps =
        budget.parts().stream()
            .filter(part -> part.name().equals(DISCRETISATION))
            .mapToDouble(part -> Math.max(0, part.value().value()))
            .sum();
    double model = Math.max(0, error);
    return model + steps > 0 ? model / (model + steps) : 0;
  }

  /// What could be done, the largest gain first.
  public List<Counsel> counsels() {
    return Counsels.of(this);
  }

  /// The scheme of least path divergence.
  public Ranked best() {
    return ranking.getFirst();
  }
}
