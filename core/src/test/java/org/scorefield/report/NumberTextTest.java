package org.scorefield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "35, 35",
    "3.14159265, 3.142",
    "-2.5, −2.5",
    "0.00123456, 0.001235",
    "0.000123456, 1.235 × 10⁻⁴",
    "12345.6, 12346",
    "999999, 999999",
    "1234567, 1.235 × 10⁶",
    "0.99999, 1",
    "999999.7, 1 × 10⁶",
    "0.00099999, 0.001",
    "1e-300, 1 × 10⁻³⁰⁰",
    "NaN, n/a",
    "Infinity, ∞",
    "-Infinity, −∞",
  })
  void bareNumbersHaveFourDigits(double value, String text) {
    assertThat(NumberText.of(value)).isEqualTo(text);
  }

  /// The first three are the examples of the rule's source: 0.827 +- 0.119 keeps two digits, 0.827
  /// +- 0.367 one, 0.827 +- 0.987 rounds up to 1.0.
  @ParameterizedTest
  @CsvSource({
    "0.827, 0.119, 0.83 ± 0.12",
    "0.827, 0.367, 0.8 ± 0.4",
    "0.8, 0.987, 0.8 ± 1.0",
    "3.41234, 0.0871, 3.41 ± 0.09",
    "3.41234, 0.0354, 3.412 ± 0.035",
    "3.41234, 0.0355, 3.41 ± 0.04",
    "3.41234, 0.00949, 3.412 ± 0.009",
    "3.41234, 0.0095, 3.412 ± 0.010",
    "-0.5, 0.02, −0.500 ± 0.020",
    "12345, 1234, 12300 ± 1200",
    "123456789, 20000, (1.23457 ± 0.00020) × 10⁸",
    "0.0000123, 0.0000004, (1.23 ± 0.04) × 10⁻⁵",
    "0, 0.25, 0.00 ± 0.25",
    "1.5, 0, 1.5",
    "1.5, NaN, 1.5",
    "1.5, Infinity, 1.5 ± ∞",
    "NaN, 0.1, n/a",
  })
  void errorsSetTheDigits(double value, double standardError, String text) {
    assertThat(NumberText.of(value, standardError)).isEqualTo(text);
  }

  @Test
  void anErrorFarBelowTheValueDoesNotFloodItWithDigits() {
    assertThat(NumberText.of(12345.678, 0.00012)).isEqualTo("12346 ± 1.2 × 10⁻⁴");
  }

  @Test
  void countsAreGroupedFromFiveDigitsOn() {
    assertThat(NumberText.count(1797)).isEqualTo("1797");
    assertThat(NumberText.count(50_000)).isEqualTo("50\u202f000");
    assertThat(NumberText.count(-1_234_567)).isEqualTo("−1\u202f234\u202f567");
    assertThat(NumberText.count(Long.MIN_VALUE)).startsWith("−9\u202f223");
  }

  @Test
  void noLocaleChangesANumber() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(NumberText.of(1234.5, 0.25)).isEqualTo("1234.50 ± 0.25");
    } finally {
      Locale.setDefault(before);
    }
  }
}
