package org.scorefield.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;

class RankCorrelationTest {
  private static final Vector FIRST = Vector.of(0.3, -2, 7, 1e9, 5);

  @Test
  void oneOrderIsOneAndTheReverseIsMinusOne() {
    Vector rising = Vector.generate(FIRST.size(), i -> Math.cbrt(FIRST.get(i)) - 4);
    Vector falling = Vector.generate(FIRST.size(), i -> -rising.get(i));
    assertThat(RankCorrelation.of(FIRST, rising)).isEqualTo(new RankCorrelation(1, 1));
    assertThat(RankCorrelation.of(FIRST, falling)).isEqualTo(new RankCorrelation(-1, -1));
  }

  /// 1 - 6 sum d^2/(n (n^2 - 1)) with d = (0, 1, -1, 0), and 5 pairs of 6 in the same order.
  @Test
  void aSwapOfNeighboursIsCounted() {
    RankCorrelation found = RankCorrelation.of(Vector.of(1, 2, 3, 4), Vector.of(1, 3, 2, 4));
    assertThat(found.spearman()).isCloseTo(0.8, within(1e-12));
    assertThat(found.kendall()).isCloseTo(4 / 6.0, within(1e-12));
  }

  /// Golden numbers of spearmanr and kendalltau of SciPy.
  @Test
  void equalValuesShareARank() {
    RankCorrelation found =
        RankCorrelation.of(Vector.of(3, 1, 4, 1, 5, 9, 2, 6), Vector.of(2, 7, 1, 8, 2, 8, 1, 8));
    assertThat(found.spearman()).isCloseTo(SPEARMAN, within(1e-12));
    assertThat(found.kendall()).isCloseTo(KENDALL, within(1e-12));
  }

  private static final double SPEARMAN = 0.19885368120992467;
  private static final double KENDALL = 0.16051447078102563;

  @Test
  void infinityIsTheLargestValue() {
    RankCorrelation found =
        RankCorrelation.of(Vector.of(1, 2, 3), Vector.of(0, 1, Double.POSITIVE_INFINITY));
    assertThat(found.spearman()).isEqualTo(1);
  }

  @Test
  void nothingCorrelatesWithAConstant() {
    RankCorrelation found = RankCorrelation.of(Vector.of(1, 2, 3), Vector.of(4, 4, 4));
    assertThat(found.spearman()).isNaN();
    assertThat(found.kendall()).isNaN();
  }

  @Test
  void whatCannotBeRankedIsRefused() {
    assertThatThrownBy(() -> RankCorrelation.of(Vector.of(1, 2), Vector.of(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 2 and 3");
    assertThatThrownBy(() -> RankCorrelation.of(Vector.of(1), Vector.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("things to rank");
    assertThatThrownBy(() -> RankCorrelation.of(Vector.of(1, Double.NaN), Vector.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN has no rank");
  }
}
