package org.scorefield.schedule;

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

class VpLinearTest {
  private static final VpLinear VP = new VpLinear();

  @Test
  void scaleAndNoiseAreOnTheUnitCircle() {
    for (double t = 0; t <= 1; t += 1 / 128.0) {
      double noise = VP.scale(t) * VP.sigma(t);
      assertThat(VP.scale(t) * VP.scale(t) + noise * noise).isCloseTo(1, within(1e-14));
    }
  }

  @Test
  void scaleIsTheExponentialOfTheAccumulatedRate() {
    double t = 0.37;
    assertThat(VP.scale(t))
        .isCloseTo(Math.exp(-0.25 * t * t * 19.9 - 0.5 * t * 0.1), within(1e-15));
  }

  @Test
  void runsTheLinearTableInContinuousTime() {
    DiscreteSchedule table = DiscreteSchedules.linear(1000, 1e-4, 0.02);
    for (int k : new int[] {99, 499, 999}) {
      assertThat(table.sigmas().get(k))
          .isCloseTo(VP.sigma((k + 1) / 1000.0), within(0.04 * (k + 1)));
      assertThat(table.sigmas().get(k) / VP.sigma((k + 1) / 1000.0)).isCloseTo(1, within(0.05));
    }
  }

  /// Specified to twelve digits from an independent Runge-Kutta integration of 20000 steps.
  @ParameterizedTest
  @CsvSource({"5, 4.194921088093", "0.3, 1.329799891874", "0.01, 0.570640043207"})
  void gaussianFlowMatchesRungeKutta(double variance, double expected) {
    Shape one = Shape.vector(1);
    double start = 1;
    double end = 1e-3;
    double closedForm =
        Gaussian.isotropic(one, Vector.of(0.4), variance)
            .flowScaled(
                Batch.copyOf(one, new double[] {1.7}),
                VP.scale(start),
                VP.scale(start) * VP.sigma(start),
                VP.scale(end),
                VP.scale(end) * VP.sigma(end))
            .get(0, 0);
    assertThat(closedForm).isCloseTo(expected, within(1e-11));
    assertThat(ProbabilityFlow.integrate(VP, 0.4, variance, 1.7, start, end, 20000))
        .isCloseTo(expected, within(1e-9));
  }

  @Test
  void fitsTheEndsAskedFor() {
    VpLinear fitted = VpLinear.through(80, 0.002, 1e-3);
    assertThat(fitted.sigma(1)).isCloseTo(80, within(1e-11));
    assertThat(fitted.sigma(1e-3)).isCloseTo(0.002, within(1e-14));
  }

  @Test
  void aNegativeFirstRateStartsTimeWhereNoiseStarts() {
    VpLinear fitted = VpLinear.through(80, 0.002, 1e-3);
    assertThat(fitted.betaMin()).isNegative();
    assertThat(fitted.minTime()).isBetween(0.0, 1e-3);
    assertThat(fitted.sigma(fitted.minTime())).isCloseTo(0, within(1e-9));
    assertThat(fitted.time(0)).isEqualTo(fitted.minTime());
  }

  @Test
  void withoutEndItRunsOnAtTheSameRate() {
    VpLinear fitted = VpLinear.through(80, 0.002, 1e-3);
    VpLinear endless = fitted.withoutEnd();
    for (double sigma : new double[] {0, 0.002, 1.7, 80}) {
      assertThat(endless.time(sigma)).isEqualTo(fitted.time(sigma));
    }
    assertThat(endless.time(1e4)).isGreaterThan(1);
    assertThat(endless.sigma(endless.time(1e4))).isCloseTo(1e4, within(1e-8));
    assertThatIllegalArgumentException().isThrownBy(() -> fitted.time(1e4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VpLinear(0.1, 19.9, 0.5))
        .withMessageContaining("got 0.5");
  }

  @Test
  void refusesEndsNoLinearRateReaches() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VpLinear.through(80, 10, 1e-3))
        .withMessageContaining("raise epsilon or lower sigma_min");
    assertThatIllegalArgumentException().isThrownBy(() -> new VpLinear(0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VpLinear(-1, 1))
        .withMessageContaining("beta_min = -1.0");
    assertThatIllegalArgumentException().isThrownBy(() -> new VpLinear(1, -1));
  }
}
