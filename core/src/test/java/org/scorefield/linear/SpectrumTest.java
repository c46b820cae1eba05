package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

class SpectrumTest {
  @Test
  void powerLawHasItsTotalAndItsRatios() {
    Spectrum law = Spectrum.powerLaw(100, 1.5, 20);
    assertThat(law.totalVariance()).isCloseTo(20, within(1e-12));
    assertThat(law.dimension()).isEqualTo(100);
    assertThat(law.variances().get(3) / law.variances().get(0)).isCloseTo(1 / 8.0, within(1e-14));
  }

  @Test
  void binsKeepTheTotalTheDimensionAndTheMean() {
    Vector values = Vector.generate(1000, k -> k < 40 ? 0 : Math.exp(-k / 50.0));
    Spectrum fine =
        new Spectrum(
            values, Vector.generate(1000, k -> 1 + k % 3), Vector.generate(1000, k -> k / 7.0));
    Spectrum binned = fine.binned(30);
    assertThat(binned.size()).isEqualTo(31);
    assertThat(binned.totalVariance()).isCloseTo(fine.totalVariance(), within(1e-10));
    assertThat(binned.dimension()).isEqualTo(fine.dimension());
    assertThat(binned.squaredMeans().sum()).isCloseTo(fine.squaredMeans().sum(), within(1e-6));
    assertThat(binned.variances().last()).as("zeros stay zeros").isEqualTo(0);
    assertThat(fine.binned(1000)).isSameAs(fine);
  }

  @Test
  void aGaussianGivesItsDirectionsAndItsResidual() {
    Gaussian g =
        new Gaussian(
            Shape.vector(5),
            Vector.of(1, 2, 3, 4, 5),
            Matrix.identity(5).leadingColumns(2),
            Vector.of(7, 6),
            0.5);
    Spectrum s = Spectrum.of(g);
    assertThat(s.variances()).isEqualTo(Vector.of(7, 6, 0.5));
    assertThat(s.counts()).isEqualTo(Vector.of(1, 1, 3));
    assertThat(s.squaredMeans().shared()).containsExactly(new double[] {1, 4, 50}, within(1e-12));
    assertThat(s.totalVariance()).isCloseTo(g.totalVariance(), within(1e-12));
    assertThat(Spectrum.of(Gaussian.isotropic(Shape.vector(3), Vector.of(1, 1, 1), 2)).counts())
        .isEqualTo(Vector.of(3));
  }

  @Test
  void aSpectrumOfNothingIsRefused() {
    assertThatThrownBy(() -> Spectrum.of(Vector.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one variance");
    assertThatThrownBy(() -> Spectrum.of(Vector.of(0, 0))).hasMessageContaining("one point");
    assertThatThrownBy(() -> Spectrum.of(Vector.of(1, Double.NaN)))
        .hasMessageContaining("variance 1 of the spectrum is NaN");
    assertThatThrownBy(() -> Spectrum.of(Vector.of(-1, 1))).hasMessageContaining("is -1.0");
    assertThatThrownBy(() -> new Spectrum(Vector.of(1), Vector.of(1, 1), Vector.of(0)))
        .hasMessageContaining("as many counts");
    assertThatThrownBy(() -> Spectrum.of(Vector.of(1, 2)).binned(0)).hasMessageContaining("got 0");
  }
}
