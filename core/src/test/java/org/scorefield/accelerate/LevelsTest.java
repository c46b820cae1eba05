package org.scorefield.accelerate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.TimeGrid;

class LevelsTest {
  private static final Levels WHOLE = new Levels(sigma -> Math.max(1, Math.rint(sigma)));

  @Test
  void gridsAreMovedToTheLevelsThatAreKnown() {
    assertThat(WHOLE.moved(TimeGrid.of(9.8, 5.2, 1.4, 0))).isEqualTo(TimeGrid.of(10, 5, 1, 0));
  }

  @Test
  void levelsThatFallTogetherAreOne() {
    assertThat(WHOLE.moved(TimeGrid.of(3.2, 2.9, 1.1, .8))).isEqualTo(TimeGrid.of(3, 1));
  }

  @Test
  void fineLevelsGoFromEndToEndAndToZero() {
    TimeGrid any = new Levels(sigma -> sigma).fine(30, 80, .02);
    assertThat(any).isEqualTo(new LogUniformGrid().toZero(30, 80, .02));
    TimeGrid known = WHOLE.fine(30, 80, 1);
    assertThat(known.steps()).isLessThan(30);
    assertThat(known.first()).isEqualTo(80);
    assertThat(known.endsAtZero()).isTrue();
    assertThat(known.sigmas().stream().allMatch(sigma -> sigma == Math.rint(sigma))).isTrue();
  }
}
