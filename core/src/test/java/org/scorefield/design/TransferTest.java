package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.Surrogate;
import org.scorefield.sampling.solver.GaussianExponential;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.sampling.solver.SeededHistory;
import org.scorefield.sampling.solver.SurrogateExponential;
import org.scorefield.sampling.solver.Tabulated;
import org.scorefield.schedule.TimeGrid;

class TransferTest {
  private static final Shape SHAPE = Shape.vector(2);
  private static final double BY = 8;
  private static final double SHIFT = -3;
  private static final GaussianMixture LAW =
      GaussianMixture.isotropic(Batch.copyOf(SHAPE, new double[] {1, 2, -1, 0.3}), 0.25);

  /// The same data in other units, as pixels in [-1, 1] are against those in [0, 1].
  private static final GaussianMixture OTHER =
      GaussianMixture.isotropic(
          Batch.copyOf(
              SHAPE, new double[] {BY + SHIFT, 2 * BY + SHIFT, -BY + SHIFT, 0.3 * BY + SHIFT}),
          BY * BY * 0.25);

  private static final Gaussian GAUSSIAN = LAW.matchingGaussian();
  private static final TimeGrid GRID = TimeGrid.of(3.5, 1.25, 0.5, 0.125, 0);

  /// Rows of weights that shrink toward the mean, as no formula's do.
  private static final Tabulated LEARNED =
      new Tabulated(
          GRID,
          GAUSSIAN.mean(),
          List.of(
              Vector.of(0.5, 0.4),
              Vector.of(0.4, 0.7, -0.2),
              Vector.of(0.2, 0.9, -0.1),
              Vector.of(0, 1)));

  static List<Solver> solvers() {
    return List.of(
        new Ipndm(3),
        LEARNED,
        new GaussianExponential(GAUSSIAN, 2, true, 0.7),
        new SeededHistory(new Ipndm(3), new Surrogate(GAUSSIAN), Vector.of(20, 8)));
  }

  /// An oracle without a formula: the samples are those of the old data in the new units.
  @ParameterizedTest
  @MethodSource("solvers")
  void whatIsCarriedOverDoesTheSameInOtherUnits(Solver solver) {
    Noise noise = Noise.of(4, 30);
    Transfer transfer = new Transfer(OTHER.matchingGaussian(), BY);
    Batch here = sampler(GAUSSIAN, 80, GRID, solver).sample(LAW, noise).orElseThrow();
    Batch there =
        sampler(OTHER.matchingGaussian(), 80 * BY, transfer.grid(GRID), transfer.solver(solver))
            .sample(OTHER, noise)
            .orElseThrow();
    for (int i = 0; i < 30; i++) {
      for (int j = 0; j < 2; j++) {
        assertThat(there.row(i)[j]).isCloseTo(BY * here.row(i)[j] + SHIFT, within(1e-10));
      }
    }
  }

  private static Sampler sampler(Gaussian gaussian, double top, TimeGrid grid, Solver solver) {
    return new Sampler(grid, solver, new Start.Teleport(gaussian, top, Start.Teleport.Mode.EXACT));
  }

  @Test
  void aLawThatIsNoGaussianDoesNotFit() {
    assertThat(solvers()).allMatch(Transfer::fits);
    assertThat(Transfer.fits(new SurrogateExponential(LAW, 2, false))).isFalse();
    assertThat(Transfer.fits(new SeededHistory(new Ipndm(3), new Surrogate(LAW), Vector.of(20))))
        .isFalse();
    assertThatThrownBy(() -> new Transfer(GAUSSIAN, 0)).hasMessageContaining("ratio of 0.0");
  }
}
