package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Tag;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Laws, schemes and errors of the score drawn at random.
class MixtureSweepTest {
  private static final int CASES = 84;
  private static final int NUMBERS = 24;

  private record Case(int index, LineMixture law, Scheme scheme, Perturbed model) {
    @Override
    public String toString() {
      return "case %d: %s, %s, eps %s".formatted(index, law.law(), scheme.name(), model.eps());
    }
  }

  private static Case drawn(long seed, int index) {
    double[] u = new Noise(NoiseKey.of(seed), index, 1).uniform(Shape.vector(NUMBERS)).toArray();
    int k = 1 + (int) (4 * u[0]);
    double total = IntStream.range(0, k).mapToDouble(c -> .1 + u[1 + c]).sum();
    GaussianMixture law =
        Lines.mixture(
            Vector.generate(k, c -> (.1 + u[1 + c]) / total),
            Vector.generate(k, c -> 6 * u[5 + c] - 3),
            Vector.generate(k, c -> .005 * Math.pow(200, u[9 + c])));
    LineMixture line = LineMixture.of(law);
    double[] rhos = {1, 3, 7};
    int family = (int) (4 * u[13]);
    GridRule rule = family == 3 ? new LogUniformGrid() : new RhoGrid(rhos[family]);
    int steps = 3 + (int) (13 * u[14]);
    TimeGrid grid = rule.toMin(steps, 3 * Math.pow(13, u[15]), .02 * Math.pow(10, u[16]));
    boolean exact = index % 3 == 0;
    Perturbed model =
        new Perturbed(
            law,
            exact ? 0 : .6 * u[17] - .3,
            exact ? 0 : 2 * u[18] - 1,
            exact ? 0 : 2 * u[19],
            1 + 4 * u[20]);
    String name = "%s, %d steps, noise %d".formatted(rule.name(), steps, index % 4);
    Scheme scheme =
        switch (index % 4) {
          case 0 -> Scheme.plain(name, grid);
          case 1 -> new Scheme(name, grid, new StepNoise.FrozenDenoiser());
          case 2 -> new Scheme(name, grid, new StepNoise.Isotropic(2 * u[21]));
          default -> Scheme.best(name, grid, line.loss(model));
        };
    return new Case(index, line, scheme, model);
  }

  @Test
  void thePathDivergenceBoundsThatOfTheSamplesInEveryCase() {
    for (int i = 0; i < CASES; i++) {
      Case c = drawn(1, i);
      LineBudget budget = new LineBudget(c.law(), c.scheme(), c.model());
      DensityPropagation run = DensityPropagation.of(c.law().law());
      OutputLaw out = run.run(c.scheme(), c.model());
      assertThat(Math.abs(out.mass() - 1)).as(c.toString()).isLessThan(1e-8);
      assertThat(budget.start()).as(c.toString()).isGreaterThan(0);
      assertThat(budget.discretisation()).as(c.toString()).isGreaterThan(-1e-9);
      assertThat(budget.score()).as(c.toString()).isGreaterThanOrEqualTo(0);
      assertThat(out.klToTarget()).as(c.toString()).isBetween(-1e-9, budget.pathDivergence());
      if (i % 4 == 0) {
        assertThat(run.fromExact().run(c.scheme(), c.model()).klToTarget())
            .as(c + " from the exact start")
            .isBetween(-1e-9, budget.discretisation() + budget.score() + 1e-9);
      }
    }
  }

  @Test
  void theBestNoiseIsBetterThanAnyOtherInEveryCase() {
    for (int i = 0; i < CASES; i++) {
      Case c = drawn(2, i);
      EpsilonLoss loss = c.law().loss(c.model());
      double best = PathCost.of(Scheme.best("best", c.scheme().grid(), loss), loss);
      assertThat(best).as(c.toString()).isLessThanOrEqualTo(PathCost.of(c.scheme(), loss) + 1e-12);
    }
  }

  @Tag("slow")
  @Test
  void theDefinitionOfThePathDivergenceAgreesInEveryCase() {
    double worst = 0;
    double squares = 0;
    for (int i = 0; i < CASES; i++) {
      Case c = drawn(3, i);
      double exact = new LineBudget(c.law(), c.scheme(), c.model()).pathDivergence();
      Estimate drawn =
          new PathDivergence(20_000)
              .measure(c.law().law(), c.scheme(), c.model(), Noise.of(100 + i, 1));
      double z = (drawn.value() - exact) / drawn.standardError();
      worst = Math.max(worst, Math.abs(z));
      squares += z * z;
      assertThat(Math.abs(z)).as(c.toString()).isLessThan(4.5);
    }
    // the sum of squares of as many standard normals
    assertThat(squares / CASES)
        .isBetween(1 - 5 * Math.sqrt(2.0 / CASES), 1 + 5 * Math.sqrt(2.0 / CASES));
    assertThat(worst).isGreaterThan(1);
  }
}
