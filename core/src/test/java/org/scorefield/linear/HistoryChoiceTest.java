package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Surrogate;
import org.scorefield.sampling.solver.GaussianExponential;
import org.scorefield.sampling.solver.SeededHistory;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Which solvers are the better for a history, foretold on a Gaussian.
class HistoryChoiceTest {
  /// lambda_k = 40 k^-3/2: natural images in small.
  private static final Vector SPECTRUM = Vector.generate(24, k -> 40 * Math.pow(k + 1, -1.5));

  private static final Gaussian LAW =
      new Gaussian(
          Shape.vector(24), Vector.generate(24, k -> k % 3), Matrix.identity(24), SPECTRUM, 0);

  /// Levels of a 20-step run from 160 standard deviations, from the tenth on.
  private static final TimeGrid TAIL = tail();

  private static TimeGrid tail() {
    TimeGrid full = new RhoGrid(7).toZero(20, 160 * LAW.scale(), 0.004 * LAW.scale());
    return full.from(full.sigma(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dpmpp-3m",
        "ipndm-2",
        "ipndm-3",
        "ipndm-4",
        "deis-2",
        "deis-3",
        "unipc-3",
        "lms-4"
      })
  void aSolverWhoseFirstStepAddsToItsErrorGetsOne(String name) {
    Vector levels = HistoryChoice.levels(Solvers.parse(name), LAW, TAIL);
    assertThat(levels).isEqualTo(SeededHistory.above(TAIL, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dpmpp-2m",
        "unipc-1",
        "euler",
        "heun",
        "dpm-2",
        "dpmpp-2s",
        "euler-ancestral",
        "dpmpp-2m-sde",
        "dormand-prince"
      })
  void oneWhoseErrorsCancelOrThatHasNoMemoryOrNoTrajectoryGetsNone(String name) {
    assertThat(HistoryChoice.levels(Solvers.parse(name), LAW, TAIL).size()).isZero();
  }

  /// The exact error by mode says the same as the runs that the choice is made by.
  @ParameterizedTest
  @ValueSource(strings = {"dpmpp-2m", "ipndm-3", "deis-3", "lms-4"})
  void theChoiceIsThatOfTheExactErrorOfEachMode(String name) {
    Solver solver = Solvers.parse(name);
    Spectrum spectrum = Spectrum.of(SPECTRUM);
    double without =
        PredictedError.of(solver, TAIL, spectrum, new StartLaw.Exact()).trajectory().orElseThrow();
    Amplification seeded =
        Amplification.of(
            g -> new SeededHistory(solver, new Surrogate(g), SeededHistory.above(TAIL, 1)),
            TAIL,
            SPECTRUM);
    double with =
        PredictedError.of(seeded, spectrum, new StartLaw.Exact()).trajectory().orElseThrow();
    assertThat(HistoryChoice.levels(solver, LAW, TAIL).size() > 0).isEqualTo(with < without);
  }

  @Test
  void aSolverThatIsExactOnTheGaussianGetsNone() {
    assertThat(HistoryChoice.levels(new GaussianExponential(LAW, 3), LAW, TAIL).size()).isZero();
  }

  @Test
  void whereASingleStepIsLeftThereIsNothingToExtrapolate() {
    assertThat(HistoryChoice.levels(Solvers.parse("ipndm-3"), LAW, TimeGrid.of(3, 0)).size())
        .isZero();
  }
}
