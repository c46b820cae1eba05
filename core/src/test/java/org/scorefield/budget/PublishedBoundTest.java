package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.array.Vector;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.Schedule;
import org.scorefield.schedule.TimeGrid;

class PublishedBoundTest {
  private static final Percentage EXACT = Percentage.withPercentage(1e-4);
  private static final Moments DATA = new Moments(1, 0.25);

  private static TimeGrid edm(int steps) {
    return new RhoGrid(7).toMin(steps, 80, 0.002);
  }

  private static TimeGrid song(int steps) {
    return new LogUniformGrid().toMin(steps, 80, 0.002);
  }

  /// Golden: an independent program.
  @Test
  void discretisationPiecesAreTheKnownOnes() {
    PublishedBound polynomial = new PublishedBound(edm(18), Clock.EDM, DATA);
    assertThat(polynomial.noise()).isCloseTo(8.03121155, EXACT);
    assertThat(polynomial.firstStep()).isCloseTo(9.02606e-6, EXACT);
    assertThat(polynomial.spacing()).isCloseTo(.314825166, EXACT);
    PublishedBound exponential = new PublishedBound(song(18), Clock.SONG, DATA);
    assertThat(exponential.noise()).isCloseTo(6.99306237, EXACT);
    assertThat(exponential.firstStep()).isCloseTo(1.35141e-5, EXACT);
    assertThat(exponential.spacing()).isCloseTo(0, within(1e-12));
    PublishedBound fine = new PublishedBound(edm(100), Clock.EDM, DATA);
    assertThat(fine.noise()).isCloseTo(1.35726842, EXACT);
    assertThat(fine.firstStep()).isCloseTo(2.02781e-6, Percentage.withPercentage(3e-4));
    assertThat(fine.spacing()).isCloseTo(.256579614, EXACT);
  }

  /// The terms as the theorem writes them, with the integrals done by Simpson's rule.
  @ParameterizedTest
  @EnumSource(Clock.class)
  void theTermsAreThoseOfTheTheorem(Clock clock) {
    TimeGrid grid = new RhoGrid(3).toMin(6, 2, 0.3);
    Moments data = new Moments(3, 1.7);
    PublishedBound bound = new PublishedBound(grid, clock, data);
    Schedule schedule = clock.schedule();
    int n = 6;
    double[] t = grid.sigmas().stream().map(schedule::time).toArray();
    double[] v = grid.sigmas().stream().map(s -> s * s).toArray();
    double noise = 0;
    for (int j = 0; j < n; j++) {
      noise +=
          3
              * (t[j] - t[j + 1])
              * integral(
                  time ->
                      Math.pow(diffusion(schedule, time), 2) / Math.pow(schedule.sigma(time), 4),
                  t[j + 1],
                  t[j]);
    }
    assertThat(bound.noise()).isCloseTo(noise, EXACT);
    double first = integral(time -> diffusion(schedule, time), t[1], t[0]);
    assertThat(bound.firstStep()).isCloseTo(1.7 * first / v[0] / v[0], EXACT);
    double spacing = 0;
    for (int j = 1; j < n; j++) {
      spacing +=
          4.7
              * (1 - Math.exp(-v[j]))
              * (v[j] * v[j] - v[j + 1] * v[j - 1])
              / (v[j - 1] * v[j] * v[j]);
    }
    assertThat(bound.spacing()).isCloseTo(spacing, EXACT);
    assertThat(bound.start()).isCloseTo(1.7 / 4, EXACT);
    assertThat(bound.sharpStart()).isCloseTo(1.7 / 8, EXACT);
    double score = 0;
    for (int j = 0; j < n; j++) {
      score += (t[j] - t[j + 1]) * diffusion(schedule, t[j]) * (j + 1);
    }
    Vector errors = Vector.generate(n, j -> j + 1);
    assertThat(bound.score(errors)).isCloseTo(score, EXACT);
    ErrorBudget budget = bound.budget(errors);
    assertThat(budget.rule()).isEqualTo(ErrorBudget.Rule.BOUND);
    assertThat(budget.measured()).isEmpty();
    assertThat(budget.sum().value())
        .isCloseTo(1.7 / 4 + noise + 1.7 * first / v[0] / v[0] + spacing + score, EXACT);
  }

  private static double diffusion(Schedule schedule, double time) {
    return schedule.sigma(time) * schedule.sigmaDerivative(time);
  }

  private static double integral(java.util.function.DoubleUnaryOperator f, double from, double to) {
    int panels = 2000;
    double h = (to - from) / panels;
    return IntStream.rangeClosed(0, panels)
            .mapToDouble(i ->
                (i == 0 || i == panels ? 1 : i % 2 == 1 ? 4 : 2) * f.applyAsDouble(from + i * h))
            .sum()
        * h
        / 3;
  }

  /// On the clock sqrt(t) the published score part is the exact one, half the drop in variance
  /// times the error; on the other clock it is more.
  @Test
  void theScorePartDependsOnTheClockAndTheErrorDoesNot() {
    TimeGrid grid = edm(18);
    Vector errors = Vector.generate(18, k -> 1 / (grid.sigma(k) * grid.sigma(k)));
    double exact =
        IntStream.range(0, 18)
            .mapToDouble(k -> Scheme.plain("", grid).drop(k) / 2 * errors.get(k))
            .sum();
    double square = new PublishedBound(grid, Clock.SONG, DATA).score(errors);
    double linear = new PublishedBound(grid, Clock.EDM, DATA).score(errors);
    assertThat(square).isCloseTo(exact, EXACT);
    assertThat(linear).isBetween(exact, 2 * exact);
  }

  /// For data of variance 1/4 the error is 1.536 nats, and the bound five times that.
  @Test
  void theBoundIsFarAboveTheError() {
    PublishedBound bound = new PublishedBound(edm(18), Clock.EDM, DATA);
    assertThat(bound.discretisation() / 1.5359017).isBetween(5.0, 6.0);
  }

  @Test
  void trainingErrorsReachTheSamplesByOneFactor() {
    PublishedBound bound = new PublishedBound(edm(18), Clock.EDM, DATA);
    ErrorBudget budget =
        bound.budget(3330.20744, new PublishedBound.TrainingErrors(1e-4, 2e-4, 3e-4, 4e-4));
    assertThat(budget.parts())
        .extracting(ErrorBudget.Part::name)
        .containsExactly(
            "start",
            "discretisation, noise",
            "discretisation, first step",
            "discretisation, spacing",
            "optimisation",
            "statistics",
            "estimation",
            "approximation");
    assertThat(budget.sum().value())
        .isCloseTo(bound.start() + bound.discretisation() + 3.33020744, EXACT);
    assertThat(budget.dominant().name()).isEqualTo("discretisation, noise");
  }

  @Test
  void whatHasNoBoundIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PublishedBound(TimeGrid.of(1, 0), Clock.EDM, DATA))
        .withMessageContaining("sigma_min > 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PublishedBound(edm(3), Clock.EDM, DATA).score(Vector.of(1)))
        .withMessageContaining("3 levels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Moments(2, Double.POSITIVE_INFINITY))
        .withMessageContaining("finite moment");
  }
}
