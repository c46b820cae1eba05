package org.scorefield.accelerate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.design.Comparison;
import org.scorefield.design.Distances;
import org.scorefield.design.StageWatch;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;

/// Samplers on noise that no choice was made with.
///
/// @param contenders those that completed
/// @param wanted the proposal
/// @param peer the best of the standard ones
/// @param advantage of the one over the other, paired
/// @param interval half its 95 % interval
record Verdict(
    List<Contender> contenders,
    Contender wanted,
    Contender peer,
    Estimate advantage,
    double interval) {

  /// One that asks to take part.
  record Entry(String name, boolean standard, Sampler sampler) {}

  /// By the distance to the model's own fine solutions; each sample is a seed.
  static Outcome<Verdict> byFidelity(
      Denoiser model, List<Entry> entries, Teacher exact, Noise noise, StageWatch watch) {
    double unit = Distances.spread(exact.path().ends());
    watch.begin("verdict", entries.size());
    List<Contender> contenders = new ArrayList<>();
    for (Entry entry : entries) {
      if (watch.cancelled()) {
        return new Outcome.Cancelled<>(0);
      }
      if (entry.sampler().sample(model, noise)
          instanceof Outcome.Completed<Batch>(Batch ends, int evaluations)) {
        double[] squares = Distances.squares(ends, exact.path().ends());
        Vector relative = Vector.generate(squares.length, i -> squares[i] / (unit * unit));
        contenders.add(
            new Contender(
                entry.name(),
                entry.standard(),
                entry.sampler(),
                Comparison.Standing.of(evaluations, relative, Map.of(), squares.length)));
      }
      watch.advance();
    }
    return of(
        contenders,
        contender -> contender.standing().error().value(),
        (one, other) -> one.standing().errorOver(other.standing()),
        noise.count());
  }

  /// What compares two contenders.
  @FunctionalInterface
  interface Pairing {
    Estimate of(Contender one, Contender other);
  }

  /// @param seeds that the advantage is a mean over
  static Outcome<Verdict> of(
      List<Contender> contenders, Function<Contender, Double> value, Pairing pairing, int seeds) {
    List<Contender> ranked = contenders.stream().sorted(Comparator.comparing(value)).toList();
    Contender wanted = first(ranked, false);
    Contender peer = first(ranked, true);
    Estimate advantage = pairing.of(wanted, peer);
    return new Outcome.Completed<>(
        new Verdict(
            ranked,
            wanted,
            peer,
            advantage,
            Students.twoSided95(seeds - 1) * advantage.standardError()),
        0);
  }

  private static Contender first(List<Contender> ranked, boolean standard) {
    return ranked.stream()
        .filter(contender -> contender.standard() == standard)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "no " + (standard ? "standard" : "learned") + " sampler completed its run"));
  }
}
