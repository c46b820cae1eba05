package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.Surrogate;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// A history that the surrogate remembers in the model's place.
class SeededHistoryTest {
  private static final Shape PLANE = Shape.vector(2);
  private static final Gaussian LAW = Gaussian.isotropic(PLANE, Vector.of(0.3, -1), 3);
  private static final Surrogate EXACT = new Surrogate(LAW);
  private static final GaussianMixture OTHER =
      GaussianMixture.isotropic(Batch.copyOf(PLANE, new double[] {2, 1, -2, -1, 1, -2}), 0.5);

  static List<Solver> deterministic() {
    return Solvers.DETERMINISTIC;
  }

  static List<Solver> withoutStepsOfTheirOwn() {
    return Solvers.ALL.stream().filter(s -> !Solvers.ADAPTIVE.contains(s)).toList();
  }

  private static Batch start(int n) {
    return LAW.noisy(Noise.of(5, n).normal(PLANE), 4);
  }

  private static Outcome<Batch> run(Solver solver, TimeGrid grid, Denoiser model, Noise noise) {
    return new Sampler(grid, solver, new Start.Given(start(40))).sample(model, noise);
  }

  private static Solver seeded(Solver solver, TimeGrid grid) {
    return new SeededHistory(solver, EXACT, SeededHistory.above(grid, 4));
  }

  /// Root mean square distance to the closed form at the end of the grid.
  private static double error(Solver solver, TimeGrid grid) {
    Batch end = run(solver, grid, LAW, Noise.of(1, 40)).orElseThrow();
    Batch exact = LAW.flow(start(40), grid.first(), grid.last());
    double squares = 0;
    for (double v : end.minus(exact).shared()) {
      squares += v * v;
    }
    return Math.sqrt(squares / end.count());
  }

  /// The global order from 640 to 2560 steps, without a history and with the exact one. The order a
  /// method has after a full warm-up is that of its polynomial, one more with UniPC's corrector;
  /// iPNDM's fixed weights and the published curvature of 3M keep them at 2 whatever the start.
  @ParameterizedTest
  @CsvSource({
    "dpmpp-2m, 2, 2",
    "dpmpp-3m, 2, 2",
    "unipc-1, 2, 2",
    "unipc-2, 3, 3",
    "unipc-3, 3, 4",
    "deis-2, 2, 2",
    "deis-3, 2, 3",
    "deis-4, 2, 4",
    "lms-3, 2, 3",
    "lms-4, 2, 4",
    "ipndm-v-4, 2, 4",
    "ipndm-4, 2, 2",
  })
  void theFirstStepKeepsTheOrderOfTheMethod(String name, double without, double with) {
    Solver solver = Solvers.parse(name);
    assertThat(slope(solver, false)).isBetween(without - 0.15, without + 0.25);
    assertThat(slope(solver, true)).isBetween(with - 0.15, with + 0.25);
  }

  private static double slope(Solver solver, boolean withHistory) {
    double[] errors = new double[2];
    for (int k = 0; k < 2; k++) {
      TimeGrid grid = new RhoGrid(2.5).toMin(640 << (2 * k), 4, 0.4);
      errors[k] = error(withHistory ? seeded(solver, grid) : solver, grid);
    }
    return Math.log(errors[0] / errors[1]) / Math.log(4);
  }

  /// With the right history a run ends as the long run that began above does, but for what that one
  /// lost on its way: the same weights on the same outputs.
  @ParameterizedTest
  @MethodSource("deterministic")
  void aSeededRunIsTheTailOfALongRunThatStayedExact(Solver solver) {
    TimeGrid tail = new RhoGrid(7).toZero(7, 4, 0.05);
    Vector levels = SeededHistory.above(tail, 4);
    double[] all = new double[levels.size() + tail.sigmas().size()];
    System.arraycopy(levels.toArray(), 0, all, 0, levels.size());
    System.arraycopy(tail.sigmas().toArray(), 0, all, levels.size(), tail.sigmas().size());
    TimeGrid whole = TimeGrid.of(all);
    Solver corrected = new CorrectedAbove(solver, LAW, 4);
    Batch above = LAW.flow(start(40), 4, levels.first());
    Batch expected =
        new Sampler(whole, corrected, new Start.Given(above))
            .sample(LAW, Noise.of(1, 40))
            .orElseThrow();
    Batch found = run(seeded(solver, tail), tail, LAW, Noise.of(1, 40)).orElseThrow();
    for (int i = 0; i < 40; i++) {
      assertThat(found.row(i)).usingComparatorWithPrecision(1e-11).containsExactly(expected.row(i));
    }
  }

  /// A solver whose states above a level are put right by the exact flow after each step.
  private record CorrectedAbove(Solver inner, Gaussian law, double level) implements Solver {
    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public int order() {
      return inner.order();
    }

    @Override
    public org.scorefield.sampling.Stepper begin(TimeGrid grid) {
      var stepper = inner.begin(grid);
      return (d, x, sigma, next, noise) -> {
        // A corrector asks at its own prediction, which at and above the landing must not count.
        Denoiser right =
            new Denoiser() {
              @Override
              public Shape shape() {
                return d.shape();
              }

              @Override
              public Batch denoise(Batch at, double s) {
                return d.denoise(sigma > level ? law.flow(x, sigma, s) : at, s);
              }
            };
        Batch stepped = stepper.step(right, x, sigma, next, noise);
        return next >= level ? law.flow(x, sigma, next) : stepped;
      };
    }
  }

  @ParameterizedTest
  @MethodSource("withoutStepsOfTheirOwn")
  void evaluationsAreDeclaredAndNoMoreThanWithoutAHistory(Solver solver) {
    // Those that draw noise before they ask do not ask at the landing state: one more.
    int allowed = solver.stochastic() ? 1 : 0;
    for (int steps : new int[] {2, 3, 5, 12}) {
      for (TimeGrid grid :
          List.of(new RhoGrid(7).toZero(steps, 4, 0.05), new RhoGrid(7).toMin(steps, 4, 0.05))) {
        Solver with = seeded(solver, grid);
        Outcome<Batch> outcome = run(with, grid, OTHER, Noise.of(2, 40));
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        int made = outcome instanceof Outcome.Completed<Batch> c ? c.evaluations() : -1;
        assertThat(with.evaluations(grid)).isEqualTo(OptionalInt.of(made));
        assertThat(made).isLessThanOrEqualTo(solver.evaluations(grid).orElseThrow() + allowed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("withoutStepsOfTheirOwn")
  void aSampleDoesNotDependOnItsBatch(Solver solver) {
    TimeGrid grid = new RhoGrid(7).toZero(6, 4, 0.05);
    Noise noise = Noise.of(3, 40);
    Batch together = run(seeded(solver, grid), grid, OTHER, noise).orElseThrow();
    for (int i : new int[] {0, 17, 39}) {
      Batch alone = run(seeded(solver, grid), grid, OTHER, noise.slice(i, 1)).orElseThrow();
      assertThat(alone).isEqualTo(together.slice(i, 1));
    }
  }

  /// A method with one evaluation a step and no memory must not notice.
  @ParameterizedTest
  @CsvSource({"euler", "heun", "dpm-2", "dpmpp-2s"})
  void oneStepMethodsAreLeftAlone(String name) {
    TimeGrid grid = new RhoGrid(7).toZero(6, 4, 0.05);
    Solver solver = Solvers.parse(name);
    Noise noise = Noise.of(4, 40);
    assertThat(run(seeded(solver, grid), grid, OTHER, noise))
        .isEqualTo(run(solver, grid, OTHER, noise));
  }

  @Test
  void seedLevelsContinueTheLongerOfTheFirstTwoSteps() {
    assertThat(SeededHistory.above(TimeGrid.of(4, 2, 1, 0), 2)).isEqualTo(Vector.of(16, 8));
    assertThat(SeededHistory.above(TimeGrid.of(4, 3, 1, 0), 1)).isEqualTo(Vector.of(12));
    assertThat(SeededHistory.above(TimeGrid.of(4, 2, 0), 1)).isEqualTo(Vector.of(8));
    assertThat(SeededHistory.above(TimeGrid.of(4, 0), 3).size()).isZero();
    assertThat(SeededHistory.above(TimeGrid.of(4, 2, 0), 0).size()).isZero();
  }

  @Test
  void whatHasNoHistoryIsRefused() {
    TimeGrid grid = TimeGrid.of(4, 1, 0);
    assertThatThrownBy(() -> new SeededHistory(new Heun(), EXACT, Vector.of()))
        .hasMessageContaining("at least one seed level");
    assertThatThrownBy(() -> new SeededHistory(new Lms(2), EXACT, Vector.of(4)).begin(grid))
        .hasMessageContaining("must lie above the first level of the grid, 4.0");
    assertThatThrownBy(
            () -> new SeededHistory(new DormandPrince(), EXACT, Vector.of(8)).begin(grid))
        .hasMessageContaining("chooses its own steps");
  }
}
