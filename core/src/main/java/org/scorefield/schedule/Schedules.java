package org.scorefield.schedule;

import java.util.List;
import java.util.Optional;
import org.scorefield.catalogue.Catalogue;

/// The catalogue of schedules. A schedule listed here is offered on the command line, runs through
/// the contract tests, and has its row in the documentation.
public final class Schedules {

  public static final List<Schedule> ALL =
      List.of(
          new Edm(),
          new VarianceExploding(),
          new GeometricVarianceExploding(),
          new VpLinear(),
          new VpCosine(),
          new RectifiedFlow(),
          DiscreteSchedules.linear(1000, 1e-4, 0.02),
          DiscreteSchedules.scaledLinear(1000, 0.00085, 0.012),
          DiscreteSchedules.cosine(1000),
          DiscreteSchedules.sigmoid(1000, 1e-4, 0.02),
          DiscreteSchedules.linear(1000, 1e-4, 0.02).withZeroTerminalSnr());

  private static final Catalogue<Schedule> CATALOGUE =
      new Catalogue<>("schedule", ALL, Schedule::name);

  private Schedules() {}

  /// The schedule of that name, if there is one.
  public static Optional<Schedule> named(String name) {
    return CATALOGUE.named(name);
  }

  /// The schedule of that name.
  ///
  /// @throws IllegalArgumentException naming those there are
  public static Schedule parse(String name) {
    return CATALOGUE.parse(name);
  }
}
