package org.scorefield.accelerate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.design.Comparison;
import org.scorefield.design.Distances;
import org.scorefield.design.StageWatch;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.Students;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;

/// Samplers on noise that no choice was made with. One that diverges takes no part; if the proposal
/// does, or all standard ones do, there is no verdict.
///
/// @param contenders those that completed
/// @param wanted the proposal
/// @param peer the best of the standard ones
/// @param advantage of the one over the other, paired
/// @param low end of its 95 % interval
/// @param high the other end
record Verdict(
    List<Contender> contenders,
    Contender wanted,
    Contender peer,
    Estimate advantage,
    double low,
    double high) {

  /// One that asks to take part.
  record Entry(String name, boolean standard, Sampler sampler) {}

  /// By the distance to the model's own fine solutions; each sample is a seed.
  static Outcome<Verdict> byFidelity(
      Denoiser model, List<Entry> entries, Teacher exact, Noise noise, StageWatch watch) {
    double unit = Distances.spread(exact.path().ends());
    watch.begin("verdict", entries.size());
    List<Contender> contenders = new ArrayList<>();
    Outcome<Verdict> failed = new Outcome.Cancelled<>(0);
    for (Entry entry : entries) {
      if (watch.cancelled()) {
        return new Outcome.Cancelled<>(0);
      }
      Outcome<Batch> outcome = entry.sampler().sample(model, noise);
      if (outcome instanceof Outcome.Completed<Batch>(Batch ends, int evaluations)) {
        double[] squares = Distances.squares(ends, exact.path().ends());
        Vector relative = Vector.generate(squares.length, i -> squares[i] / (unit * unit));
        contenders.add(
            new Contender(
                entry.name(),
                entry.standard(),
                entry.sampler(),
                Comparison.Standing.of(evaluations, relative, Map.of(), squares.length)));
      } else {
        failed = outcome.then(_ -> new Outcome.Cancelled<>(0));
      }
      watch.advance();
    }
    if (!comparable(contenders)) {
      return failed;
    }
    List<Contender> ranked = ranked(contenders, contender -> contender.standing().error().value());
    Contender wanted = first(ranked, false);
    Contender peer = first(ranked, true);
    Estimate ratio = wanted.standing().errorOver(peer.standing());
    // The interval of the logarithm: a ratio of errors is not negative.
    double factor =
        Math.exp(Students.twoSided95(noise.count() - 1) * ratio.standardError() / ratio.value());
    return new Outcome.Completed<>(
        new Verdict(ranked, wanted, peer, ratio, ratio.value() / factor, ratio.value() * factor),
        0);
  }

  /// By how much less the proposal scores than the best peer.
  ///
  /// @param loss of a contender, less is better
  /// @param sets that scores are means over
  /// @return empty if there is nothing to compare
  static Optional<Verdict> byScore(
      List<Contender> contenders,
      ToDoubleFunction<Contender> loss,
      BiFunction<Contender, Contender, Estimate> less,
      int sets) {
    if (!comparable(contenders)) {
      return Optional.empty();
    }
    List<Contender> ranked = ranked(contenders, loss);
    Contender wanted = first(ranked, false);
    Contender peer = first(ranked, true);
    Estimate advantage = less.apply(wanted, peer);
    double half = Students.twoSided95(sets - 1) * advantage.standardError();
    return Optional.of(
        new Verdict(
            ranked, wanted, peer, advantage, advantage.value() - half, advantage.value() + half));
  }

  /// Whether there is a proposal and a standard sampler.
  private static boolean comparable(List<Contender> contenders) {
    return contenders.stream().map(Contender::standard).distinct().count() == 2;
  }

  private static List<Contender> ranked(
      List<Contender> contenders, ToDoubleFunction<Contender> loss) {
    return contenders.stream().sorted(Comparator.comparingDouble(loss)).toList();
  }

  /// In a sentence: how proposal and best peer compare.
  String finding(String measure) {
    return String.format(
        Locale.ROOT,
        "%s of %s against %s: %.4g [%.4g, %.4g]",
        measure,
        wanted.name(),
        peer.name(),
        advantage.value(),
        low,
        high);
  }

  Acceleration acceleration(Task task, List<Acceleration.Stage> stages, long planned, long spent) {
    return new Acceleration(
        task, wanted, peer, advantage, low, high, contenders, stages, planned, spent);
  }

  private static Contender first(List<Contender> ranked, boolean standard) {
    return ranked.stream()
        .filter(contender -> contender.standard() == standard)
        .findFirst()
        .orElseThrow();
  }
}
