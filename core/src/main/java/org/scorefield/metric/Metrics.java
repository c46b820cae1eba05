package org.scorefield.metric;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.scorefield.catalogue.Catalogue;

/// The catalogue of metrics. A metric listed here is offered on the command line, runs through the
/// contract tests, and has its row in the documentation.
///
/// Those that take a number also read it from their name: `frechet-pca:50`, `precision:10`.
public final class Metrics {
  /// Rows of each set for metrics of all pairs: about 20 s for images of 784 pixels on 2 cores.
  private static final int PAIRWISE_CAP = 10_000;

  /// Queries of the nearest-neighbour check, each against the whole training set.
  private static final int QUERY_CAP = 5_000;

  private static final int DIRECTIONS = 50;

  public static final List<Metric> ALL =
      List.of(
          Frechet.raw(),
          Frechet.pca(DIRECTIONS),
          Frechet.raw().toInfinity(),
          Frechet.pca(DIRECTIONS).toInfinity(),
          new SlicedWasserstein(SlicedWasserstein.PROJECTIONS, SlicedWasserstein.BLOCKS),
          new EnergyDistance(PAIRWISE_CAP),
          new Mmd(OptionalDouble.empty(), PAIRWISE_CAP),
          new Kid(PAIRWISE_CAP),
          new Precision(Precision.NEIGHBOURS, PAIRWISE_CAP),
          new Recall(Recall.NEIGHBOURS, PAIRWISE_CAP),
          new Density(Density.NEIGHBOURS, PAIRWISE_CAP),
          new Coverage(Coverage.NEIGHBOURS, PAIRWISE_CAP),
          new C2st(PAIRWISE_CAP),
          new C2stNeighbours(C2stNeighbours.NEIGHBOURS, PAIRWISE_CAP),
          new Memorisation(QUERY_CAP));

  private static final List<Family> FAMILIES =
      List.of(
          new Family("frechet-pca", Frechet::pca),
          new Family("frechet-inf-pca", k -> Frechet.pca(k).toInfinity()),
          new Family("sliced-w2", p -> new SlicedWasserstein(p, SlicedWasserstein.BLOCKS)),
          new Family("precision", k -> new Precision(k, PAIRWISE_CAP)),
          new Family("recall", k -> new Recall(k, PAIRWISE_CAP)),
          new Family("density", k -> new Density(k, PAIRWISE_CAP)),
          new Family("coverage", k -> new Coverage(k, PAIRWISE_CAP)),
          new Family("c2st-knn", k -> new C2stNeighbours(k, PAIRWISE_CAP)));

  private record Family(String name, IntFunction<Metric> of) {}

  private Metrics() {}

  /// The metric of that name, as {@link Metric#name} gives it.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists those there are and the
  ///   one spelled most alike
  public static Metric named(String name) {
    int colon = name.indexOf(':');
    String stem = colon < 0 ? name : name.substring(0, colon);
    if (colon < 0) {
      for (Metric m : ALL) {
        if (m.name().equals(name)) {
          return m;
        }
      }
    }
    for (Family family : FAMILIES) {
      if (family.name.equals(stem)) {
        return family.of.apply(number(name, colon));
      }
    }
    throw Catalogue.unknown("metric", name, names());
  }

  /// All names, with `:k` after those that need or take a number.
  static List<String> names() {
    Stream<String> plain = ALL.stream().map(Metric::name).filter(n -> n.indexOf(':') < 0);
    return Stream.concat(plain, FAMILIES.stream().map(f -> f.name + ":k")).toList();
  }

  private static int number(String name, int colon) {
    try {
      return Integer.parseInt(name.substring(colon + 1));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          name + " needs a whole number after a colon, such as frechet-pca:50", e);
    }
  }
}
