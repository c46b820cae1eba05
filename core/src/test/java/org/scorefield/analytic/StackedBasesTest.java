package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;

class StackedBasesTest {
  /// Components of several ranks, 100 from the origin and apart by little.
  private static GaussianMixture mixture(double residual) {
    Gaussian[] parts = new Gaussian[5];
    for (int c = 0; c < 5; c++) {
      Gaussian g = Laws.gaussian(c + 1, 20, new int[] {0, 3, 7, 3, 19}[c], residual);
      Vector mean = Vector.generate(20, j -> 100 + 0.3 * g.mean().get(j));
      parts[c] = new Gaussian(g.shape(), mean, g.basis(), g.variances(), residual);
    }
    return Laws.mixture(parts);
  }

  @Test
  void oneProductGivesWhatTheMixtureGives() {
    GaussianMixture mixture = mixture(0.4);
    Batch x = Laws.normal(7, 700, 20).map(v -> 100 + v);
    StackedBases bases = StackedBases.of(mixture);
    assertThat(bases.isAccurate(x)).isTrue();
    double[] responsibilities = bases.expectation(x).responsibilities();
    double[] expected = mixture.responsibilities(x, 0).shared();
    int shared = 0;
    for (int at = 0; at < expected.length; at++) {
      assertThat(responsibilities[at]).isCloseTo(expected[at], within(1e-11));
      shared += expected[at] > 0.01 && expected[at] < 0.99 ? 1 : 0;
    }
    assertThat(shared).as("rows of several components").isGreaterThan(100);
    double[] density = mixture.logDensity(x, 0).shared();
    for (int i = 0; i < 700; i++) {
      assertThat(bases.expectation(x).logDensity()[i]).isCloseTo(density[i], within(1e-10));
    }
  }

  @Test
  void refusesRowsWhoseDensityWouldLoseTooManyDigits() {
    Batch near = Laws.normal(8, 30, 20).map(v -> 100 + v);
    double[] values = near.toArray();
    Arrays.fill(values, 17 * 20, 18 * 20, 1e5);
    Batch far = Batch.adopt(near.shape(), values);
    StackedBases bases = StackedBases.of(mixture(0.4));
    assertThat(bases.isAccurate(near)).isTrue();
    assertThat(bases.isAccurate(far)).isFalse();
    assertThat(StackedBases.of(mixture(1e-7)).isAccurate(near)).isFalse();
  }

  @Test
  void wherePrecisionWouldBeLostTheExpectationIsThatOfTheMixture() {
    GaussianMixture mixture = mixture(1e-9);
    Batch x = Laws.normal(8, 30, 20).map(v -> 100 + v);
    Expectation e = Expectation.of(mixture, Dataset.of("test", "none", x));
    assertThat(e.logLikelihood()).isEqualTo(mixture.logDensity(x, 0).sum() / 30);
  }
}
