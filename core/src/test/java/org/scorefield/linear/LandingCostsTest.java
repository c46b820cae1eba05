package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.NoisyKl;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class LandingCostsTest {
  private static final GaussianMixture LAW =
      GaussianMixture.isotropic(Noise.of(3, 3).normal(Shape.vector(4)).times(2), 0.3);
  private static final NoiseKey KEY = NoiseKey.of(11);
  private static final LandingCosts COSTS = new LandingCosts(160 * LAW.scale(), LAW.scale());

  @Test
  void onTheLawAndOnItsRowsItIsTheDivergenceByLogDensities() {
    ResidualCurve onLaw = COSTS.onLaw(LAW, LAW.matchingGaussian(), KEY, _ -> true);
    Dataset rows = Dataset.of("rows", "", LAW.sample(Noise.of(4, 2000)));
    ResidualCurve onRows = COSTS.onRows(LAW, LAW.matchingGaussian(), rows, KEY, _ -> true);
    for (double deviations : new double[] {1, 2, 4}) {
      double sigma = deviations * LAW.scale();
      Estimate direct =
          new NoisyKl(200_000)
              .measure(LAW, LAW.matchingGaussian(), sigma, new Noise(NoiseKey.of(2), 0, 1));
      for (ResidualCurve curve : new ResidualCurve[] {onLaw, onRows}) {
        Estimate kl = curve.kl(sigma);
        double chance = 4 * Math.hypot(kl.standardError(), direct.standardError());
        assertThat(kl.value()).isCloseTo(direct.value(), within(chance + 0.02 * direct.value()));
      }
    }
  }

  @Test
  void aGaussianIsNotTrustedBelowHalfAStandardDeviationOtherLawsAre() {
    ResidualCurve gaussian = COSTS.onLaw(LAW, LAW.matchingGaussian(), KEY, _ -> true);
    ResidualCurve other = COSTS.onLaw(LAW, LAW, KEY, _ -> true);
    assertThat(gaussian.lowest()).isCloseTo(0.5 * LAW.scale(), within(1e-9));
    assertThat(other.lowest()).isCloseTo(0.05 * LAW.scale(), within(1e-9));
    assertThat(other.kl(other.lowest()).value()).isZero();
  }

  @Test
  void aRunThatBeginsTooLowIsRefused() {
    LandingCosts low = new LandingCosts(0.4 * LAW.scale(), LAW.scale());
    assertThatThrownBy(() -> low.onLaw(LAW, LAW.matchingGaussian(), KEY, _ -> true))
        .hasMessageContaining("choose one that begins higher");
  }
}
