package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.linalg.GaussLegendre;

class LineMixtureTest {
  private static final LineMixture LUMPS = LineMixture.of(Lines.lumps());

  /// Numbers of an independent program.
  @ParameterizedTest
  @CsvSource({
    ".1, 28.988822, .39447515, .71011178",
    ".2, 14.386411, .69426149, .42454356",
    ".5, 2.1402145, 1.25018908, .46494638",
    "1, .65597262, 1.64023397, .34402738",
    "5, .039110589, 3.03962055, .02223526"
  })
  void informationEntropyAndLossAreThoseOfAnIndependentProgram(
      double sigma, double information, double entropy, double loss) {
    assertThat(LUMPS.fisherInformation(sigma)).isCloseTo(information, offset(1e-6 * information));
    assertThat(LUMPS.entropy(sigma)).isCloseTo(entropy, offset(1e-6 * Math.abs(entropy)));
    assertThat(LUMPS.at(sigma)).isCloseTo(loss, offset(1e-6 * loss));
  }

  @ParameterizedTest
  @CsvSource({
    ".01, .995459",
    ".1, .722601",
    ".2, .454409",
    ".5, .669372",
    "1, .949070",
    "5, .999867"
  })
  void theNormalisedLossIsThatOfAnIndependentProgram(double sigma, double loss) {
    assertThat(LUMPS.normalised(sigma)).isCloseTo(loss, offset(1e-6));
  }

  @Test
  void theEntropyGrowsByHalfTheFisherInformation() {
    double integral = 0;
    int panels = 60;
    GaussLegendre rule = GaussLegendre.of(6);
    double from = Math.log(1e-4);
    double to = Math.log(25);
    for (int p = 0; p < panels; p++) {
      for (int i = 0; i < rule.points(); i++) {
        double u = from + (p + (1 + rule.node(i)) / 2) * (to - from) / panels;
        double v = Math.exp(u);
        integral +=
            rule.weight(i)
                / 2
                * (to - from)
                / panels
                * v
                * LUMPS.fisherInformation(Math.sqrt(v))
                / 2;
      }
    }
    assertThat(integral).isCloseTo(LUMPS.entropy(5) - LUMPS.entropy(.01), offset(1e-8));
    assertThat(integral).isCloseTo(2.8248335, offset(1e-7));
  }

  @Test
  void theLossAndTheFisherInformationAreOneNumber() {
    for (double sigma : new double[] {.01, .3, 3, 30}) {
      assertThat(LUMPS.at(sigma) + sigma * sigma * LUMPS.fisherInformation(sigma))
          .isCloseTo(1, offset(1e-9));
    }
  }

  @Test
  void aSingleComponentHasClosedForms() {
    LineMixture normal = LineMixture.of(Lines.normal(1.5, .5));
    double sigma = 1.3;
    double v = sigma * sigma;
    assertThat(normal.at(sigma)).isCloseTo(.5 / (.5 + v), offset(1e-10));
    assertThat(normal.entropy(sigma))
        .isCloseTo(Math.log(2 * Math.PI * Math.E * (.5 + v)) / 2, offset(1e-10));
    assertThat(normal.normalised(sigma)).isCloseTo(1, offset(1e-10));
    double ratio = (.5 + v) / v;
    assertThat(normal.startDivergence(sigma))
        .isCloseTo((ratio - 1 - Math.log(ratio) + 2.25 / v) / 2, offset(1e-10));
    double eps = .1;
    double bias = .3;
    assertThat(normal.excess(new Perturbed(normal.law(), eps, bias * (1 + v), 0, 1), sigma))
        .isCloseTo(v * (eps * eps / (.5 + v) + bias * bias), offset(1e-10));
  }

  @Test
  void componentsOfVeryDifferentWidthsAreResolved() {
    LineMixture law =
        LineMixture.of(
            Lines.mixture(
                org.scorefield.array.Vector.of(.5, .5),
                org.scorefield.array.Vector.of(0, 40),
                org.scorefield.array.Vector.of(0, 100)));
    double sigma = .01;
    double half = Math.log(2) + Math.log(2 * Math.PI * Math.E * 1e-4) / 4;
    double other = Math.log(2 * Math.PI * Math.E * (100 + 1e-4)) / 4;
    assertThat(law.entropy(sigma)).isCloseTo(half + other, offset(1e-3));
    assertThat(law.at(sigma) + sigma * sigma * law.fisherInformation(sigma))
        .isCloseTo(1, offset(1e-9));
  }

  @Test
  void aLawInThePlaneIsRefused() {
    GaussianMixture plane = GaussianMixture.isotropic(Batch.zeros(Shape.vector(2), 1), 1);
    assertThatThrownBy(() -> LineMixture.of(plane))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("on the line");
    assertThatThrownBy(() -> LineMixture.of(Lines.normal(0, 0)).entropy(0))
        .hasMessageContaining("no density");
  }
}
