package org.scorefield.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.wiring.Wired;

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

  /// A denoiser loses less than this many times what the Gaussian does, at one level at least.
  private static final double DENOISER = 1.5;

  /// Evaluations the first round takes at most, as a share.
  private static final double FIRST = 0.6;

  private static final int FEWEST_ROWS = 2;

  private final Wired stated;
  private final Remembered network;
  private final Trial trial;
  private final Yardstick yardstick;
  private final Vector sigmas;
  private final int evaluations;
  private final List<Contender> all = new ArrayList<>();
  private List<Contender> running = List.of();

  private Race(Wired stated, Dataset rows, Yardstick yardstick, int evaluations, NoiseKey key) {
    this.network = new Remembered(stated.network());
    this.stated = stated.with(network);
    this.trial = new Trial(rows.rows(0, rows.size()), key.child("doctor"));
    this.yardstick = yardstick;
    this.sigmas = Levels.of(stated.wiring(), yardstick.scale());
    this.evaluations = evaluations;
  }

  /// @param rows clean, of the law the network is for, in our units; 2 at least
  /// @param yardstick of the data
  /// @param evaluations of the network that may be spent; two rows for all is the least
  public static Diagnosis run(
      Wired stated, Dataset rows, Yardstick yardstick, int evaluations, NoiseKey key) {
    return new Race(stated, rows, yardstick, evaluations, key).run();
  }

  private Diagnosis run() {
    all.add(new Contender(List.of(), stated, sigmas.size()));
    for (Alternative other : Alternatives.of(stated.wiring(), stated.shape(), yardstick.scale())) {
      denoiser(other)
          .ifPresent(wired -> all.add(new Contender(List.of(other), wired, sigmas.size())));
    }
    running = List.copyOf(all);
    int asked = all.size() * sigmas.size();
    int rows = Math.clamp((long) (FIRST * evaluations / asked), FEWEST_ROWS, trial.rows());
    for (int level : Levels.order(sigmas.size())) {
      measure(level, rows);
      dropSlow();
    }
    while (!decided() && 2 * rows <= trial.rows() && affordable(rows)) {
      rows *= 2;
      for (int level = 0; level < sigmas.size(); level++) {
        measure(level, rows);
      }
      dropSlow();
    }
    return diagnosis(rows);
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
      contender.measure(trial, sigmas.get(level), level, rows);
    }
  }

  private boolean affordable(int rows) {
    return network.evaluations() + (long) rows * running.size() * sigmas.size() <= evaluations;
  }

  private Contender leader() {
    Contender first = running.getFirst();
    return running.stream()
        .min(Comparator.comparingDouble(c -> excess(c, first).value()))
        .orElse(first);
  }

  private void dropSlow() {
    Contender leader = leader();
    running =
        running.stream()
            .filter(c -> c.changes().isEmpty() || excess(c, leader).value() < OUT)
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
    return new Estimate(sum / levels, Math.sqrt(variance) / levels, rows);
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
    Contender leader = leader();
    Contender own = all.getFirst();
    List<Alternative> alike =
        running.stream()
            .filter(c -> c != leader && !sure(excess(c, leader)))
            .flatMap(c -> c.changes().stream())
            .toList();
    Finding finding;
    if (!denoises(leader)) {
      finding = new Finding.Hopeless(leader.changes());
    } else if (sure(excess(own, leader)) && everywhere(leader, own)) {
      finding = new Finding.Wrong(leader.changes(), alike);
    } else {
      finding =
          new Finding.Sound(
              running.stream()
                  .filter(c -> c != own && !sure(excess(c, own)))
                  .flatMap(c -> c.changes().stream())
                  .toList());
    }
    List<Standing> standings =
        all.stream()
            .sorted(Comparator.comparing(c -> rank(c, leader)))
            .map(this::standing)
            .toList();
    return new Diagnosis(finding, sigmas, standings, rows, network.evaluations());
  }

  /// Whether a wiring is better than another by much, or at no level worse by as much.
  private boolean everywhere(Contender better, Contender other) {
    double gain = excess(other, better).value();
    return gain > GROSS
        || IntStream.range(0, sigmas.size())
            .mapToObj(level -> excess(better, other, level))
            .noneMatch(worse -> sure(worse) && worse.value() > gain);
  }

  private boolean denoises(Contender contender) {
    for (int level = Levels.telling(sigmas.size()); level < sigmas.size(); level++) {
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

  private Standing standing(Contender contender) {
    List<Optional<Estimate>> losses = new ArrayList<>();
    boolean whole = true;
    for (int level = 0; level < sigmas.size(); level++) {
      losses.add(contender.loss(level));
      whole &= contender.measured(level);
    }
    return new Standing(contender.changes(), losses, excess(all.getFirst(), contender), whole);
  }
}
