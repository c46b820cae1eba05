package org.scorefield.reproduce;

import java.util.List;
import org.scorefield.catalogue.Catalogue;

/// The catalogue of reproductions.
public final class Reproductions {

  public static final List<Reproduction> ALL =
      List.of(
          new LinearityTables(),
          new TeleportSweep(),
          new AutomaticSkip(),
          new SolverError(),
          new ScheduleTables(),
          new GaussianExponentialTable(),
          new SolversByEvaluations(),
          new PublishedTheory(),
          new MixtureBudgets(),
          new GaussianBudgets(),
          new ConvexScores());

  private static final Catalogue<Reproduction> CATALOGUE =
      new Catalogue<>("reproduction", ALL, Reproduction::name);

  private Reproductions() {}

  /// The reproduction of that name.
  ///
  /// @throws IllegalArgumentException naming those there are
  public static Reproduction parse(String name) {
    return CATALOGUE.parse(name);
  }
}
