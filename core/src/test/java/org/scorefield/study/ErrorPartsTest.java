package org.scorefield.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.RuleDenoiser;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class ErrorPartsTest {
  private static final Shape SHAPE = Shape.vector(4);
  private static final Gaussian LAW = Gaussian.isotropic(SHAPE, Vector.of(0, 1, 0, 2), 0.5);

  private static HeldOut heldOut(Dataset data) {
    return HeldOut.of(data, HeldOut.logLevels(0.1, 10, 40), 8000, 1, NoiseKey.of(2));
  }

  private static HeldOut heldOut() {
    return heldOut(Dataset.of("drawn", "none", LAW.sample(Noise.of(1, 8000))));
  }

  private static LossCurve perturbed(HeldOut heldOut, double epsilon) {
    return heldOut.excess(RuleDenoiser.perturbed(LAW, epsilon), LAW);
  }

  /// Score errors of known size stand for the three nets: `E_S = 4 epsilon^2/2 ln((0.5 + b^2)/(0.5
  /// + a^2))`.
  @Test
  void partsOfKnownErrorsAreTheirDifferencesAndAddUp() {
    HeldOut heldOut = heldOut();
    ErrorParts parts =
        ErrorParts.of(perturbed(heldOut, 0.3), perturbed(heldOut, 0.2), perturbed(heldOut, -0.1));
    double unit = 2 * Math.log(100.5 / 0.51);
    agrees(parts.total(), 0.09 * unit);
    agrees(parts.approximation(), 0.01 * unit);
    agrees(parts.estimation(), 0.03 * unit);
    agrees(parts.optimisation(), 0.05 * unit);
    assertThat(parts.optimisation().standardError()).isLessThan(0.01 * 0.05 * unit);
    assertThat(
            parts.approximation().value()
                + parts.estimation().value()
                + parts.optimisation().value())
        .isCloseTo(parts.total().value(), within(1e-13));
    assertThat(parts.remarks()).isEmpty();
  }

  @Test
  void atEachLevelThePartsAddUpToo() {
    HeldOut heldOut = heldOut();
    List<ErrorParts> levels =
        ErrorParts.byLevel(
            perturbed(heldOut, 0.3), perturbed(heldOut, 0.2), perturbed(heldOut, -0.1));
    assertThat(levels).hasSize(40);
    for (int l = 0; l < 40; l++) {
      double v = heldOut.sigmas().get(l) * heldOut.sigmas().get(l);
      ErrorParts at = levels.get(l);
      agrees(at.optimisation(), 0.05 * v / (0.5 + v));
      assertThat(at.approximation().value() + at.estimation().value() + at.optimisation().value())
          .isCloseTo(at.total().value(), within(1e-13));
    }
  }

  @Test
  void aNegativePartIsSaidAndExplained() {
    HeldOut heldOut = heldOut();
    ErrorParts parts =
        ErrorParts.of(perturbed(heldOut, 0.1), perturbed(heldOut, 0.2), perturbed(heldOut, 0.2));
    assertThat(parts.optimisation().value()).isNegative();
    assertThat(parts.estimation().value()).isZero();
    assertThat(parts.remarks())
        .hasSize(2)
        .anySatisfy(r -> assertThat(r).startsWith("estimation cannot be told from 0"))
        .anySatisfy(
            r -> assertThat(r).startsWith("optimisation is negative").contains("early stopping"));
  }

  /// A model that is right but for its class: the law is a mixture, the model the best Gaussian.
  /// Fitted to all of the law (D_inf) it has approximation error only; fitted to 20 rows (D_n)
  /// estimation error besides; left halfway between a standard normal and that fit (D_K)
  /// optimisation error. Both ways to measure the excess agree on all three.
  @Test
  void gaussiansFittedToAMixtureHaveAllThreeParts() {
    GaussianMixture law = GaussianMixture.isotropic(Noise.of(7, 3).normal(SHAPE).times(2), 0.1);
    HeldOut heldOut = heldOut(Dataset.of("drawn", "none", law.sample(Noise.of(8, 8000))));
    Gaussian unlimited = law.matchingGaussian();
    Moments few = Moments.of(Dataset.of("few", "none", law.sample(Noise.of(9, 20))));
    Gaussian converged = Gaussian.of(SHAPE, few.mean(), few.covariance());
    Gaussian early =
        Gaussian.of(
            SHAPE,
            Vector.generate(4, j -> converged.mean().get(j) / 2),
            halfway(converged.covariance()));
    ErrorParts parts =
        ErrorParts.of(
            heldOut.excess(early, law),
            heldOut.excess(converged, law),
            heldOut.excess(unlimited, law));
    assertThat(parts.approximation().value()).isGreaterThan(0.1);
    assertThat(parts.estimation().value()).isGreaterThan(4 * parts.estimation().standardError());
    assertThat(parts.optimisation().value())
        .isGreaterThan(4 * parts.optimisation().standardError());
    assertThat(parts.remarks()).isEmpty();
    LossCurve exact = heldOut.curve(law);
    ErrorParts byDifference =
        ErrorParts.of(
            heldOut.curve(early).minus(exact),
            heldOut.curve(converged).minus(exact),
            heldOut.curve(unlimited).minus(exact));
    agrees(byDifference.approximation(), parts.approximation());
    agrees(byDifference.estimation(), parts.estimation());
    agrees(byDifference.optimisation(), parts.optimisation());
  }

  private static Matrix halfway(Matrix covariance) {
    double[] values = covariance.toArray();
    for (int i = 0; i < 16; i++) {
      values[i] = (values[i] + (i % 5 == 0 ? 1 : 0)) / 2;
    }
    return Matrix.copyOf(4, 4, values);
  }

  @Test
  void curvesOfOtherDrawsAreRefused() {
    HeldOut one = heldOut();
    HeldOut other = heldOut(Dataset.of("other", "none", LAW.sample(Noise.of(5, 8000))));
    assertThatThrownBy(
            () -> ErrorParts.of(perturbed(one, 0.3), perturbed(one, 0.2), perturbed(other, 0.1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("measure both with one HeldOut");
  }

  private static void agrees(Estimate estimate, double truth) {
    assertThat(estimate.value()).isCloseTo(truth, within(4 * estimate.standardError()));
  }

  private static void agrees(Estimate one, Estimate other) {
    assertThat(one.value())
        .isCloseTo(
            other.value(), within(4 * Math.hypot(one.standardError(), other.standardError())));
  }
}
