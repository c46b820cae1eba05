package org.scorefield.doctor;

import java.util.Arrays;
import org.scorefield.array.Vector;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.wiring.Wiring;

/// The noise levels at which wirings are compared. At half the spread of the data and above, what
/// is grossly wrong shows; which step of a table is counted first shows at its lowest levels only,
/// where one step is a large ratio: with rates beta the level `sigma_t^2 ~ sum_{i<=t} beta_i`
/// changes by `beta_t / (2 sigma_t^2)` of itself, 28 % from the second to the third of the usual
/// table and 1 % at the hundredth. Above twice the spread networks are often poor, and a wrong
/// wiring may be less poor than the right one; no wiring is judged there.
final class Levels {
  private static final double[] SPREADS = {0.15, 0.5, 1.5};
  private static final double[] LOW_SPREADS = {0.02, 0.06};

  /// The first of a table has no step below it to be mistaken for.
  private static final int[] LOW_STEPS = {1, 8};

  /// Levels nearer than this are one.
  private static final double APART = 1.3;

  private Levels() {}

  /// @param scale spread of the data, in our units
  static Vector of(Wiring wiring, double scale) {
    double[] low =
        wiring
            .table()
            .filter(table -> table.timesteps() > LOW_STEPS[1])
            .map(table -> steps(table, wiring.unit()))
            .orElseGet(() -> Arrays.stream(LOW_SPREADS).map(s -> s * scale).toArray());
    double[] middle = Arrays.stream(SPREADS).map(s -> s * scale).toArray();
    double[] below = Arrays.stream(low).filter(s -> s * APART < middle[0]).toArray();
    double[] all = Arrays.copyOf(below, below.length + middle.length);
    System.arraycopy(middle, 0, all, below.length, middle.length);
    return Vector.adopt(all);
  }

  private static double[] steps(DiscreteSchedule table, double unit) {
    return Arrays.stream(LOW_STEPS).mapToDouble(step -> unit * table.sigmas().get(step)).toArray();
  }

  /// The order in which they are asked: where the gross is seen, first.
  static int[] order(int levels) {
    int[] order = new int[levels];
    order[0] = levels - 2;
    int next = 1;
    for (int level = 0; level < levels; level++) {
      if (level != order[0]) {
        order[next++] = level;
      }
    }
    return order;
  }

  /// Those at which a good denoiser is known by its loss.
  static int telling(int levels) {
    return levels - SPREADS.length;
  }
}
