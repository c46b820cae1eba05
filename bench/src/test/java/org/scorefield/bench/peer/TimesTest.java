package org.scorefield.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimesTest {

  @Test
  void medianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
    assertThat(Times.of(5, 1, 2).median()).isEqualTo(2);
    assertThat(Times.of(5, 1, 2, 4).median()).isEqualTo(3);
  }

  @Test
  void extremesAreThoseOfTheValuesInAnyOrder() {
    Times times = Times.of(5, 1, 2).times(10);
    assertThat(times.least()).isEqualTo(10);
    assertThat(times.most()).isEqualTo(50);
  }

  @Test
  void noMeasurementIsRefused() {
    assertThatThrownBy(Times::of).hasMessageContaining("at least one");
  }

  @Test
  void goalsJudgeTheMedian() {
    Times ratio = Times.of(0.8, 0.9, 3);
    Times seconds = Times.of(1, 4, 5);
    assertThat(new Goal.Ratio(1).met(seconds, ratio)).isTrue();
    assertThat(new Goal.Ratio(0.85).met(seconds, ratio)).isFalse();
    assertThat(new Goal.Seconds(4).met(seconds, ratio)).isTrue();
    assertThat(new Goal.Seconds(3).met(seconds, ratio)).isFalse();
  }
}
