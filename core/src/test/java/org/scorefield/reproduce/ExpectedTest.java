package org.scorefield.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.scorefield.metric.Estimate;

class ExpectedTest {
  @Test
  void aValueMayMissByItsToleranceAndThreeOfItsOwnErrors() {
    Expected near = Expected.near(10, 1, "someone");
    assertThat(near.metBy(new Estimate(10.9, 0, 1))).isTrue();
    assertThat(near.metBy(new Estimate(11.1, 0, 1))).isFalse();
    assertThat(near.metBy(new Estimate(11.2, .1, 9))).isTrue();
    assertThat(near.metBy(new Estimate(11.4, .1, 9))).isFalse();
    assertThat(near.metBy(new Estimate(11.1, Double.NaN, 9))).isFalse();
    assertThat(near.metBy(new Estimate(Double.NaN, 0, 9))).isFalse();
    assertThat(Expected.nearly(-2, .1, "").metBy(new Estimate(-2.19, 0, 1))).isTrue();
  }

  @Test
  void rangesMayHaveOneEnd() {
    assertThat(Expected.atMost(1, "").metBy(new Estimate(-1e9, 0, 1))).isTrue();
    assertThat(Expected.atMost(1, "").metBy(new Estimate(1.1, 0, 1))).isFalse();
    assertThat(Expected.atMost(1, "").metBy(new Estimate(1.1, .05, 1))).isTrue();
    assertThat(Expected.atLeast(1, "").metBy(new Estimate(.9, 0, 1))).isFalse();
    assertThat(Expected.atLeast(1, "").metBy(new Estimate(Double.NaN, 0, 1))).isFalse();
    assertThat(new Expected.Within(1, 2, "").metBy(new Estimate(2.5, 0, 1))).isFalse();
    assertThat(new Expected.Nothing().metBy(new Estimate(Double.NaN, 0, 1))).isTrue();
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new Expected.Within(2, 1, "")).hasMessageContaining("lower end first");
    assertThatThrownBy(() -> Expected.near(1, -1, "")).hasMessageContaining("negative");
  }
}
