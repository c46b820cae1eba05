package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class TabulatedTest {
  private static final Shape SHAPE = Shape.image(1, 2, 3);
  private static final Vector CENTRE = Vector.of(.1, -.2, .3, 0, 1, -1);
  private static final TimeGrid GRID = new RhoGrid(7).toZero(9, 80, 0.002);
  private static final Denoiser MODEL = ExactModels.on(SHAPE, ExactModels.mixture(0.01));

  static List<Solver> linearMethods() {
    return List.of(
        new Euler(),
        new Dpmpp2M(),
        new Dpmpp2M(DataSlope.MIDPOINT, Finish.RAMP_DOWN),
        new Dpmpp3M(),
        new Deis(3),
        new Ipndm(4),
        new IpndmV(3),
        new Lms(3));
  }

  private static Batch start(int count) {
    return Noise.of(5, count).normal(SHAPE).times(80);
  }

  private static Sampler sampler(Solver solver, int count) {
    return new Sampler(GRID, solver, new Start.Given(start(count)));
  }

  /// Every multistep formula of the catalogue, found again from what it does to impulses.
  @ParameterizedTest
  @MethodSource("linearMethods")
  void theTableOfALinearMethodIsTheMethod(Solver method) {
    Solver table = Tabulated.of(method, GRID, CENTRE);
    Batch expected = sampler(method, 20).sample(MODEL, Noise.of(1, 20)).orElseThrow();
    Batch actual = sampler(table, 20).sample(MODEL, Noise.of(1, 20)).orElseThrow();
    assertThat(actual.toArray()).containsExactly(expected.toArray(), within(1e-9));
  }

  @Test
  void methodsThatAreNoTableAreRefused() {
    for (Solver solver : List.of(new Heun(), new UniPc(3), new EulerAncestral())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Tabulated.of(solver, GRID, CENTRE))
          .withMessageContaining(solver.name())
          .withMessageContaining("choose a multistep method");
    }
  }

  @Test
  void evaluatesOnceAStepAndGivesEachSampleTheSameBytesInAnyBatch() {
    Tabulated table = Tabulated.of(new Dpmpp3M(), GRID, CENTRE);
    Noise noise = Noise.of(1, 7);
    Outcome<Batch> outcome = sampler(table, 7).sample(MODEL, noise);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Completed.class, done -> assertThat(done.evaluations()).isEqualTo(9));
    assertThat(table.evaluations(GRID)).hasValue(9);
    for (int i = 0; i < 7; i++) {
      assertThat(sampler(table, 7).sample(MODEL, noise.slice(i, 1)).orElseThrow())
          .isEqualTo(outcome.orElseThrow().slice(i, 1));
    }
  }

  /// One step by hand, with weights that do not sum to 1: what is missing goes to the centre.
  @Test
  void weightsActAboutTheCentre() {
    TimeGrid one = TimeGrid.of(2, 0);
    Tabulated table = new Tabulated(one, Vector.of(3), List.of(Vector.of(0.25, 0.5)));
    Denoiser model = ExactModels.on(ExactModels.ONE, (x, sigma) -> 7);
    Batch x = Batch.copyOf(ExactModels.ONE, new double[] {11});
    double end = ExactModels.outcome(table, one, model, x).orElseThrow().get(0, 0);
    assertThat(end).isEqualTo(3 + 0.25 * (11 - 3) + 0.5 * (7 - 3));
  }

  @Test
  void anotherGridIsRefusedWithTheCure() {
    Tabulated table = Tabulated.of(new Euler(), GRID, CENTRE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.begin(new RhoGrid(7).toZero(8, 80, 0.002)))
        .withMessageContaining("use their grid, or make weights for this one");
  }

  @Test
  void malformedTablesAreRefused() {
    TimeGrid one = TimeGrid.of(2, 0);
    Vector centre = Vector.of(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tabulated(one, centre, List.of()))
        .withMessageContaining("0 rows for a grid of 1 steps");
    for (Vector row : List.of(Vector.of(1), Vector.of(1, 2, 3), Vector.of(1, Double.NaN))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Tabulated(one, centre, List.of(row)))
          .withMessageContaining("row 0");
    }
    Tabulated table = new Tabulated(one, centre, List.of(Vector.of(0, 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExactModels.outcome(table, one, MODEL, start(1)))
        .withMessageContaining("a centre of 1 components");
  }
}
