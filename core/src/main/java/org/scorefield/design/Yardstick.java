package org.scorefield.design;

import java.util.List;
import java.util.OptionalInt;
import org.scorefield.analytic.Distribution;
import org.scorefield.data.Dataset;
import org.scorefield.metric.Frechet;
import org.scorefield.metric.Metric;
import org.scorefield.metric.SlicedWasserstein;
import org.scorefield.random.Noise;

/// What the samples of a run are held against as a set, and by which metrics.
public sealed interface Yardstick {

  /// In more dimensions than this the Frechet distance is taken along as many principal directions:
  /// a covariance needs many more rows than it has columns.
  int FRECHET_DIMENSIONS = 64;

  List<Metric> metrics();

  /// The rows to compare with, for one seed.
  Dataset rows(Noise noise);

  /// As many exact samples of a law as the run draws, fresh ones for each seed.
  record Exact(Distribution law, List<Metric> metrics) implements Yardstick {
    public Exact {
      metrics = List.copyOf(metrics);
    }

    public Exact(Distribution law) {
      this(law, standard(law.shape().size()));
    }

    @Override
    public Dataset rows(Noise noise) {
      return Dataset.of("exact samples", "", law.sample(noise));
    }
  }

  /// Rows that no model has seen, the same ones for every seed. How far their own number lets the
  /// metrics see is not part of the standard errors; it is common to all samplers.
  record HeldOut(Dataset data, List<Metric> metrics) implements Yardstick {
    public HeldOut {
      metrics = List.copyOf(metrics);
    }

    public HeldOut(Dataset data) {
      this(data, standard(data.shape().size()));
    }

    @Override
    public Dataset rows(Noise noise) {
      return data;
    }
  }

  /// Sliced Wasserstein-2 and Frechet distance in d dimensions. Their own standard errors are not
  /// used, as the spread between seeds tells more, so the jackknives inside are cut short.
  static List<Metric> standard(int d) {
    OptionalInt directions =
        d > FRECHET_DIMENSIONS ? OptionalInt.of(FRECHET_DIMENSIONS) : OptionalInt.empty();
    return List.of(new SlicedWasserstein(256, 2), new Frechet(directions, false, 2));
  }
}
