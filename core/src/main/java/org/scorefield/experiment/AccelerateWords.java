package org.scorefield.experiment;

import java.util.Locale;
import java.util.OptionalDouble;
import org.scorefield.design.Aim;
import org.scorefield.design.Comparison;
import org.scorefield.design.Goal;
import org.scorefield.experiment.AccelerateResult.Count;
import org.scorefield.metric.Estimate;

/// What an {@link AccelerateExperiment} found, in plain words.
final class AccelerateWords {
  private AccelerateWords() {}

  /// One sentence for one number of evaluations.
  static String verdict(AccelerateResult result, Count count) {
    String peer =
        count
            .peer()
            .map(entry -> "%s: %s".formatted(peerName(result, entry), number(result, entry)))
            .orElse("no standard sampler works with so few");
    String head = count.evaluations() + " evaluations: ";
    Comparison.Entry own =
        result.comparison().of(AccelerateResult.OWN, count.evaluations()).orElseThrow();
    if (own.standing().isEmpty()) {
      return head + "nothing beats the peer, for the sampler found diverged: use " + peer;
    }
    String found =
        "%s, %s %s"
            .formatted(count.found().wanted().name(), what(result.goal()), number(result, own));
    if (count.peer().isEmpty()) {
      return head + found + "; " + peer;
    }
    String versus = count.versus().map(v -> ", " + versus(result.goal(), v)).orElse("");
    if (!count.won() && count.open()) {
      return "%s%s; best peer %s%s: not beyond chance, so use the peer; more --samples narrow the interval"
          .formatted(head, found, peer, versus);
    }
    if (!count.won()) {
      return "%snothing beats the peer: use %s (%s%s)".formatted(head, peer, found, versus);
    }
    return "%s%s; best peer %s%s; %s".formatted(head, found, peer, versus, equal(result, count));
  }

  /// A standard sampler with the grid that it had.
  static String peerName(AccelerateResult result, Comparison.Entry entry) {
    return result.peers().stream()
        .filter(seeded -> seeded.name().equals(entry.sampler()))
        .flatMap(seeded -> seeded.peer(entry.budget()).stream())
        .map(peer -> "%s on %s".formatted(peer.solver().name(), peer.rule().name()))
        .findFirst()
        .orElse(entry.sampler());
  }

  private static String number(AccelerateResult result, Comparison.Entry entry) {
    Estimate estimate = result.goal().estimate(entry.standing().orElseThrow());
    return String.format(Locale.ROOT, "%.3g ± %.1g", estimate.value(), estimate.standardError());
  }

  private static String what(Goal goal) {
    return goal.aim() == Aim.FIDELITY ? "error to the seed" : goal.metric();
  }

  private static String versus(Goal goal, Goal.Versus v) {
    return String.format(
        Locale.ROOT,
        goal.aim() == Aim.FIDELITY
            ? "ratio %.2f, 95 %% interval %.2f to %.2f"
            : "difference %.3g, 95 %% interval %.3g to %.3g",
        v.estimate().value(),
        v.low(),
        v.high());
  }

  private static String equal(AccelerateResult result, Count count) {
    OptionalDouble needed = count.peerNeeds();
    return needed.isPresent()
        ? "equals the peers with %d".formatted(Math.round(needed.getAsDouble()))
        : "better than the peers with %d".formatted(result.mostRun());
  }
}
