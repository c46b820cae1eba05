package org.scorefield.accelerate;

import java.util.List;
import java.util.Locale;
import org.scorefield.design.Aim;
import org.scorefield.metric.Estimate;

/// What a {@link ModelSearch} found, and what it is worth on the model.
///
/// @param task what was wanted
/// @param wanted what the search proposes
/// @param peer the best standard sampler of the verdict
/// @param advantage of the proposal over the peer, paired by noise: for fidelity the ratio of their
///   errors (below 1 is better), for the distribution the difference of the deciding metric (below
///   0 is better)
/// @param low end of the 95 % interval of the advantage, by Student's law
/// @param high the other end
/// @param contenders all that took part in the verdict, best first
/// @param stages what was done, in order
/// @param planned evaluations of the model that were announced, over all samples: the most it could
///   be
/// @param spent evaluations of the model that were used
public record Acceleration(
    Task task,
    Contender wanted,
    Contender peer,
    Estimate advantage,
    double low,
    double high,
    List<Contender> contenders,
    List<Stage> stages,
    long planned,
    long spent) {

  public Acceleration {
    contenders = List.copyOf(contenders);
    stages = List.copyOf(stages);
  }

  /// One stage of the search.
  ///
  /// @param name of the stage
  /// @param candidates that were tried
  /// @param evaluations of the model it took, over all samples
  /// @param finding what came out, in a sentence
  public record Stage(String name, int candidates, long evaluations, String finding) {}

  /// Whether the proposal is better than the best peer, beyond chance.
  public boolean accepted() {
    return high < (task.aim() == Aim.FIDELITY ? 1 : 0);
  }

  /// The sampler to use: the proposal if accepted, the best peer if not.
  public Contender chosen() {
    return accepted() ? wanted : peer;
  }

  /// How the choice fell, in words and figures.
  public String verdict() {
    String compared =
        task.aim() == Aim.FIDELITY
            ? "its error to the model's own fine solution is %.3f of that of %s [%.3f, %.3f]"
            : "its distance to the data less that of %2$s is %1$.4g [%3$.4g, %4$.4g]";
    String figures =
        String.format(Locale.ROOT, compared, advantage.value(), peer.name(), low, high);
    return accepted()
        ? wanted.name() + ": " + figures
        : "nothing found that beats %s beyond chance; the best was %s: %s"
            .formatted(peer.name(), wanted.name(), figures);
  }
}
