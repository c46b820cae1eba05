package org.scorefield.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;
import org.scorefield.schedule.DiscreteSchedule.Interpolation;

class DiscreteScheduleTest {
  private static final DiscreteSchedule LINEAR = DiscreteSchedules.linear(1000, 1e-4, 0.02);

  /// Golden: diffusers (float32) prints these.
  @Test
  void signalsAreThePublishedOnes() {
    assertSignals(LINEAR, 0.999899983, 0.078587234, 4.03583035e-5);
    assertSignals(
        DiscreteSchedules.scaledLinear(1000, 0.00085, 0.012),
        0.999149978,
        0.27766943,
        0.00466009509);
    assertSignals(DiscreteSchedules.cosine(1000), 0.999958694, 0.493843466, 2.42873499e-9);
    assertSignals(
        DiscreteSchedules.sigmoid(1000, 1e-4, 0.02), 0.99985081, 0.301930994, 3.96818214e-5);
  }

  @Test
  void signalIsTheProductOfTheRates() {
    DiscreteSchedule table = DiscreteSchedule.ofBetas("t", Vector.of(0.1, 0.2, 0.5));
    assertThat(table.alphaCumprod(2)).isCloseTo(0.9 * 0.8 * 0.5, within(1e-15));
    assertThat(table.sigmas().get(2)).isCloseTo(Math.sqrt(0.64 / 0.36), within(1e-15));
    DiscreteSchedule same = DiscreteSchedule.ofAlphasCumprod("t", Vector.of(0.9, 0.72, 0.36));
    assertThat(same.sigmas().get(1)).isCloseTo(table.sigmas().get(1), within(1e-15));
  }

  @Test
  void cosineWithBothClipsKeepsTheRatesBetweenThem() {
    DiscreteSchedule table = DiscreteSchedules.cosine(1000, 0.008, 1e-4, 0.9999);
    assertThat(1 - table.alphaCumprod(0)).isCloseTo(1e-4, within(1e-12));
    assertThat(1 - table.alphaCumprod(999) / table.alphaCumprod(998))
        .isCloseTo(0.9999, within(1e-9));
    double before = Math.pow(Math.cos((0.5 + 0.008) / 1.008 * Math.PI / 2), 2);
    double after = Math.pow(Math.cos((0.501 + 0.008) / 1.008 * Math.PI / 2), 2);
    assertThat(table.alphaCumprod(500) / table.alphaCumprod(499))
        .isCloseTo(after / before, within(1e-12));
  }

  /// Golden, as above; 1e-4 relative where float32 lost digits.
  @Test
  void zeroTerminalSnrKeepsTheFirstLevelAndEndsOnPureNoise() {
    DiscreteSchedule rescaled = LINEAR.withZeroTerminalSnr();
    assertThat(rescaled.sigmas().first()).isEqualTo(LINEAR.sigmas().first());
    assertThat(rescaled.alphaCumprod(499)).isCloseTo(0.076028727, withinPercentage(1e-3));
    assertThat(rescaled.alphaCumprod(998)).isCloseTo(4.21327e-9, withinPercentage(0.1));
    assertThat(rescaled.alphaCumprod(999)).isZero();
    assertThat(rescaled.maxTime()).isEqualTo(998);
    assertThat(rescaled.noiseInput(1e300)).isEqualTo(998);
  }

  @Test
  void interpolatesLevelsBothWays() {
    double low = LINEAR.sigmas().get(122);
    double high = LINEAR.sigmas().get(123);
    assertThat(LINEAR.sigma(122.25))
        .isCloseTo(Math.pow(low, 0.75) * Math.pow(high, 0.25), within(1e-14));
    DiscreteSchedule straight = LINEAR.interpolated(Interpolation.LINEAR);
    assertThat(straight.sigma(122.25)).isCloseTo(0.75 * low + 0.25 * high, within(1e-14));
    assertThat(straight.time(0.75 * low + 0.25 * high)).isCloseTo(122.25, within(1e-11));
    assertThat(LINEAR.sigma(122)).isEqualTo(low);
    assertThat(LINEAR.time(high)).isEqualTo(123);
  }

  @Test
  void nearestIsNearestByRatio() {
    double low = LINEAR.sigmas().get(700);
    double high = LINEAR.sigmas().get(701);
    double middle = Math.sqrt(low * high);
    assertThat(LINEAR.nearest(middle * (1 - 1e-9))).isEqualTo(700);
    assertThat(LINEAR.nearest(middle * (1 + 1e-9))).isEqualTo(701);
    assertThat(LINEAR.nearest(low)).isEqualTo(700);
    assertThat(LINEAR.nearest(0)).isZero();
    assertThat(LINEAR.nearest(1e9)).isEqualTo(999);
    for (int k = 0; k < 1000; k++) {
      assertThat(LINEAR.nearest(LINEAR.sigmas().get(k) * (1 + 1e-12))).isEqualTo(k);
      assertThat(LINEAR.nearest(LINEAR.sigmas().get(k) * (1 - 1e-12))).isEqualTo(k);
    }
  }

  @Test
  void networksAreToldTheEndsForLevelsOutsideTheTable() {
    assertThat(LINEAR.noiseInput(1e-4)).isZero();
    assertThat(LINEAR.noiseInput(500)).isEqualTo(999);
    assertThat(LINEAR.noiseInput(1)).isEqualTo(LINEAR.time(1));
  }

  @Test
  void refusesTablesThatDoNotRise() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DiscreteSchedule("down", Vector.of(2, 1), Interpolation.LOGARITHMIC))
        .withMessageContaining("timestep 1 has sigma = 1.0 after 2.0")
        .withMessageContaining("reverse it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DiscreteSchedule.ofBetas("t", Vector.of(0.1, 1.5)))
        .withMessageContaining("timestep 1 has 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DiscreteSchedules.cosine(1000, 0.008, 0.5, 0.1))
        .withMessageContaining("[0.5, 0.1]");
  }

  private static void assertSignals(DiscreteSchedule table, double... expected) {
    int[] timesteps = {0, 499, 999};
    for (int i = 0; i < 3; i++) {
      assertThat(table.alphaCumprod(timesteps[i])).isCloseTo(expected[i], withinPercentage(2e-3));
    }
  }
}
