package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.design.Yardstick;
import org.scorefield.linalg.Products;
import org.scorefield.metric.FeatureMap;
import org.scorefield.metric.Frechet;
import org.scorefield.metric.Kid;
import org.scorefield.metric.Metric;
import org.scorefield.metric.SlicedWasserstein;
import org.scorefield.random.NoiseKey;

/// What the sets of samplers are held against: the sliced Wasserstein distance of the samples
/// themselves, and the Frechet distance where it can be measured: in features if there are any,
/// else of the samples, along the leading principal directions of the data if they have too many
/// components.
///
/// @param all of them
/// @param deciding name of the metric that decides about distribution: the Frechet distance in
///   features if there are any, else the sliced Wasserstein distance
record AccelerateYardsticks(List<Yardstick> all, String deciding) {

  /// Rows that a set of some hundred is held against; more would only be slower.
  private static final int MOST_ROWS = 2048;

  private static final int PROJECTIONS = 256;
  private static final int KID_ROWS = 5000;

  /// Samples between two looks at the progress.
  private static final int BLOCK = 128;

  /// Nothing to hold sets against: for what is decided before there are any.
  static final AccelerateYardsticks NONE = new AccelerateYardsticks(List.of(), "");

  AccelerateYardsticks {
    all = List.copyOf(all);
  }

  /// The one whose first metric decides.
  Yardstick decider() {
    return all.stream()
        .filter(y -> y.name(y.metrics().getFirst()).equals(deciding))
        .findFirst()
        .orElseThrow();
  }

  /// @param gaussian of the data
  static AccelerateYardsticks of(
      Dataset data,
      Gaussian gaussian,
      Optional<FeatureMap> features,
      NoiseKey key,
      Progress progress) {
    Dataset rows = RandomRows.atMost(MOST_ROWS, data, key);
    // Jackknives inside a metric are cut short: the spread between seeds tells more.
    Metric sliced = new SlicedWasserstein(PROJECTIONS, 2);
    Yardstick plain = new Yardstick.HeldOut(rows, List.of(sliced));
    if (features.isPresent()) {
      FeatureMap map = features.get();
      Dataset seen = mapped(rows, map::features, map.name(), progress);
      List<Metric> metrics = List.of(frechet(seen.shape().size()), new Kid(KID_ROWS));
      Yardstick inFeatures = new Yardstick.Mapped("features", seen, map::features, metrics);
      return new AccelerateYardsticks(
          List.of(plain, inFeatures), inFeatures.name(metrics.getFirst()));
    }
    int d = data.shape().size();
    if (d <= Yardstick.FRECHET_DIMENSIONS) {
      return new AccelerateYardsticks(
          List.of(new Yardstick.HeldOut(rows, List.of(sliced, frechet(d)))), sliced.name());
    }
    Gaussian few = gaussian.truncated(Math.min(gaussian.rank(), Yardstick.FRECHET_DIMENSIONS));
    UnaryOperator<Batch> along = x -> along(few, x);
    Dataset seen = mapped(rows, along, "principal directions", progress);
    String label = "along %d directions".formatted(few.rank());
    return new AccelerateYardsticks(
        List.of(
            plain, new Yardstick.Mapped(label, seen, along, List.of(frechet(seen.shape().size())))),
        sliced.name());
  }

  private static Metric frechet(int d) {
    return new Frechet(
        d > Yardstick.FRECHET_DIMENSIONS
            ? OptionalInt.of(Yardstick.FRECHET_DIMENSIONS)
            : OptionalInt.empty(),
        false,
        2);
  }

  /// Coordinates along the directions of a Gaussian, about its mean.
  private static Batch along(Gaussian gaussian, Batch x) {
    double[] centred = x.toArray();
    double[] mean = gaussian.mean().shared();
    for (int i = 0; i < centred.length; i++) {
      centred[i] -= mean[i % mean.length];
    }
    return Batch.adopt(
        Shape.vector(gaussian.rank()), Products.times(centred, x.count(), gaussian.basis()));
  }

  private static Dataset mapped(
      Dataset rows, UnaryOperator<Batch> map, String name, Progress progress) {
    progress.begin(name + " of " + rows.name(), rows.size());
    List<Batch> blocks = new ArrayList<>();
    for (int from = 0; from < rows.size() && !progress.cancelled(); from += BLOCK) {
      Batch block = rows.rows(from, Math.min(BLOCK, rows.size() - from));
      blocks.add(map.apply(block));
      progress.advance(block.count());
    }
    return Dataset.of(rows.name(), name, Batch.concat(blocks));
  }
}
