package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.array.Vector;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.EulerAncestral;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class LocalDefectsTest {
  private static final Spectrum THREE = Spectrum.of(Vector.of(30, 2, 0.1));
  private static final TimeGrid GRID = new RhoGrid(7).toZero(7, 80, 0.02);

  /// `F = (lambda + a b)/(lambda + a^2)` from the exact state, then the exact flow.
  @Test
  void eulersDefectsAreTheirClosedForm() {
    LocalDefects defects = LocalDefects.of(new Euler(), GRID, THREE);
    for (int j = 0; j < GRID.steps(); j++) {
      double a = GRID.sigma(j);
      double b = GRID.sigma(j + 1);
      for (int k = 0; k < 3; k++) {
        double lambda = THREE.variances().get(k);
        double tau =
            (lambda + a * b) / (lambda + a * a) * Math.sqrt(lambda + a * a)
                - Math.sqrt(lambda + b * b);
        double expected = tau * Math.sqrt(lambda / (lambda + b * b));
        assertThat(defects.defects().get(j, k)).isCloseTo(expected, within(1e-12));
      }
    }
  }

  /// A step of two outputs, both on the path.
  @Test
  void twoStepDefectsHaveExactHistory() {
    LocalDefects defects = LocalDefects.of(new Dpmpp2M(), GRID, THREE);
    double lambda = 2;
    double p = GRID.sigma(1);
    double a = GRID.sigma(2);
    double b = GRID.sigma(3);
    double before = lambda / Math.sqrt(lambda + p * p);
    double here = lambda / Math.sqrt(lambda + a * a);
    double c = Math.log(a / b) / Math.log(p / a) / 2;
    double reached =
        b / a * Math.sqrt(lambda + a * a) + (1 - b / a) * ((1 + c) * here - c * before);
    double expected = (reached - Math.sqrt(lambda + b * b)) * Math.sqrt(lambda / (lambda + b * b));
    assertThat(defects.defects().get(2, 1)).isCloseTo(expected, within(1e-12));
  }

  /// To first order the error at the end is the sum of the defects, with their signs.
  @ParameterizedTest
  @CsvSource({"euler", "heun", "dpmpp-2m", "dpmpp-3m", "ipndm-3", "deis-3"})
  void theErrorAtTheEndIsTheSumOfTheDefectsOnFineGrids(String name) {
    Solver solver = Solvers.parse(name);
    TimeGrid fine = new RhoGrid(7).toZero(400, 80, 0.02);
    LocalDefects defects = LocalDefects.of(solver, fine, THREE);
    Amplification run = Amplification.of(solver, fine, THREE.variances());
    for (int k = 0; k < 3; k++) {
      double sum = 0;
      for (int j = 0; j < fine.steps(); j++) {
        sum += defects.defects().get(j, k);
      }
      double lambda = THREE.variances().get(k);
      double error = (run.factors().get(k) - run.exact(k)) * Math.sqrt(lambda + 6400);
      assertThat(sum).isCloseTo(error, within(0.05 * Math.abs(error)));
    }
  }

  @Test
  void theNormsAreThoseOfTheMatrix() {
    LocalDefects defects = LocalDefects.of(new Euler(), GRID, THREE);
    double squares = 0;
    double most = 0;
    for (int k = 0; k < 3; k++) {
      double along = 0;
      for (int j = 0; j < GRID.steps(); j++) {
        squares += Math.pow(defects.defects().get(j, k), 2);
        along += Math.abs(defects.defects().get(j, k));
      }
      most += along * along;
    }
    assertThat(defects.quadratic()).isCloseTo(Math.sqrt(squares / 32.1), within(1e-14));
    assertThat(defects.absolute()).isCloseTo(Math.sqrt(most / 32.1), within(1e-14));
    PredictedError end = PredictedError.of(new Euler(), GRID, THREE, new StartLaw.Exact());
    assertThat(end.trajectory().orElseThrow()).isLessThan(defects.absolute() * 1.2);
  }

  @Test
  void solversThatDrawNoiseHaveNone() {
    assertThatThrownBy(() -> LocalDefects.of(new EulerAncestral(), GRID, THREE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("draws noise");
  }
}
