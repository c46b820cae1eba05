package org.scorefield.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every grid rule of the catalogue must keep.
class GridContractTest {
  private static final double MAX = 80;
  private static final double MIN = 0.02;

  static Stream<GridRule> rules() {
    return Stream.concat(Grids.ALL.stream(), Stream.of(ListedGrid.of(80, 10, 1, 0)));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void levelsFallStrictlyFromEndToEnd(GridRule rule) {
    for (int steps : new int[] {1, 2, 3, 5, 18, 1000}) {
      TimeGrid grid = rule.toMin(steps, MAX, MIN);
      assertThat(grid.steps()).isEqualTo(steps);
      assertThat(grid.first()).isEqualTo(MAX);
      assertThat(grid.last()).isEqualTo(MIN);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theGridToZeroIsTheLevelsAndThenZero(GridRule rule) {
    TimeGrid grid = rule.toZero(7, MAX, MIN);
    assertThat(grid.steps()).isEqualTo(7);
    assertThat(grid.endsAtZero()).isTrue();
    for (int i = 0; i < 7; i++) {
      assertThat(grid.sigma(i)).isEqualTo(rule.toMin(6, MAX, MIN).sigma(i));
    }
    assertThat(rule.toZero(1, MAX, MIN).sigmas().toArray()).containsExactly(MAX, 0);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void namesReadAsTheRule(GridRule rule) {
    assertThat(Grids.parse(rule.name())).isEqualTo(rule);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void refusesEndsThatAreNot(GridRule rule) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.toZero(5, MAX, 0))
        .withMessageContaining("sigma_min = 0.0")
        .withMessageContaining("grids add the final 0 themselves");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.toZero(5, 1, 2))
        .withMessageContaining("sigma_max = 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.toMin(0, MAX, MIN))
        .withMessageContaining("got 0");
  }
}
