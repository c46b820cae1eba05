package org.scorefield.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;

/// What every schedule of the catalogue, and its variants, must keep.
class ScheduleContractTest {

  static Stream<Schedule> schedules() {
    return Stream.concat(
        Schedules.ALL.stream(),
        Stream.of(
            new GeometricVarianceExploding(0.002, 80),
            new VpLinear(0.5, 0),
            VpLinear.through(80, 0.002, 1e-3),
            new VpCosine(0, 0.99),
            DiscreteSchedules.cosine(300, 0.008, 1e-4, 0.9999),
            DiscreteSchedules.linear(1000, 1e-4, 0.02)
                .interpolated(DiscreteSchedule.Interpolation.LINEAR)));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void sigmaRisesStrictly(Schedule schedule) {
    List<Double> sigmas = times(schedule, 2001).mapToObj(schedule::sigma).toList();
    for (int i = 1; i < sigmas.size(); i++) {
      assertThat(sigmas.get(i)).isGreaterThan(sigmas.get(i - 1));
    }
    assertThat(sigmas.getFirst()).isNotNegative();
    assertThat(sigmas.getLast()).isFinite();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void timeInvertsSigma(Schedule schedule) {
    boolean startsLate = schedule instanceof VpLinear && schedule.minTime() > 0;
    double lowest = Math.max(startsLate ? 2e-3 : 1e-6, schedule.sigma(schedule.minTime()));
    double highest = Math.min(1e4, schedule.sigma(schedule.maxTime()));
    for (double sigma : logUniform(lowest, highest, 997)) {
      assertThat(schedule.sigma(schedule.time(sigma)) / sigma).isCloseTo(1, within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void sigmaInvertsTime(Schedule schedule) {
    times(schedule, 499)
        .forEach(t ->
            assertThat(schedule.time(schedule.sigma(t)))
                .isCloseTo(t, within(1e-12 * Math.max(1, t))));
  }

  static Stream<Schedule> bounded() {
    return schedules().filter(s -> s.maxTime() < 1e6);
  }

  static Stream<Schedule> smooth() {
    return schedules().filter(s -> !(s instanceof DiscreteSchedule));
  }

  @ParameterizedTest
  @MethodSource("bounded")
  void endsInvertExactlyAndNothingLiesBeyondThem(Schedule schedule) {
    double first = schedule.minTime();
    double last = schedule.maxTime();
    assertThat(schedule.time(schedule.sigma(first))).isEqualTo(first);
    assertThat(schedule.time(schedule.sigma(last))).isCloseTo(last, within(1e-12 * last));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedule.sigma(first - 0.5))
        .withMessageContaining(schedule.name());
    assertThatIllegalArgumentException().isThrownBy(() -> schedule.sigma(last + 1e-6));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedule.time(2 * schedule.sigma(last)))
        .withMessageContaining("choose a level");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void derivativesAreThoseOfSigmaAndScale(Schedule schedule) {
    double range = Math.min(schedule.maxTime(), 100) - schedule.minTime();
    for (int i = 1; i < 200; i++) {
      double t = schedule.minTime() + (i - 0.5 + 0.1234) / 200 * range;
      double h = 2e-5 * Math.min(t - schedule.minTime(), 1) * (1 - t / (1.1 * schedule.maxTime()));
      if (schedule instanceof DiscreteSchedule && Math.abs(Math.rint(t) - t) < 2 * h) {
        continue;
      }
      double sigma = (schedule.sigma(t + h) - schedule.sigma(t - h)) / (2 * h);
      double scale = (schedule.scale(t + h) - schedule.scale(t - h)) / (2 * h);
      assertThat(schedule.sigmaDerivative(t)).isCloseTo(sigma, within(1e-6 * sigma));
      assertThat(schedule.scaleDerivative(t))
          .isCloseTo(scale, within(1e-6 * (1 + Math.abs(scale))));
    }
  }

  /// The probability-flow ODE in the schedule's own time and coordinates, `dz/dt = (s'/s) z - s^2
  /// sigma sigma' score(z)`, on N(0.4, 5), integrated by Runge-Kutta, against the closed form:
  /// wrong clocks, scales or derivatives cannot agree.
  @ParameterizedTest
  @MethodSource("smooth")
  void flowInOwnTimeIsTheClosedFormFlow(Schedule schedule) {
    double from = schedule.time(Math.min(4, schedule.sigma(schedule.maxTime())));
    double to = schedule.time(0.3);
    double z = schedule.scale(from) * 1.7;
    double expected = gaussianFlow(5, z, scaled(schedule, from), scaled(schedule, to)).get(0, 0);
    assertThat(ProbabilityFlow.integrate(schedule, 0.4, 5, z, from, to, 2000))
        .isCloseTo(expected, within(1e-9));
  }

  private static double[] scaled(Schedule schedule, double t) {
    return new double[] {schedule.scale(t), schedule.scale(t) * schedule.sigma(t)};
  }

  private static Batch gaussianFlow(double variance, double z, double[] from, double[] to) {
    Shape one = Shape.vector(1);
    return Gaussian.isotropic(one, Vector.of(0.4), variance)
        .flowScaled(Batch.copyOf(one, new double[] {z}), from[0], from[1], to[0], to[1]);
  }

  private static DoubleStream times(Schedule schedule, int count) {
    double first = schedule.minTime();
    double last = Math.min(schedule.maxTime(), 1e4);
    return IntStream.range(0, count).mapToDouble(i -> first + i / (count - 1.0) * (last - first));
  }

  private static double[] logUniform(double low, double high, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> low * Math.pow(high / low, i / (count - 1.0)))
        .map(sigma -> Math.clamp(sigma, low, high))
        .toArray();
  }
}
