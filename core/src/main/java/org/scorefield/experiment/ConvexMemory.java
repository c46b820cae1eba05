package org.scorefield.experiment;

import java.util.Locale;
import org.scorefield.convex.diffusion.ConvexPlan;
import org.scorefield.data.Dataset;

/// What the programs of a diffusion take of memory, before any of it is asked for: weights and rows
/// several times over, patterns, and normal equations where they pay and fit.
final class ConvexMemory {
  /// Vectors of the size of the weights, and of the noisy rows, that a solver holds.
  private static final double COPIES = 10;

  private ConvexMemory() {}

  /// @throws IllegalArgumentException with how much, and what to lower, if that is more than there
  ///   is
  static void require(Dataset rows, ConvexPlan plan, int levels) {
    int d = rows.shape().size();
    int atATime = Math.min(levels, Runtime.getRuntime().availableProcessors());
    double noisy = (double) rows.size() * plan.noises();
    double weights = d == 1 ? 0 : (double) plan.gates() * (d + 1) * d;
    double patterns = d == 1 ? 0 : noisy * plan.gates() / 8;
    double heap = Runtime.getRuntime().maxMemory();
    double columns = d == 1 ? 0 : (double) plan.gates() * (d + 1);
    double gram = columns <= 2 * noisy ? 8 * columns * columns : 0;
    double equations = gram < heap / 4 ? gram : 0;
    double program = 8 * COPIES * (weights + noisy * d) + patterns + equations;
    if (weights > Integer.MAX_VALUE || noisy * d > Integer.MAX_VALUE || atATime * program > heap) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d rows of %d components with %d noises and %d gates take about %.3g GB for a noise level, %d levels at a time, and the heap has %.3g GB (an array holds at most 2^31 numbers); lower --gates, --noises or --directions, take fewer rows, or give more heap",
              rows.size(),
              d,
              plan.noises(),
              plan.gates(),
              program / 1e9,
              atATime,
              heap / 1e9));
    }
  }
}
