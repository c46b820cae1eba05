package org.scorefield.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentsTest {

  /// Any table of Student's law.
  @ParameterizedTest
  @CsvSource({
    "1, 12.706",
    "2, 4.303",
    "3, 3.182",
    "4, 2.776",
    "5, 2.571",
    "6, 2.447",
    "7, 2.365",
    "10, 2.228",
    "15, 2.131",
    "30, 2.042",
    "100, 1.984",
    "1000000, 1.960"
  })
  void theQuantilesAreThoseOfTheTables(int freedom, double quantile) {
    assertThat(Students.twoSided95(freedom)).isCloseTo(quantile, within(.002));
  }

  @Test
  void theIntervalOfOneValueIsTheWholeLine() {
    assertThat(Students.twoSided95(0)).isEqualTo(Double.POSITIVE_INFINITY);
  }
}
