package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinePanelsTest {
  private static final LinePanels PANELS =
      LinePanels.covering(
          List.of(
              new LinePanels.Band(-10, 10, 4),
              new LinePanels.Band(-1, .5, .25),
              new LinePanels.Band(20, 21, .6)));

  private static double integral(java.util.function.DoubleUnaryOperator f) {
    double[] points = PANELS.points();
    double[] weights = PANELS.weights();
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      sum += weights[i] * f.applyAsDouble(points[i]);
    }
    return sum;
  }

  @Test
  void theBandsAreCoveredOnceAndTheGapNotAtAll() {
    assertThat(integral(_ -> 1)).isCloseTo(21, offset(1e-12));
    assertThat(integral(x -> x > 10 && x < 20 ? 1 : 0)).isZero();
    assertThat(PANELS.points()).isSorted();
    for (int i = 1; i < PANELS.panels().size(); i++) {
      assertThat(PANELS.panels().get(i).from())
          .isGreaterThanOrEqualTo(PANELS.panels().get(i - 1).to());
    }
  }

  @Test
  void noPanelIsWiderThanAnyBandAllows() {
    for (LinePanels.Panel panel : PANELS.panels()) {
      double middle = (panel.from() + panel.to()) / 2;
      double most = middle > -1 && middle < .5 ? .25 : middle < 15 ? 4 : .6;
      assertThat(panel.width()).isLessThanOrEqualTo(most + 1e-12);
    }
  }

  @Test
  void aPolynomialOfDegreeFifteenIsIntegratedExactly() {
    double exact = (2 * Math.pow(10, 15) + Math.pow(21, 15) - Math.pow(20, 15)) / 15;
    assertThat(integral(x -> Math.pow(x, 14))).isCloseTo(exact, offset(1e-12 * exact));
  }
}
