package org.scorefield.bench.peer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.bench.input.Inputs;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Coverage;
import org.scorefield.metric.Density;
import org.scorefield.metric.EnergyDistance;
import org.scorefield.metric.Frechet;
import org.scorefield.metric.Metric;
import org.scorefield.metric.Mmd;
import org.scorefield.metric.Precision;
import org.scorefield.metric.Recall;
import org.scorefield.metric.SlicedWasserstein;
import org.scorefield.random.Noise;

/// Metrics between two sets of one law, the first stretched by 5 %. Ours bring a standard error,
/// the peers' the bare number; no goal is set.
final class MetricCases {
  private static final Noise NOISE = Noise.of(7, 0);
  private static final int PROJECTIONS = 256;
  private static final int NEIGHBOURS = 5;
  private static final int CAP = 1_000_000;

  /// Both sides take roots of eigenvalues that rounding moves by 1e-16 of the largest: where the
  /// covariance is ill-conditioned, as that of images is, each may be off by 1e-8 of its root.
  private static final double ROOTS_OF_ROUNDING = 1e-5;

  private MetricCases() {}

  /// The Fréchet distance as users get it, with its standard error: 40 more distances.
  static Case frechet(int dimension) {
    Metric metric = Frechet.raw();
    return frechet(
        "frechet-" + dimension,
        "Fréchet distance with standard error",
        dimension,
        (x, y) -> metric.measure(x, y, NOISE).value());
  }

  /// The bare Fréchet distance, which is what the peers compute.
  static Case frechetValue(int dimension) {
    return frechet(
        "frechet-value-" + dimension,
        "Fréchet distance, the value only",
        dimension,
        (x, y) -> {
          Moments a = Moments.of(x);
          Moments b = Moments.of(y);
          return Frechet.between(a.mean(), unbiased(a), b.mean(), unbiased(b));
        });
  }

  private static Case frechet(
      String name, String what, int dimension, ToDoubleBiFunction<Dataset, Dataset> value) {
    return new Case(
        name,
        List.of(
            Rival.shown("scipy.linalg.sqrtm", ROOTS_OF_ROUNDING),
            Rival.shown("scipy.linalg.eigvals", ROOTS_OF_ROUNDING)),
        size ->
            task(
                what,
                size.of(10_000, 400),
                size.of(dimension, 16),
                Map.of(),
                (x, y) -> new double[] {value.applyAsDouble(x, y)}));
  }

  private static Matrix unbiased(Moments moments) {
    double factor = moments.count() / (moments.count() - 1.0);
    double[] out = moments.covariance().toArray();
    for (int i = 0; i < out.length; i++) {
      out[i] *= factor;
    }
    return Matrix.adopt(moments.covariance().rows(), moments.covariance().columns(), out);
  }

  static Case mmd() {
    double bandwidth = 5;
    return new Case(
        "mmd",
        List.of(Rival.shown("sklearn rbf_kernel", 1e-7)),
        size -> pairwise(size, new Mmd(OptionalDouble.of(bandwidth), CAP), bandwidth));
  }

  static Case energy() {
    return new Case(
        "energy",
        List.of(Rival.shown("sklearn euclidean_distances", 1e-7), Rival.shown("scipy cdist", 1e-7)),
        size -> pairwise(size, new EnergyDistance(CAP), 0));
  }

  private static Task pairwise(Size size, Metric metric, double bandwidth) {
    return task(
        metric.name(),
        size.of(5_000, 300),
        size.of(64, 16),
        Map.of("bandwidth", bandwidth),
        (x, y) -> new double[] {metric.measure(x, y, NOISE).value()});
  }

  /// Precision, recall, density and coverage: four metrics here, one function there.
  static Case prdc() {
    List<Metric> metrics =
        List.of(
            new Precision(NEIGHBOURS, CAP),
            new Recall(NEIGHBOURS, CAP),
            new Density(NEIGHBOURS, CAP),
            new Coverage(NEIGHBOURS, CAP));
    return new Case(
        "prdc",
        List.of(Rival.shown("sklearn NearestNeighbors", 1e-7)),
        size ->
            task(
                "precision, recall, density, coverage",
                size.of(5_000, 300),
                size.of(64, 16),
                Map.of("neighbours", (double) NEIGHBOURS),
                (x, y) ->
                    metrics.stream().mapToDouble(m -> m.measure(x, y, NOISE).value()).toArray()));
  }

  /// The worker is given the directions that the metric draws from the same noise.
  static Case sliced() {
    Metric metric = new SlicedWasserstein(PROJECTIONS, 20);
    return new Case(
        "sliced-w2",
        List.of(Rival.shown("numpy float64", 1e-9)),
        size -> {
          Task plain =
              task(
                  "sliced W2, " + PROJECTIONS + " directions",
                  size.of(5_000, 300),
                  size.of(64, 16),
                  Map.of(),
                  (x, y) -> new double[] {metric.measure(x, y, NOISE).value()});
          int d = size.of(64, 16);
          Matrix directions =
              Matrix.adopt(
                  PROJECTIONS,
                  d,
                  new Noise(NOISE.key().child("projections"), 0, PROJECTIONS)
                      .normal(Shape.vector(d))
                      .shared());
          Map<String, Matrix> arrays = new java.util.HashMap<>(plain.arrays());
          arrays.put("directions", directions);
          return new Task(plain.what(), arrays, plain.numbers(), plain.ours());
        });
  }

  private static Task task(
      String what,
      int n,
      int d,
      Map<String, Double> numbers,
      BiFunction<Dataset, Dataset, double[]> measure) {
    Batch x = Inputs.images("generated", n, d, 1, 2).all().times(1.05);
    Batch y = Inputs.images("reference", n, d, 1, 3).all();
    Dataset generated = Dataset.of("generated", "made up", x);
    Dataset reference = Dataset.of("reference", "made up", y);
    return new Task(
        String.format(Locale.ROOT, "%s, %,d x %d each", what, n, d),
        Map.of("x", Matrix.adopt(n, d, x.shared()), "y", Matrix.adopt(n, d, y.shared())),
        numbers,
        () -> {
          double[] values = measure.apply(generated, reference);
          return () -> values;
        });
  }
}
