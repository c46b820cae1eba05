package org.scorefield.accelerate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.design.Aim;

class TaskTest {
  private static final Gaussian GAUSSIAN =
      Gaussian.isotropic(Shape.vector(3), Vector.of(1, 2, 3), 1);

  @Test
  void levelsMustLieInOrder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Task(GAUSSIAN, .01, 40, 8, Aim.FIDELITY))
        .withMessageContaining("sigma_min < sigma_max, got 40.0 and 0.01");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Task(GAUSSIAN, 40, .01, 1, Aim.FIDELITY))
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
    assertThat(cost(Aim.DISTRIBUTION)).isBetween(75_000L, 81_000L);
  }

  private static long cost(Aim aim) {
    return new ModelSearch(
            new Task(GAUSSIAN, 40, .01, 8, aim),
            Effort.usual(),
            Optional.empty(),
            Optional.empty(),
            1)
        .cost();
  }
}
