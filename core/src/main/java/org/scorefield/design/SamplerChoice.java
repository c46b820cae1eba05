package org.scorefield.design;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.linear.PredictedError;
import org.scorefield.metric.Estimate;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.TimeGrid;

/// A solver, a grid and a start chosen before sampling, beside what they were chosen from.
///
/// @param aim what they were chosen for
/// @param wanted what looked best
/// @param fallback what is used where that is not accepted
/// @param usual rho = 7 from white noise, with the solver asked for or else DPM-Solver++(2M)
/// @param peer the best of the standard samplers
/// @param accepted whether `wanted` was no worse than these two on samples that no choice was made
///   with
/// @param candidates all that were compared at the end, best first
/// @param floor what exact samples score by sliced W2
public record SamplerChoice(
    Aim aim,
    Candidate wanted,
    Candidate fallback,
    Candidate usual,
    Candidate peer,
    boolean accepted,
    List<Candidate> candidates,
    Estimate floor) {

  public SamplerChoice {
    candidates = List.copyOf(candidates);
  }

  /// The sampler to use.
  public Candidate chosen() {
    return accepted ? wanted : fallback;
  }

  /// Whether the set of a candidate is as good as that of the best, as far as can be told.
  public boolean asGoodAsTheBest(Candidate candidate) {
    Comparison.Standing best =
        candidates.stream()
            .map(Candidate::standing)
            .min(Comparator.comparingDouble(s -> s.metric(Contest.METRIC).value()))
            .orElseThrow();
    return !Contest.worse(candidate.standing(), best);
  }

  /// How the choice fell, in words and figures.
  public String verdict() {
    String how =
        accepted
            ? wanted.name() + ": " + figures(wanted)
            : "fallen back to %s: %s. %s looked best, but gives %s"
                .formatted(fallback.name(), figures(fallback), wanted.name(), figures(wanted));
    StringBuilder beside = new StringBuilder();
    for (Candidate other : List.of(usual, peer)) {
      if (!other.name().equals(chosen().name()) && beside.indexOf(other.name()) < 0) {
        beside
            .append(beside.isEmpty() ? ". Beside it " : "; ")
            .append(other.name())
            .append(other.name().equals(peer.name()) ? " (the best standard sampler): " : ": ")
            .append(figures(other));
      }
    }
    return how
        + beside
        + String.format(
            Locale.ROOT,
            "; exact samples: sliced W2 %.3g ± %.1g. All on the proxy, on samples that no choice was"
                + " made with",
            floor.value(),
            floor.standardError());
  }

  private static String figures(Candidate candidate) {
    Estimate error = candidate.standing().error();
    Estimate set = candidate.standing().metric(Contest.METRIC);
    return String.format(
        Locale.ROOT,
        "error to the seed %.3g ± %.1g, sliced W2 %.3g ± %.1g",
        error.value(),
        error.standardError(),
        set.value(),
        set.standardError());
  }

  /// A sampler and what is known of it.
  ///
  /// @param name what to call it in a table
  /// @param method it came from
  /// @param solver how it steps, not counting a history
  /// @param gridName where its grid comes from
  /// @param grid its levels
  /// @param seeds levels of a seeded history above the grid; may be empty
  /// @param jump where it starts, if not at white noise
  /// @param sampler that all this makes
  /// @param predicted its error on Gaussian data, exact; empty for solvers that have none
  /// @param standing its error and its metrics on the proxy, from samples that no choice was made
  ///   with
  public record Candidate(
      String name,
      Method method,
      Solver solver,
      String gridName,
      TimeGrid grid,
      Vector seeds,
      Optional<Jump> jump,
      Sampler sampler,
      Optional<PredictedError> predicted,
      Comparison.Standing standing) {}

  /// A closed-form start.
  ///
  /// @param sigma where it lands
  /// @param kl what it costs, in nats
  public record Jump(double sigma, Estimate kl) {}
}
