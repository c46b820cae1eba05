package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

class TrajectoriesTest {
  private static final Gaussian LAW =
      Gaussian.of(
          Shape.vector(2), Vector.of(1, -2), Matrix.copyOf(2, 2, new double[] {9, 1, 1, 0.1}));

  /// On a Gaussian every state is known.
  @Test
  void statesAreThoseOfTheExactFlow() {
    Noise noise = Noise.of(1, 50);
    TimeGrid levels = Trajectories.fine(80, 0.01, 25);
    Trajectories found = Trajectories.of(LAW, new Start.Prior(), levels, noise).orElseThrow();
    Batch start = found.state(0);
    for (int i = 0; i < levels.steps(); i += 7) {
      Batch exact = LAW.flow(start, 80, levels.sigma(i));
      assertThat(Distances.mean(found.state(i), exact)).isLessThan(2e-3);
    }
    assertThat(Distances.mean(found.ends(), LAW.flow(start, 80, 0))).isLessThan(2e-3);
  }

  @Test
  void levelsAreFoundByTheirRatio() {
    Batch x = Batch.zeros(Shape.vector(1), 1);
    Trajectories t = new Trajectories(TimeGrid.of(80, 10, 1, 0), List.of(x, x, x, x));
    assertThat(t.nearest(1000)).isZero();
    assertThat(t.nearest(29)).isZero();
    assertThat(t.nearest(28)).isEqualTo(1);
    assertThat(t.nearest(3.1)).isEqualTo(2);
    assertThat(t.nearest(1e-9)).isEqualTo(2);
    assertThat(t.nearest(0)).isEqualTo(3);
    assertThat(t.grid(new int[] {1, 3})).isEqualTo(TimeGrid.of(10, 0));
  }

  @Test
  void fineLevelsAreAtMostTheirShareOfADecadeApart() {
    TimeGrid fine = Trajectories.fine(80, 0.002, 25);
    assertThat(fine.endsAtZero()).isTrue();
    assertThat(fine.sigma(fine.steps() - 1)).isEqualTo(0.002);
    assertThat(Math.log10(fine.sigma(3) / fine.sigma(4))).isLessThanOrEqualTo(1 / 25.0);
    assertThat(fine.steps()).isEqualTo(117);
  }

  @Test
  void aModelThatBreaksEndsInAnOutcome() {
    Gaussian broken = Gaussian.isotropic(Shape.vector(1), Vector.of(0), 1);
    Outcome<Trajectories> outcome =
        Trajectories.of(
            broken,
            new Start.Given(Batch.copyOf(Shape.vector(1), new double[] {Double.NaN})),
            TimeGrid.of(80, 1, 0),
            Noise.of(1, 1));
    assertThat(outcome).isInstanceOf(Outcome.Diverged.class);
  }

  @Test
  void aStateIsNeededForEachLevel() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Trajectories(TimeGrid.of(1, 0), List.of()))
        .withMessageContaining("0 states for 2 levels");
  }

  @Test
  void distancesAndTheirStandardErrorsByHand() {
    Batch a = Batch.copyOf(Shape.vector(2), new double[] {0, 0, 3, 4});
    Batch b = Batch.zeros(Shape.vector(2), 2);
    assertThat(Distances.squares(a, b)).containsExactly(0, 12.5);
    assertThat(Distances.mean(a, b)).isCloseTo(Math.sqrt(12.5) / 2, within(1e-15));
    assertThat(Distances.spread(a)).isCloseTo(Math.sqrt((4.5 + 8) / 2), within(1e-15));
    assertThat(Distances.rootMean(new double[] {1, 3}, 2).value())
        .isCloseTo(Math.sqrt(2) / 2, within(1e-15));
    // sd of the mean of {1, 3} is 1; the root halves it over the root.
    assertThat(Distances.rootMean(new double[] {1, 3}, 2).standardError())
        .isCloseTo(1 / (2 * Math.sqrt(2)) / 2, within(1e-15));
    assertThat(Distances.ratio(new double[] {1, 3}, new double[] {4, 12}).value())
        .isCloseTo(0.5, within(1e-15));
    assertThat(Distances.ratio(new double[] {1, 3}, new double[] {4, 12}).standardError())
        .isCloseTo(0, within(1e-15));
  }
}
