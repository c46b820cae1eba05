package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.linalg.GaussLegendre;
import org.scorefield.schedule.Edm;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class InterpolationTest {
  private static final double[] NODES = {0, -0.7, -1.9, -2.2};

  @Test
  void weightsIntegrateEveryPolynomialTheyShould() {
    double[] moments = Interpolation.exponentialMoments(4, 0.8);
    double[] weights = Interpolation.weights(NODES, moments);
    for (int degree = 0; degree < 4; degree++) {
      double sum = 0;
      for (int j = 0; j < 4; j++) {
        sum += weights[j] * Math.pow(NODES[j], degree);
      }
      assertThat(sum).isCloseTo(moments[degree], within(1e-14));
    }
  }

  /// `integral over 0..1 of h exp(-h (1-s)) s^i ds`, by quadrature.
  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1e-4, 0.3, 0.999, 1.001, 5, 11})
  void exponentialMomentsAreTheirIntegrals(double h) {
    GaussLegendre rule = GaussLegendre.of(40);
    double[] moments = Interpolation.exponentialMoments(4, h);
    for (int i = 0; i < 4; i++) {
      double sum = 0;
      for (int k = 0; k < rule.points(); k++) {
        double s = (1 + rule.node(k)) / 2;
        sum += rule.weight(k) / 2 * h * Math.exp(-h * (1 - s)) * Math.pow(s, i);
      }
      assertThat(moments[i]).isCloseTo(sum, within(2e-14 * Math.max(h, 1e-300)));
    }
  }

  @Test
  void phiFunctionsMeetWhereSeriesAndRecursionMeet() {
    for (int k = 1; k <= 4; k++) {
      double below = Interpolation.phi(k, -Math.nextDown(1.0));
      assertThat(Interpolation.phi(k, -1)).isCloseTo(below, within(1e-14));
    }
    assertThat(Interpolation.phi(3, 0)).isCloseTo(1 / 6.0, within(1e-16));
  }

  @Test
  void equalStepsGiveTheAdamsBashforthWeights() {
    double[] levels = {4, 5, 6, 7};
    assertThat(Lms.weights(levels, 3))
        .usingComparatorWithPrecision(1e-14)
        .containsExactly(Ipndm.weights(levels, 3));
  }

  @Test
  void multistepInTheClockSigmaIsLms() {
    TimeGrid grid = new RhoGrid(7).toMin(9, 80, 0.002);
    double deis =
        ExactModels.run(
            new Deis(4, new Edm(), Warmup.RAMP, Finish.FULL), grid, ExactModels.mixture(0.01), 20);
    double lms = ExactModels.run(new Lms(4), grid, ExactModels.mixture(0.01), 20);
    assertThat(deis).isCloseTo(lms, within(1e-12));
  }

  @Test
  void oneOutputIsEulerInEveryFamily() {
    TimeGrid grid = new RhoGrid(7).toMin(7, 80, 0.002);
    double euler = ExactModels.run(new Euler(), grid, ExactModels.mixture(0.01), 20);
    assertThat(ExactModels.run(new Lms(1), grid, ExactModels.mixture(0.01), 20))
        .isCloseTo(euler, within(1e-12));
    assertThat(ExactModels.run(new Deis(1), grid, ExactModels.mixture(0.01), 20))
        .isCloseTo(euler, within(1e-12));
    assertThat(ExactModels.run(new Ipndm(1), grid, ExactModels.mixture(0.01), 20))
        .isCloseTo(euler, within(1e-12));
  }

  /// On equal steps the released weights of iPNDM_v are right for three outputs and wrong for four.
  @Test
  void releasedWeightsOfIpndmVDoNotAddUpOnUnequalSteps() {
    TimeGrid grid = TimeGrid.of(10, 6, 3, 2, 1);
    ExactModels.Scalar constant = (x, sigma) -> 0.5;
    double exact = 0.5 + (10 - 0.5) / 10;
    double right = ExactModels.run(new IpndmV(4), grid, constant, 10);
    double released =
        ExactModels.run(new IpndmV(4, IpndmV.Weights.RELEASED, Warmup.RAMP), grid, constant, 10);
    assertThat(right).isCloseTo(exact, within(1e-14));
    assertThat(Math.abs(released - exact)).isGreaterThan(0.01);
  }

  @Test
  void impossibleSettingsAreRefusedWithTheirCure() {
    assertThatThrownBy(() -> new Lms(5)).hasMessageContaining("1 to 4").hasMessageContaining("5");
    assertThatThrownBy(() -> new UniPc(4)).hasMessageContaining("1 to 3");
    assertThatThrownBy(() -> new Dpm2(1)).hasMessageContaining("0 < ratio < 1");
  }
}
