package org.scorefield.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.wiring.Wired;
import org.scorefield.wiring.Wiring;

/// Finds what is wrong with a wiring by trying others. The stated wiring and each {@link
/// Alternative} denoise the same rows with the same noise; an alternative that is better beyond
/// chance names the fault, since the exact denoiser has the least loss there is, and only the right
/// wiring makes a denoiser of a network.
///
/// Few rows for all, at one level after another, and whoever is far behind falls out; then more
/// rows for those that are left, until the best is known or the evaluations are spent. Readings of
/// one output (prediction, sign) share an evaluation.
public final class Race {
  /// A wiring whose loss is this much above the best, in the mean of the logarithms, is out.
  private static final double OUT = 0.5;

  /// Who is this much behind for certain is not measured further.
  private static final double BEHIND = 0.02;

  /// Standard errors a difference must have to be one.
  private static final double SURE = 4;

  /// Difference in the mean logarithm of the loss below which it does not matter: networks are
  /// never exact.
  private static final double MARGIN = 0.002;

  /// Gain from which on it is no question of a network's own errors. Less than this has to be a
  /// gain at all levels: a wrong key is wrong everywhere, and a network that is off at one level
  /// may be helped there by any change.
  private static final double GROSS = 0.1;

  /// Losses are equal below this share of the Gaussian's.
  private static final double FLOOR = 1e-4;

  /// A good one loses no more than this many times what the Gaussian does where pictures are made.
  private static final double GOOD = 1.1;

  /// A denoiser at all loses no more than this many times that, at one such level at least. Doing
  /// nothing loses `1 + sigma^2 / lambda` times as much as a Gaussian of one variance does, and
  /// that is 1.25 at half a spread.
  private static final double DENOISER = 1.1;

  /// Evaluations the first round takes at most, as a share.
  private static final double FIRST = 0.6;

  /// A wiring is not judged by levels below this share of the lowest of its table: what a network
  /// does there is chance.
  private static final double KNOWN = 0.99;

  private static final int FEWEST_ROWS = 2;

  private final Wired stated;
  private final Remembered network;
  private final Trial trial;
  private final Yardstick yardstick;
  private final Vector sigmas;
  private final int evaluations;
  private final Set<Fault> sought;
  private final List<Contender> all = new ArrayList<>();
  private List<Contender> running = List.of();

  private Race(
      Wired stated,
      Dataset rows,
      Yardstick yardstick,
      Set<Fault> sought,
      int evaluations,
      NoiseKey key) {
    this.network = new Remembered(stated.network());
    this.stated = stated.with(network);
    this.trial = new Trial(rows.rows(0, rows.size()), key.child("doctor"));
    this.yardstick = yardstick;
    this.sigmas = Levels.of(stated.wiring(), yardstick.scale());
    this.evaluations = evaluations;
    this.sought = sought;
  }

  /// @param rows clean, of the law the network is for, in our units; 2 at least
  /// @param yardstick of the data
  /// @param evaluations of the network that may be spent; two rows for all is the least
  public static Diagnosis run(
      Wired stated, Dataset rows, Yardstick yardstick, int evaluations, NoiseKey key) {
    return run(stated, rows, yardstick, EnumSet.allOf(Fault.class), evaluations, key);
  }

  /// As {@link #run(Wired, Dataset, Yardstick, int, NoiseKey)}, for some faults only.
  static Diagnosis run(
      Wired stated,
      Dataset rows,
      Yardstick yardstick,
      Set<Fault> sought,
      int evaluations,
      NoiseKey key) {
    return new Race(stated, rows, yardstick, sought, evaluations, key).run();
  }

  private Diagnosis run() {
    Contender own = new Contender(List.of(), stated, sigmas.size());
    all.add(own);
    all.addAll(changed(own));
    running = List.copyOf(all);
    int asked = all.size() * sigmas.size();
    int rows = Math.clamp((long) (FIRST * evaluations / asked), FEWEST_ROWS, trial.rows());
    round(rows);
    if (!good(leader())) {
      changeAnother();
      round(FEWEST_ROWS);
    }
    drop(c -> sure(c) && c.value() > BEHIND);
    while (!decided() && 2 * rows <= trial.rows() && affordable(2 * rows)) {
      rows *= 2;
      for (int level = 0; level < sigmas.size(); level++) {
        measure(level, rows);
      }
      drop(c -> sure(c) && c.value() > BEHIND);
    }
    return diagnosis(rows);
  }

  private void round(int rows) {
    for (int level : Levels.order(sigmas.size())) {
      measure(level, rows);
      drop(c -> c.value() > OUT);
    }
  }

  /// A wiring with one more change, every one there is.
  private List<Contender> changed(Contender from) {
    Wiring wiring = from.denoiser().wiring();
    List<Contender> changed = new ArrayList<>();
    for (Alternative other : Alternatives.of(wiring, stated.shape(), yardstick.scale())) {
      boolean another =
          from.changes().stream().noneMatch(change -> change.fault() == other.fault());
      if (another && sought.contains(other.fault())) {
        List<Alternative> changes = new ArrayList<>(from.changes());
        changes.add(other);
        denoiser(other).ifPresent(w -> changed.add(new Contender(changes, w, sigmas.size())));
      }
    }
    return changed;
  }

  /// Where no single change makes a good denoiser: two of them, the first being the best of its
  /// kind, as many as the evaluations last for. Single ones stay in the race, for a network may be
  /// no better.
  private void changeAnother() {
    Contender leader = leader();
    int level = Levels.order(sigmas.size())[0];
    Map<Fault, Contender> best = new EnumMap<>(Fault.class);
    all.stream()
        .filter(c -> !c.changes().isEmpty() && c.measured(level))
        .sorted(Comparator.comparingDouble(c -> excess(c, leader, level).value()))
        .forEach(c -> best.putIfAbsent(c.changes().getFirst().fault(), c));
    List<Contender> two = new ArrayList<>();
    best.values().stream()
        .sorted(Comparator.comparingDouble(c -> excess(c, leader, level).value()))
        .forEach(c -> {
          long spent = network.evaluations() + (long) FEWEST_ROWS * two.size();
          if (spent < evaluations) {
            two.addAll(changed(c));
          }
        });
    all.addAll(two);
    running = Stream.concat(running.stream(), two.stream()).toList();
  }

  /// Empty if the network cannot be called so.
  private Optional<Wired> denoiser(Alternative other) {
    try {
      return Optional.of(stated.rewired(other.wiring()))
          .filter(wired -> wired.shape().equals(stated.shape()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void measure(int level, int rows) {
    for (Contender contender : running) {
      if (sigmas.get(level) >= contender.denoiser().sigmaMin() * KNOWN) {
        contender.measure(trial, sigmas.get(level), level, rows);
      }
    }
  }

  /// Whether so many rows at every level fit in, if no two wirings that run ask the same.
  private boolean affordable(int rows) {
    long more = 0;
    for (Contender contender : running) {
      for (int level = 0; level < sigmas.size(); level++) {
        more += Math.max(0, rows - contender.rows(level));
      }
    }
    return network.evaluations() + more <= evaluations;
  }

  private Contender leader() {
    return best(running);
  }

  /// Whom nobody beats at the levels that both were measured at.
  private Contender best(List<Contender> of) {
    Contender best = of.getFirst();
    for (Contender other : of) {
      if (excess(other, best).value() < 0) {
        best = other;
      }
    }
    return best;
  }

  /// Gives up wirings by their excess over the best; never the stated one.
  private void drop(Predicate<Estimate> behind) {
    Contender leader = leader();
    running =
        running.stream()
            .filter(c -> c.changes().isEmpty() || !behind.test(excess(c, leader)))
            .toList();
  }

  /// The mean over levels of the logarithm of the ratio of losses, where both were measured.
  private Estimate excess(Contender a, Contender b) {
    double sum = 0;
    double variance = 0;
    int levels = 0;
    long rows = Long.MAX_VALUE;
    for (int level = 0; level < sigmas.size(); level++) {
      if (a.measured(level) && b.measured(level)) {
        Estimate here = excess(a, b, level);
        sum += here.value();
        variance += here.standardError() * here.standardError();
        rows = Math.min(rows, here.n());
        levels++;
      }
    }
    return levels == 0
        ? new Estimate(Double.MAX_VALUE, 0, 0)
        : new Estimate(sum / levels, Math.sqrt(variance) / levels, rows);
  }

  private Estimate excess(Contender a, Contender b, int level) {
    return a.excess(b, level, FLOOR * yardstick.loss(sigmas.get(level)));
  }

  private static boolean sure(Estimate excess) {
    return excess.value() > MARGIN && excess.value() > SURE * excess.standardError();
  }

  /// Whether more rows would change nothing: everyone else is worse for certain, or the same.
  private boolean decided() {
    Contender leader = leader();
    return running.stream()
        .allMatch(c -> {
          Estimate excess = excess(c, leader);
          return sure(excess) || Math.abs(excess.value()) + SURE * excess.standardError() < MARGIN;
        });
  }

  private Diagnosis diagnosis(int rows) {
    Contender leader = simplest();
    Contender own = all.getFirst();
    Finding finding;
    if (!denoises(leader)) {
      finding = new Finding.Hopeless(leader.changes());
    } else if (sure(excess(own, leader)) && everywhere(leader, own)) {
      finding = new Finding.Wrong(leader.changes(), alike(leader));
    } else {
      finding = new Finding.Sound(alike(own));
    }
    List<Standing> standings =
        all.stream()
            .sorted(Comparator.comparing(c -> rank(c, leader)))
            .map(this::standing)
            .toList();
    return new Diagnosis(finding, sigmas, standings, rows, network.evaluations());
  }

  /// The best wiring; two changes only where they are better than one by much.
  private Contender simplest() {
    Contender leader = leader();
    if (leader.changes().size() < 2) {
      return leader;
    }
    Contender single = best(running.stream().filter(c -> c.changes().size() < 2).toList());
    Estimate gain = excess(single, leader);
    return sure(gain) && gain.value() > GROSS ? leader : single;
  }

  /// Other single changes that are not worse for certain.
  private List<Alternative> alike(Contender to) {
    return running.stream()
        .filter(c -> c != to && c.changes().size() == 1 && !sure(excess(c, to)))
        .map(c -> c.changes().getFirst())
        .toList();
  }

  /// Whether a wiring is better than another by much, or at no level worse by as much.
  private boolean everywhere(Contender better, Contender other) {
    double gain = excess(other, better).value();
    return gain > GROSS
        || IntStream.range(0, sigmas.size())
            .mapToObj(level -> excess(better, other, level))
            .noneMatch(worse -> sure(worse) && worse.value() > gain);
  }

  private boolean good(Contender contender) {
    return IntStream.range(Levels.telling(sigmas.size()), sigmas.size())
        .allMatch(level ->
            contender.loss(level, contender.rows(level))
                <= GOOD * yardstick.loss(sigmas.get(level)));
  }

  private boolean denoises(Contender contender) {
    for (int level = Levels.telling(sigmas.size()) + 1; level < sigmas.size(); level++) {
      double loss = contender.loss(level, contender.rows(level));
      if (loss <= DENOISER * yardstick.loss(sigmas.get(level))) {
        return true;
      }
    }
    return false;
  }

  /// The stated one first.
  private double rank(Contender contender, Contender leader) {
    return contender.changes().isEmpty()
        ? Double.NEGATIVE_INFINITY
        : excess(contender, leader).value();
  }

  private boolean whole(Contender contender) {
    return IntStream.range(0, sigmas.size())
        .allMatch(level ->
            contender.measured(level)
                || sigmas.get(level) < contender.denoiser().sigmaMin() * KNOWN);
  }

  private Standing standing(Contender contender) {
    List<Optional<Estimate>> losses = new ArrayList<>();
    for (int level = 0; level < sigmas.size(); level++) {
      losses.add(contender.loss(level));
    }
    return new Standing(
        contender.changes(), losses, excess(all.getFirst(), contender), whole(contender));
  }
}
