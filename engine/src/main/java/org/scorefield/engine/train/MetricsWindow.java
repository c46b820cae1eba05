package org.scorefield.engine.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.schedule.LogBins;

/// Sums over the steps between two lines of metrics.
final class MetricsWindow {
  private static final int LEVELS = 10;

  private final LogBins bins;
  private final double[] sums = new double[LEVELS];
  private final int[] rows = new int[LEVELS];
  private double weighted;
  private int all;
  private long since;

  MetricsWindow(double scale, long now) {
    bins = new LogBins(0.002 * scale, 200 * scale, LEVELS);
    since = now;
  }

  /// @param weighted loss of the row as it was minimised
  /// @param normalised in EDM's units
  void add(double sigma, double weighted, double normalised) {
    int bin = bins.of(sigma);
    sums[bin] += normalised;
    rows[bin]++;
    this.weighted += weighted;
    all++;
  }

  /// What was gathered; starts anew.
  Metrics close(int step, double rate, double norm, long now) {
    List<Metrics.Level> levels = new ArrayList<>();
    double sum = 0;
    for (int bin = 0; bin < LEVELS; bin++) {
      if (rows[bin] > 0) {
        levels.add(new Metrics.Level(bins.centre(bin), rows[bin], sums[bin] / rows[bin]));
      }
      sum += sums[bin];
    }
    double seconds = Math.max(1e-9, (now - since) / 1e9);
    Metrics metrics =
        new Metrics(step, weighted / all, sum / all, levels, rate, norm, all / seconds);
    Arrays.fill(sums, 0);
    Arrays.fill(rows, 0);
    weighted = 0;
    all = 0;
    since = now;
    return metrics;
  }
}
