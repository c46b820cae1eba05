package org.scorefield.select;

import java.util.Arrays;
import org.scorefield.array.Vector;

/// Writes down the training losses of one candidate: the memory of one run. Confined to one thread.
public final class LossRecorder {
  private final String name;
  private final SpeedScale scale;
  private double[] sums;
  private int steps;
  private long draws;

  public LossRecorder(String name, SpeedScale scale) {
    this(new LossTrace(name, scale, 17, Vector.of()));
  }

  /// Goes on where a run stopped.
  public LossRecorder(LossTrace soFar) {
    this.name = soFar.name();
    this.scale = soFar.scale();
    this.sums = soFar.sums().toArray();
    this.steps = soFar.steps();
    this.draws = soFar.draws();
  }

  /// One step.
  ///
  /// @param rows which rows of the data the batch is, in order
  /// @param sigmas noise level of each, in the units of the data
  /// @param cleanErrors `|D - x0|^2` of each, by the network as it was before the step; in any unit
  ///   that is the same for all candidates
  public void step(int[] rows, Vector sigmas, Vector cleanErrors) {
    if (rows.length == 0 || sigmas.size() != rows.length || cleanErrors.size() != rows.length) {
      throw new IllegalArgumentException(
          "need a noise level and an error for each of at least one row, got "
              + sigmas.size()
              + " and "
              + cleanErrors.size()
              + " for "
              + rows.length);
    }
    int buckets = scale.buckets().count();
    if ((steps + 1) * buckets > sums.length) {
      sums = Arrays.copyOf(sums, Math.multiplyExact(2 * (steps + 1), buckets));
    }
    for (int i = 0; i < rows.length; i++) {
      double sigma = sigmas.get(i);
      double loss = scale.weighting().weight(sigma, scale.levels()) * cleanErrors.get(i);
      sums[steps * buckets + scale.buckets().of(sigma)] += loss / rows.length;
    }
    steps++;
    draws = 31 * (31 * draws + Arrays.hashCode(rows)) + sigmas.hashCode();
  }

  /// The losses so far.
  public LossTrace trace() {
    double[] written = Arrays.copyOf(sums, steps * scale.buckets().count());
    return new LossTrace(name, scale, draws, Vector.adopt(written));
  }
}
