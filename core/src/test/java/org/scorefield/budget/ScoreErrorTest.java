package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;

class ScoreErrorTest {
  private static DoubleUnaryOperator profile(String name) {
    return switch (name) {
      case "flat" -> _ -> .01;
      case "high" -> s -> .01 * s / (1 + s);
      case "low" -> s -> .01 / (1 + s * s / .01);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Scheme rho(int steps) {
    return Scheme.plain("rho 7", new RhoGrid(7).toMin(steps, 80, .002));
  }

  private static Scheme exponential(int steps) {
    return Scheme.plain("exponential", new LogUniformGrid().toMin(steps, 80, .002));
  }

  /// Numbers of an independent program; the limits are `.01 ln R`, `.01 ln(81/1.002)` and half of
  /// `.01 ln` of a ratio.
  @ParameterizedTest
  @CsvSource({
    "flat, .058854, .062273, .10597",
    "high, .030846, .02752, .043925",
    "low, .014626, .021262, .039122"
  })
  void neitherScheduleIsTheBetterOneForEveryProfile(
      String name, double poly, double exponential, double limit) {
    DoubleUnaryOperator excess = profile(name);
    assertThat(ScoreError.of(rho(18), excess)).isCloseTo(poly, offset(1e-6));
    assertThat(ScoreError.of(exponential(18), excess)).isCloseTo(exponential, offset(1e-6));
    assertThat(ScoreError.limit(.002, 80, excess)).isCloseTo(limit, offset(5e-6));
    double fine = ScoreError.of(rho(1000), excess);
    assertThat(fine).isCloseTo(limit, offset(.021 * limit));
    assertThat(ScoreError.of(exponential(1000), excess)).isCloseTo(fine, offset(.009 * fine));
  }

  @Test
  void theLimitsAreInClosedForm() {
    assertThat(ScoreError.limit(.002, 80, profile("flat")))
        .isCloseTo(.01 * Math.log(40000), offset(1e-12));
    assertThat(ScoreError.limit(.002, 80, profile("high")))
        .isCloseTo(.01 * Math.log(81 / 1.002), offset(1e-12));
    double ratio = 6400 * (1 + 4e-4) / (4e-6 * (1 + 640000));
    assertThat(ScoreError.limit(.002, 80, profile("low")))
        .isCloseTo(.005 * Math.log(ratio), offset(1e-10));
  }

  @Test
  void itIsWhatTheCostOfThePathRisesByWithTheExcess() {
    LineMixture law = LineMixture.of(Lines.lumps());
    Scheme scheme =
        new Scheme("ddpm", new RhoGrid(7).toMin(10, 5, .02), new StepNoise.FrozenDenoiser());
    Perturbed model = new Perturbed(law.law(), .1, .2, .3, 3);
    double rise = PathCost.of(scheme, law.loss(model)) - PathCost.of(scheme, law);
    assertThat(ScoreError.of(scheme, s -> law.excess(model, s))).isCloseTo(rise, offset(1e-10));
    assertThat(rise).isGreaterThan(.1);
  }
}
