package org.scorefield.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.scorefield.metric.Estimate;
import org.scorefield.wiring.Wired;

/// A wiring in the race and its losses so far. Not shared between threads.
final class Contender {
  private final List<Alternative> changes;
  private final Wired denoiser;
  private final double[][] losses;

  /// @param changes from the stated wiring; none for itself
  /// @param levels how many there are
  Contender(List<Alternative> changes, Wired denoiser, int levels) {
    this.changes = List.copyOf(changes);
    this.denoiser = denoiser;
    this.losses = new double[levels][0];
  }

  List<Alternative> changes() {
    return changes;
  }

  Wired denoiser() {
    return denoiser;
  }

  /// Measures rows up to a number at a level, those not measured yet.
  void measure(Trial trial, double sigma, int level, int rows) {
    int known = losses[level].length;
    if (rows > known) {
      double[] more = trial.losses(denoiser, sigma, level, known, rows);
      losses[level] = Arrays.copyOf(losses[level], rows);
      System.arraycopy(more, 0, losses[level], known, rows - known);
    }
  }

  int rows(int level) {
    return losses[level].length;
  }

  boolean measured(int level) {
    return losses[level].length > 0;
  }

  /// Mean over the first rows.
  double loss(int level, int rows) {
    return Arrays.stream(losses[level], 0, rows).average().orElse(Double.NaN);
  }

  /// The loss at a level; empty if it was not measured there or is infinite.
  Optional<Estimate> loss(int level) {
    return measured(level) && Double.isFinite(loss(level, rows(level)))
        ? Optional.of(Estimate.mean(losses[level]))
        : Optional.empty();
  }

  /// By how much the logarithm of this loss at a level exceeds that of another, with the standard
  /// error of the difference over the rows that both have.
  ///
  /// @param floor loss below which all are equally good
  Estimate excess(Contender other, int level, double floor) {
    int rows = Math.min(rows(level), other.rows(level));
    double mine = loss(level, rows) + floor;
    double its = other.loss(level, rows) + floor;
    if (!(mine < Double.MAX_VALUE) || !(its < Double.MAX_VALUE)) {
      return new Estimate(Math.log(Math.min(mine, 1e300) / Math.min(its, 1e300)), 0, rows);
    }
    double value = Math.log(mine / its);
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      double influence = (losses[level][i] + floor) / mine - (other.losses[level][i] + floor) / its;
      sum += influence * influence;
    }
    return new Estimate(value, Math.sqrt(sum / rows / Math.max(1, rows - 1)), rows);
  }
}
