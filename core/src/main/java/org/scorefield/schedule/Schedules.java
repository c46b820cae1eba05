package org.scorefield.schedule;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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

  private Schedules() {}

  /// The schedule of that name.
  public static Optional<Schedule> named(String name) {
    return ALL.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /// The schedule of that name.
  ///
  /// @throws IllegalArgumentException naming the known ones if there is none
  public static Schedule parse(String name) {
    return named(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no schedule '"
                    + name
                    + "'; known are "
                    + ALL.stream().map(Schedule::name).collect(Collectors.joining(", "))));
  }
}
