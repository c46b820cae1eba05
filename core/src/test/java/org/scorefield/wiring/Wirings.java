package org.scorefield.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Wirings as they occur.
public final class Wirings {
  private Wirings() {}

  /// Pictures in [-1, 1], red first, channels first, with nothing unusual.
  public static Wiring of(Predicted prediction, ScheduleSettings.Kind kind, NoiseInput noise) {
    return of(prediction, ScheduleSettings.of(kind), noise);
  }

  public static Wiring of(Predicted prediction, ScheduleSettings schedule, NoiseInput noise) {
    return new Wiring(
        prediction,
        schedule,
        noise,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        Layout.NCHW,
        Optional.empty(),
        Optional.empty(),
        Optional.of(List.of(-1.0, 1.0)),
        0.5,
        Optional.empty(),
        new Wiring.Inputs("x", Optional.of("t"), Optional.empty()),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  /// Every prediction with every schedule and noise input that go together.
  public static List<Wiring> all() {
    List<Wiring> found = new ArrayList<>();
    for (Predicted prediction : Predicted.values()) {
      for (ScheduleSettings.Kind kind : ScheduleSettings.Kind.values()) {
        for (NoiseInput noise : NoiseInput.values()) {
          if (kind != ScheduleSettings.Kind.TABLE) {
            try {
              found.add(of(prediction, kind, noise));
            } catch (IllegalArgumentException e) {
              // they do not go together
            }
          }
        }
      }
    }
    return found;
  }
}
