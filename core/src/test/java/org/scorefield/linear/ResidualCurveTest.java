package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class ResidualCurveTest {
  private static final Vector LEVELS = Vector.of(0.5, 1, 2, 5, 10, 40);

  private static ResidualCurve curve(Vector levels, DoubleUnaryOperator residual, double error) {
    return new ResidualCurve(
        levels,
        IntStream.range(0, levels.size())
            .mapToObj(i -> {
              double value = residual.applyAsDouble(levels.get(i));
              return new Estimate(value, error * Math.abs(value), 100);
            })
            .toList());
  }

  /// `Delta = 3 s^-p` has `KL(s) = 3 s^-(p+2) / (p+2)`, tail included, between levels and above.
  @Test
  void aPowerLawIsIntegratedExactly() {
    for (double p : new double[] {0, 1.5, 4}) {
      ResidualCurve curve = curve(LEVELS, s -> 3 * Math.pow(s, -p), 0);
      for (double sigma : new double[] {0.5, 0.7, 3, 10, 39, 40, 55}) {
        double exact = 3 * Math.pow(sigma, -p - 2) / (p + 2);
        assertThat(curve.kl(sigma).value()).isCloseTo(exact, within(1e-13 + 1e-12 * exact));
      }
    }
  }

  /// `Delta = s^2 / (1 + s^2)^3`, so that KL = `1/4 (1 + s^2)^-2 + ...`: smooth, bent, in closed
  /// form `KL(s) = (ln(1 + s^-2) - 1/(1 + s^2) - 1/(2 (1 + s^2)^2)) / 2`.
  @Test
  void aBentCurveIsIntegratedToAPerCentOnAWideMesh() {
    Vector levels = Vector.generate(16, i -> 0.1 * Math.pow(1.6, i));
    ResidualCurve curve = curve(levels, s -> s * s / Math.pow(1 + s * s, 3), 0);
    for (double sigma : new double[] {0.2, 0.5, 0.9, 2, 7}) {
      double v = 1 + sigma * sigma;
      double exact = (Math.log1p(1 / (sigma * sigma)) - 1 / v - 1 / (2 * v * v)) / 2;
      assertThat(curve.kl(sigma).value()).isCloseTo(exact, within(0.01 * exact));
    }
  }

  /// `integral of sqrt(3) s^(-p/2 - 1)`.
  @Test
  void theSeedErrorOfAPowerLawIsExact() {
    ResidualCurve curve = curve(LEVELS, s -> 3 * Math.pow(s, -3), 0);
    double exact = Math.sqrt(3) / 1.5 * (Math.pow(0.8, -1.5) - Math.pow(30, -1.5));
    assertThat(curve.seedError(0.8, 30).value()).isCloseTo(exact, within(1e-12));
    assertThatThrownBy(() -> curve.seedError(0.8, 41)).hasMessageContaining("at most 40");
  }

  /// All levels too high by 10 % make the integral too high by 10 %.
  @Test
  void errorsAddAsIfPerfectlyCorrelated() {
    ResidualCurve curve = curve(LEVELS, s -> 3 * Math.pow(s, -4), 0.1);
    Estimate kl = curve.kl(0.6);
    assertThat(kl.standardError()).isCloseTo(0.1 * kl.value(), within(1e-12));
    Estimate seed = curve.seedError(0.6, 40);
    assertThat(seed.standardError()).isCloseTo(0.05 * seed.value(), within(1e-12));
  }

  @Test
  void aCurveThatFallsIntoItsNoiseStaysFinite() {
    List<Estimate> noisy =
        List.of(new Estimate(4, 0.1, 9), new Estimate(0, 0, 9), new Estimate(-0.5, 1, 9));
    ResidualCurve curve = new ResidualCurve(Vector.of(1, Math.E, Math.E * Math.E), noisy);
    Estimate kl = curve.kl(1);
    double exact = 0.5 * 4 + 0.5 * -0.5 * Math.exp(-4);
    assertThat(kl.value()).isCloseTo(exact, within(1e-12));
    assertThat(kl.standardError()).isPositive().isFinite();
    assertThat(curve.seedError(1, Math.E).value()).isCloseTo(1, within(1e-12));
    assertThat(curve.seedError(1, Math.E * Math.E).standardError()).isFinite();
  }

  /// A rising residual would have an infinite tail; no two laws of finite variance have one.
  @Test
  void theTailDecaysAtLeastAsTheSquareOfSigma() {
    ResidualCurve curve = curve(Vector.of(1, 2, 4), s -> s * s, 0);
    assertThat(curve.tail().value()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void nothingIsClaimedBelowTheLowestLevel() {
    ResidualCurve curve = curve(LEVELS, s -> 1 / s, 0);
    assertThatThrownBy(() -> curve.kl(0.4))
        .hasMessageContaining("nothing was measured below sigma = 0.5");
    assertThat(new AutoSkip(1e9).choose(curve, TimeGrid.of(9, 0.6, 0.4, 0)))
        .hasValueSatisfying(skip -> assertThat(skip.sigma()).isEqualTo(0.6));
  }

  @Test
  void theInverseFindsTheLevelOfACost() {
    ResidualCurve curve = curve(LEVELS, s -> 3 * Math.pow(s, -4), 0);
    double sigma = curve.sigmaAt(0.01).orElseThrow();
    assertThat(sigma).isCloseTo(Math.pow(0.5 / 0.01, 1.0 / 6), within(1e-8));
    assertThat(curve.sigmaAt(1e-12)).isEmpty();
    assertThat(curve.sigmaAt(1e9)).hasValue(0.5);
  }

  @Test
  void theSkipIsTheLowestLevelWhoseCostWithTwoErrorsMeetsTheTarget() {
    TimeGrid grid = TimeGrid.of(30, 8, 3, 2, 1, 0);
    double target = curve(LEVELS, s -> 3 * Math.pow(s, -4), 0).kl(2).value() * 1.1;
    AutoSkip rule = new AutoSkip(target);
    AutoSkip.Skip sure =
        rule.choose(curve(LEVELS, s -> 3 * Math.pow(s, -4), 0), grid).orElseThrow();
    assertThat(sure.sigma()).isEqualTo(2);
    assertThat(sure.step()).isEqualTo(3);
    assertThat(sure.saved(1, 1)).isEqualTo(0.6);
    assertThat(sure.saved(2, 1)).isEqualTo(6.0 / 9);
    // 1.1 is within two errors of 10 %.
    AutoSkip.Skip doubtful =
        rule.choose(curve(LEVELS, s -> 3 * Math.pow(s, -4), 0.1), grid).orElseThrow();
    assertThat(doubtful.sigma()).isEqualTo(3);
    assertThat(new AutoSkip(1e-9).choose(curve(LEVELS, s -> 3 * Math.pow(s, -4), 0), grid))
        .isEmpty();
    assertThatThrownBy(() -> new AutoSkip(0)).hasMessageContaining("positive number of nats");
  }

  /// Unexplained shares of the score of a pretrained CIFAR-10 network by the Gaussian, and of
  /// FFHQ's (tables published with 2412.09726), with `S = d / sigma^2`: golden numbers of the
  /// specification.
  @Test
  void publishedTablesGiveThePublishedSkips() {
    ResidualCurve cifar =
        shares(
                3072,
                Vector.of(5, 10, 20, 40, 80),
                Vector.of(3.52e-4, 3.05e-5, 2.62e-6, 3.6e-7, 1.2e-7))
            .lessFloor(energies(3072, Vector.of(5, 10, 20, 40, 80)));
    assertThat(cifar.kl(8.40).value()).isCloseTo(0.049, within(0.001));
    assertThat(cifar.kl(12.91).value()).isCloseTo(0.0105, within(0.0002));
    assertThat(cifar.kl(19.352).value()).isCloseTo(0.0025, within(0.0002));
    TimeGrid eighteen = new RhoGrid(7).toZero(18, 80, 0.002);
    AutoSkip.Skip skip = new AutoSkip().choose(cifar, eighteen).orElseThrow();
    assertThat(skip.step()).isIn(5, 6);
    assertThat(skip.saved(2, 1)).isBetween(0.28, 0.35);

    ResidualCurve ffhq = shares(12288, Vector.of(5, 10, 20), Vector.of(5.1e-4, 7.4e-5, 8e-6));
    TimeGrid forty = new RhoGrid(7).toZero(40, 80, 0.002);
    assertThat(new AutoSkip().choose(ffhq, forty).orElseThrow().sigma()).isBetween(14.0, 21.0);
  }

  private static ResidualCurve shares(int d, Vector sigmas, Vector shares) {
    return ResidualCurve.ofShares(sigmas, shares, energies(d, sigmas));
  }

  private static Vector energies(int d, Vector sigmas) {
    return Vector.generate(sigmas.size(), i -> d / (sigmas.get(i) * sigmas.get(i)));
  }
}
