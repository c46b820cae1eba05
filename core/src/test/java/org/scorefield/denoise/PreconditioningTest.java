package org.scorefield.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;

class PreconditioningTest {
  private static final Shape SHAPE = Shape.vector(2);

  /// What the coefficients are chosen for: input and training target of unit variance, and the skip
  /// that amplifies errors of the network least.
  @ParameterizedTest
  @CsvSource({"0.5, 0.002", "0.5, 0.5", "0.5, 80", "3, 0.1", "3, 7"})
  void inputAndTargetHaveUnitVarianceAndErrorsCountLeast(double data, double sigma) {
    Preconditioning c = new Preconditioning(data);
    double noisy = sigma * sigma + data * data;
    assertThat(c.in(sigma) * c.in(sigma) * noisy).isCloseTo(1, within(1e-14));
    assertThat(targetVariance(c.skip(sigma), data, sigma))
        .isCloseTo(c.out(sigma) * c.out(sigma), within(1e-13 * data * data));
    for (double other : new double[] {0.99, 1.01}) {
      assertThat(targetVariance(other * c.skip(sigma), data, sigma))
          .isGreaterThan(targetVariance(c.skip(sigma), data, sigma));
    }
  }

  /// Variance of `y - skip (y + n)`, for y of standard deviation `data` and n of sigma.
  private static double targetVariance(double skip, double data, double sigma) {
    return (1 - skip) * (1 - skip) * data * data + skip * skip * sigma * sigma;
  }

  @Test
  void theNetworkIsToldAQuarterOfTheLogarithm() {
    assertThat(new Preconditioning(0.5).noise(Math.exp(4))).isCloseTo(1, within(1e-15));
    assertThat(new Preconditioning(2).noise(1)).isZero();
  }

  /// On data of that standard deviation and mean 0 the best network says 0; a network that is told
  /// all it needs to invert the formula gives back any denoiser.
  @Test
  void aPerfectNetworkIsTheExactDenoiser() {
    Preconditioning c = new Preconditioning(0.5);
    Gaussian centred = Gaussian.isotropic(SHAPE, Vector.of(0, 0), 0.25);
    Gaussian shifted = Gaussian.isotropic(SHAPE, Vector.of(0.4, -1), 0.7);
    Batch x = Batch.copyOf(SHAPE, new double[] {0.3, 1.2, -2, 0.1});
    for (double sigma : new double[] {0.05, 1, 12}) {
      assertClose(c.wrap(perfect(c, centred)).denoise(x, sigma), centred.denoise(x, sigma));
      assertClose(c.wrap(perfect(c, shifted)).denoise(x, sigma), shifted.denoise(x, sigma));
      Batch said = perfect(c, centred).evaluate(x.times(c.in(sigma)), Math.log(sigma) / 4);
      assertClose(said, x.times(0));
    }
  }

  /// From the input and the noise input alone, with the coefficients as the paper's table has them.
  private static RawNetwork perfect(Preconditioning c, Gaussian law) {
    double data = c.sigmaData();
    return new RawNetwork() {
      @Override
      public Shape shape() {
        return SHAPE;
      }

      @Override
      public Batch evaluate(Batch input, double noiseInput) {
        double sigma = Math.exp(4 * noiseInput);
        double root = Math.sqrt(sigma * sigma + data * data);
        Batch x = input.times(root);
        Batch rest = law.denoise(x, sigma).plus(x, -data * data / (root * root));
        return rest.times(root / (sigma * data));
      }
    };
  }

  private static void assertClose(Batch actual, Batch expected) {
    for (int at = 0; at < expected.shared().length; at++) {
      assertThat(actual.shared()[at]).isCloseTo(expected.shared()[at], within(1e-13));
    }
  }

  @Test
  void dataWithoutSpreadAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Preconditioning(0))
        .withMessageContaining("sigma_data must be positive, got 0.0");
  }
}
