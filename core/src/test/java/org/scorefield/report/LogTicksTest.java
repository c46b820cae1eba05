package org.scorefield.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogTicksTest {

  @Test
  void manyDecadesAreLabelledAtPowersOfTen() {
    assertThat(labels(0.002, 80)).containsExactly("0.01", "0.1", "1", "10");
    assertThat(labels(1e-6, 1e-3)).containsExactly("10⁻⁶", "10⁻⁵", "10⁻⁴", "0.001");
  }

  @Test
  void veryManyAreThinnedEvenly() {
    assertThat(labels(1e-16, 1)).containsExactly("10⁻¹⁵", "10⁻¹²", "10⁻⁹", "10⁻⁶", "0.001", "1");
  }

  @Test
  void fewAreLabelledAtOneTwoFive() {
    assertThat(labels(0.9, 41)).containsExactly("1", "2", "5", "10", "20");
  }

  @Test
  void lessThanADecadeIsLabelledAtRoundValues() {
    assertThat(labels(3.1, 7.9)).containsExactly("4", "5", "6", "7");
    assertThat(labels(0.0312, 0.0361)).containsExactly("0.032", "0.033", "0.034", "0.035", "0.036");
  }

  @Test
  void everyExtentHasTwoToNineLabelsInsideItAndInOrder() {
    for (double low = -9; low < 3; low += 0.37) {
      for (double span = 0.01; span < 40; span *= 1.3) {
        List<LogTicks> ticks = LogTicks.between(low, low + span);
        assertThat(ticks).isSortedAccordingTo((a, b) -> Double.compare(a.at(), b.at()));
        assertThat(ticks.stream().filter(t -> !t.label().isEmpty()).count())
            .as("from %s over %s", low, span)
            .isBetween(2L, 9L);
        assertThat(ticks.getFirst().at()).isGreaterThan(low - 1e-9);
        assertThat(ticks.getLast().at()).isLessThan(low + span + 1e-9);
      }
    }
  }

  @Test
  void labelsStandAtTheirValues() {
    for (LogTicks tick : LogTicks.between(Math.log10(0.9), Math.log10(41))) {
      if (!tick.label().isEmpty()) {
        assertThat(Math.pow(10, tick.at()))
            .isCloseTo(Double.parseDouble(tick.label()), within(1e-9));
      }
    }
  }

  private static List<String> labels(double low, double high) {
    return LogTicks.between(Math.log10(low), Math.log10(high)).stream()
        .map(LogTicks::label)
        .filter(label -> !label.isEmpty())
        .toList();
  }
}
