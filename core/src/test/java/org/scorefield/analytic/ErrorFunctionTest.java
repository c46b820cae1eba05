package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorFunctionTest {

  /// Numbers of mpmath at 30 digits.
  @ParameterizedTest
  @CsvSource({
    "-10, 7.61985302416052606597e-24",
    "-2, .0227501319481792072",
    "-.1, .460172162722971015",
    "0, .5",
    "1, .841344746068542949",
    "6, .999999999013412354797"
  })
  void theShareBelowIsExactInBothTails(double x, double share) {
    assertThat(ErrorFunction.normalBelow(x)).isCloseTo(share, offset(2e-15 * share));
  }
}
