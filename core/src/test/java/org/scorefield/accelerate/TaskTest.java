package org.scorefield.accelerate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.design.Aim;
import org.scorefield.wiring.LevelRange;

class TaskTest {
  private static final Gaussian GAUSSIAN =
      Gaussian.isotropic(Shape.vector(3), Vector.of(1, 2, 3), 1);
  private static final LevelRange RANGE =
      LevelRange.of(GAUSSIAN, 1, OptionalDouble.of(40), OptionalDouble.of(.01));

  @Test
  void aGridOfOneStepHasNoShape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Task(GAUSSIAN, RANGE, 1, Aim.FIDELITY))
        .withMessageContaining("got 1 evaluations");
  }

  @Test
  void anEffortThatProvesNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Effort(12, 64, 4, 3, 256, 4))
        .withMessage("the number of fresh trajectories must be at least 4, got 3");
  }

  /// The figures of the documentation.
  @Test
  void theUsualEffortCostsWhatIsSaid() {
    assertThat(cost(Aim.FIDELITY)).isEqualTo(12 * 64 + 12 * 8 * 6 + 16 * (64 + 7 * 8));
    assertThat(cost(Aim.DISTRIBUTION)).isBetween(81_000L, 84_000L);
  }

  private static long cost(Aim aim) {
    return new ModelSearch(
            new Task(GAUSSIAN, RANGE, 8, aim),
            Effort.usual(),
            Optional.empty(),
            Optional.empty(),
            1)
        .cost();
  }
}
