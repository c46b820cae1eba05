package org.scorefield.design;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.Distribution;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.UniPc;
import org.scorefield.schedule.RhoGrid;

/// Trials side by side on the proxy, and which of them is best by an {@link Aim}.
///
/// @param proxy a law that stands in for the model
/// @param evaluations of the model a sample, at most
/// @param aim what for
/// @param sigmaMax level of the white noise
/// @param sigmaMin last positive level of the exact run
/// @param threads batches drawn at a time
record Contest(
    Distribution proxy, int evaluations, Aim aim, double sigmaMax, double sigmaMin, int threads) {

  static final String METRIC = "sliced-w2";

  /// Standard errors within which two sets count as equally good. These come from four to six
  /// seeds: by Student's law, one in twenty is off by more.
  static final double TIE = 3;

  private static final int REFERENCE_STEPS = 96;

  Outcome<Comparison> run(
      String stage, List<Trial> trials, int samples, int seeds, NoiseKey key, StageWatch watch) {
    watch.begin(stage, trials.size());
    Sampler reference =
        new Sampler(
            new RhoGrid(7).toZero(REFERENCE_STEPS, sigmaMax, sigmaMin),
            new UniPc(3),
            new Start.Prior());
    return new SolverComparison(
            proxy, reference, Optional.of(new Yardstick.Exact(proxy)), samples, seeds, threads, key)
        .run(
            trials.stream().map(Trial::named).toList(), List.of(evaluations), watch.ofComparison());
  }

  Comparison.Standing standing(Trial trial, Comparison found) {
    return found.standing(trial.name(), evaluations);
  }

  /// Those that ran and did not diverge.
  List<Trial> completed(List<Trial> trials, Comparison found) {
    return trials.stream()
        .filter(
            t -> found.of(t.name(), evaluations).flatMap(Comparison.Entry::standing).isPresent())
        .toList();
  }

  /// Runs the trials and ranks them; nothing is run for none.
  Outcome<List<Trial>> ranked(
      String stage, List<Trial> trials, int samples, int seeds, NoiseKey key, StageWatch watch) {
    return trials.isEmpty()
        ? new Outcome.Completed<>(List.of(), 0)
        : run(stage, trials, samples, seeds, key, watch)
            .then(found -> new Outcome.Completed<>(ranked(trials, found.result()), 0));
  }

  /// All that completed, best first by the aim. By distribution many are as good as exact samples
  /// as far as can be told: those that are not worse than the best by three standard errors of the
  /// pair come by their nearness to the exact flow, then the rest by their sets.
  List<Trial> ranked(List<Trial> trials, Comparison found) {
    List<Trial> left = completed(trials, found);
    if (left.isEmpty()) {
      return left;
    }
    Comparator<Trial> byError = Comparator.comparingDouble(t -> standing(t, found).error().value());
    if (aim == Aim.FIDELITY) {
      return left.stream().sorted(byError).toList();
    }
    Comparator<Comparison.Standing> bySet =
        Comparator.comparingDouble(s -> s.metric(METRIC).value());
    Comparison.Standing least = left.stream().map(t -> standing(t, found)).min(bySet).orElseThrow();
    Comparator<Trial> byTie = Comparator.comparing(t -> worse(standing(t, found), least));
    return left.stream()
        .sorted(
            byTie.thenComparingDouble(t -> {
              Comparison.Standing s = standing(t, found);
              return worse(s, least) ? s.metric(METRIC).value() : s.error().value();
            }))
        .toList();
  }

  /// Whether a set is worse than another beyond chance.
  static boolean worse(Comparison.Standing one, Comparison.Standing other) {
    Estimate less = one.metricLess(other, METRIC);
    return less.value() > TIE * less.standardError();
  }

  /// Whether to accept a design in the place of another sampler: by fidelity, if its error is no
  /// larger; by distribution, if its set is not worse beyond chance, and better beyond chance or
  /// nearer to the exact flow.
  boolean accepts(Comparison.Standing design, Comparison.Standing other) {
    boolean nearer = design.error().value() <= other.error().value();
    return aim == Aim.FIDELITY ? nearer : !worse(design, other) && (worse(other, design) || nearer);
  }
}
