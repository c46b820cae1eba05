package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.scorefield.metric.Estimate;

class TablesTest {
  @Test
  void aNumberHasTheDigitsThatItsErrorAllows() {
    assertThat(Tables.number(new Estimate(0.123456, 0.0021, 9))).isEqualTo("0.1235 ± 0.0021");
    assertThat(Tables.number(new Estimate(1234.5, 67.8, 9))).isEqualTo("1235 ± 68");
    assertThat(Tables.number(new Estimate(1.004e19, 7.2e17, 9))).isEqualTo("1.00e+19 ± 7.2e+17");
    assertThat(Tables.number(new Estimate(2.5, 0, 9))).isEqualTo("2.500");
  }
}
