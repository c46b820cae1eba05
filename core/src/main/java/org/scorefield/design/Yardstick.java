package org.scorefield.design;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.scorefield.analytic.Distribution;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.data.Split;
import org.scorefield.metric.Frechet;
import org.scorefield.metric.Metric;
import org.scorefield.metric.SlicedWasserstein;
import org.scorefield.random.Noise;

/// What the samples of a run are held against as a set, and by which metrics.
public sealed interface Yardstick {

  /// In more dimensions than this the Frechet distance is taken along as many principal directions:
  /// a covariance needs many more rows than it has columns.
  int FRECHET_DIMENSIONS = 64;

  /// What the noise of {@link #rows} is called, among that of a seed.
  String ROWS = "yardstick";

  List<Metric> metrics();

  /// The rows to compare with, for one seed, as {@link #view} sees them.
  Dataset rows(Noise noise);

  /// Samples as the metrics see them; the samples themselves unless the yardstick says otherwise.
  default Batch view(Batch samples) {
    return samples;
  }

  /// What a metric is called among those of all yardsticks of a comparison.
  default String name(Metric metric) {
    return metric.name();
  }

  /// As many rows as the run draws that a perfect model might have drawn, and what they are held
  /// against; empty if there are too few rows to set some aside.
  ///
  /// @param noise of a seed, as many samples as a run draws
  Optional<Pair> floor(Noise noise);

  /// Two sets to measure against each other.
  record Pair(Dataset perfect, Dataset rows) {}

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

    @Override
    public Optional<Pair> floor(Noise noise) {
      return Optional.of(
          new Pair(
              Dataset.of("more exact samples", "", law.sample(noise.child("floor"))),
              rows(noise.child(ROWS))));
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

    @Override
    public Optional<Pair> floor(Noise noise) {
      return setAside(data, noise);
    }
  }

  /// Rows that no model has seen, looked at through a map: the features of a classifier, or the
  /// coordinates along a few directions where there are too many components for a covariance.
  ///
  /// @param label what the names of its metrics begin with
  /// @param seen the rows, mapped
  /// @param map samples as they are to what is measured
  /// @param metrics of the mapped sets
  record Mapped(String label, Dataset seen, UnaryOperator<Batch> map, List<Metric> metrics)
      implements Yardstick {
    public Mapped {
      metrics = List.copyOf(metrics);
    }

    @Override
    public Dataset rows(Noise noise) {
      return seen;
    }

    @Override
    public Batch view(Batch samples) {
      return map.apply(samples);
    }

    @Override
    public String name(Metric metric) {
      return label + " " + metric.name();
    }

    @Override
    public Optional<Pair> floor(Noise noise) {
      return setAside(seen, noise);
    }
  }

  /// As many of the rows as the run draws, against the rest; of the rest there must be as many.
  private static Optional<Pair> setAside(Dataset data, Noise noise) {
    if (data.size() < 2 * noise.count()) {
      return Optional.empty();
    }
    Split split = Split.of(data, noise.count(), noise.key().child("floor"));
    return Optional.of(new Pair(split.heldOut(), split.train()));
  }

  /// Sliced Wasserstein-2 and Frechet distance in d dimensions. Their own standard errors are not
  /// used, as the spread between seeds tells more, so the jackknives inside are cut short.
  static List<Metric> standard(int d) {
    OptionalInt directions =
        d > FRECHET_DIMENSIONS ? OptionalInt.of(FRECHET_DIMENSIONS) : OptionalInt.empty();
    return List.of(new SlicedWasserstein(256, 2), new Frechet(directions, false, 2));
  }
}
