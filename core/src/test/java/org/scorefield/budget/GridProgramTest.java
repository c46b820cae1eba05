package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Vector;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.PosteriorPrecisionGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TangentGrid;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.schedule.TotalVarianceGrid;

class GridProgramTest {
  private static final double TOP = 80;
  private static final double BOTTOM = 0.002;

  /// The exact loss of Gaussian data of those variances.
  private record GaussianLoss(Vector variances) implements EpsilonLoss {
    @Override
    public int dimension() {
      return variances.size();
    }

    @Override
    public double at(double sigma) {
      double v = sigma * sigma;
      return variances.stream().map(lam -> lam / (lam + v)).sum() / variances.size();
    }

    /// `h(p_{v_0}) - h(p_{v_N})`: with the cost, the discretisation part of the divergence.
    double entropyDrop(double sigmaMax, double sigmaMin) {
      return variances.stream()
          .map(lam -> Math.log((lam + sigmaMax * sigmaMax) / (lam + sigmaMin * sigmaMin)) / 2)
          .sum();
    }
  }

  private static final GaussianLoss ISOTROPIC = new GaussianLoss(Vector.of(0.25));

  /// Variances in proportion to `i^-2`, of mean 1/4.
  private static GaussianLoss powerLaw() {
    double sum = IntStream.rangeClosed(1, 16).mapToDouble(i -> 1.0 / (i * i)).sum();
    return new GaussianLoss(Vector.generate(16, i -> 4 / sum / ((i + 1.0) * (i + 1))));
  }

  /// A loss with a hump, above 1 in places: a model that is worse than none there.
  private static final EpsilonLoss UNEVEN =
      new EpsilonLoss() {
        @Override
        public int dimension() {
          return 3;
        }

        @Override
        public double at(double sigma) {
          return 0.8 + 0.4 * Math.sin(5 * Math.log(sigma));
        }
      };

  private static StepCost cost(NoiseChoice noise) {
    return StepCost.of(noise);
  }

  /// Golden: an independent program gives 1.19622 on these candidates; the optimum over all levels
  /// is 1.19600797.
  @Test
  void onIsotropicDataItFindsTheTotalVarianceGrid() {
    GridProgram program =
        GridProgram.between(TOP, BOTTOM, ISOTROPIC, cost(NoiseChoice.FROZEN_SCORE), 19);
    double entropy = ISOTROPIC.entropyDrop(TOP, BOTTOM);
    assertThat(entropy + program.cost(18)).isCloseTo(1.19622, within(5e-6));
    TimeGrid best = new TotalVarianceGrid(0.5).toMin(18, TOP, BOTTOM);
    assertThat(entropy + PathCost.of(Scheme.plain("best", best), ISOTROPIC))
        .isCloseTo(1.19600797, Percentage.withPercentage(1e-6));
    double candidate = Math.log(TOP / BOTTOM) / 800;
    for (int k = 0; k <= 18; k++) {
      double off = Math.log(program.grid(18).sigma(k) / best.sigma(k));
      assertThat(Math.abs(off)).as("level " + k).isLessThan(k < 14 ? 3 * candidate : 8 * candidate);
    }
  }

  @Test
  void noRuleBeatsTheOptimumOfItsQuestionOnIsotropicData() {
    List<GridRule> rules =
        List.of(
            new RhoGrid(7),
            new RhoGrid(3.191),
            new LogUniformGrid(),
            new TangentGrid(0.5),
            new TotalVarianceGrid(0.5),
            new PosteriorPrecisionGrid(0.5));
    for (NoiseChoice noise : List.of(NoiseChoice.FROZEN_SCORE, NoiseChoice.DDPM)) {
      GridProgram program = GridProgram.between(TOP, BOTTOM, ISOTROPIC, cost(noise), 18);
      double best = program.cost(18);
      double optimum = Double.POSITIVE_INFINITY;
      for (GridRule rule : rules) {
        TimeGrid grid = rule.toMin(18, TOP, BOTTOM);
        double found = PathCost.of(noise.on(rule.name(), grid, ISOTROPIC), ISOTROPIC);
        assertThat(best).as(rule.name()).isLessThan(found + 3e-3);
        optimum = Math.min(optimum, found);
      }
      GridRule known =
          noise == NoiseChoice.DDPM ? new PosteriorPrecisionGrid(0.5) : new TotalVarianceGrid(0.5);
      assertThat(optimum)
          .isEqualTo(
              PathCost.of(noise.on("known", known.toMin(18, TOP, BOTTOM), ISOTROPIC), ISOTROPIC));
      assertThat(best).isCloseTo(optimum, within(3e-3));
    }
  }

  /// With the best noise an isotropic Gaussian is sampled exactly on every grid.
  @Test
  void withTheBestNoiseNothingIsLeftToChooseOnIsotropicData() {
    GridProgram program = GridProgram.between(TOP, BOTTOM, ISOTROPIC, cost(NoiseChoice.BEST), 18);
    for (int steps = 1; steps <= 18; steps++) {
      assertThat(program.cost(steps) + ISOTROPIC.entropyDrop(TOP, BOTTOM))
          .isCloseTo(0, within(1e-11));
    }
  }

  /// Golden: an independent program, path divergence a component of 18 steps.
  @Test
  void onAPowerLawItFindsTheKnownGrids() {
    GaussianLoss loss = powerLaw();
    double entropy = loss.entropyDrop(TOP, BOTTOM);
    TimeGrid candidates = new LogUniformGrid().toMin(400, TOP, BOTTOM);
    GridProgram plain = GridProgram.among(candidates, loss, cost(NoiseChoice.FROZEN_SCORE), 18);
    assertThat((plain.cost(18) + entropy) / 16).isCloseTo(1.60398, Percentage.withPercentage(1e-3));
    GridProgram best = GridProgram.among(candidates, loss, cost(NoiseChoice.BEST), 18);
    assertThat((best.cost(18) + entropy) / 16).isCloseTo(.038699, Percentage.withPercentage(.002));
    double[] rules = {.11455, .102156};
    double[] plains = {1.87752, 2.23339};
    List<GridRule> published = List.of(new RhoGrid(7), new LogUniformGrid());
    for (int i = 0; i < 2; i++) {
      TimeGrid grid = published.get(i).toMin(18, TOP, BOTTOM);
      assertThat((PathCost.of(Scheme.best("", grid, loss), loss) + entropy) / 16)
          .isCloseTo(rules[i], Percentage.withPercentage(1e-3));
      assertThat((PathCost.of(Scheme.plain("", grid), loss) + entropy) / 16)
          .isCloseTo(plains[i], Percentage.withPercentage(1e-3));
    }
  }

  /// Golden: an independent program. The grid for the best noise is the best there is with it, and
  /// a bad one without: marginal divergence a component, from the exact start.
  @Test
  void gridAndNoiseBelongTogether() {
    GaussianLoss loss = powerLaw();
    TimeGrid candidates = new LogUniformGrid().toMin(400, TOP, BOTTOM);
    TimeGrid forBest = GridProgram.among(candidates, loss, cost(NoiseChoice.BEST), 18).grid(18);
    TimeGrid forPlain =
        GridProgram.among(candidates, loss, cost(NoiseChoice.FROZEN_SCORE), 18).grid(18);
    assertThat(marginal(Scheme.best("", forBest, loss), loss))
        .isCloseTo(.0030063, Percentage.withPercentage(1));
    assertThat(marginal(Scheme.plain("", forBest), loss))
        .isCloseTo(.79823, Percentage.withPercentage(1));
    assertThat(marginal(Scheme.plain("", forPlain), loss))
        .isCloseTo(.10957, Percentage.withPercentage(1));
    assertThat(marginal(Scheme.best("", forPlain, loss), loss))
        .isCloseTo(.024469, Percentage.withPercentage(1));
  }

  private static double marginal(Scheme scheme, GaussianLoss loss) {
    double first = scheme.grid().first();
    double last = scheme.grid().last();
    return loss.variances().stream()
            .map(lam -> {
              double s = lam + first * first;
              for (int k = 0; k < scheme.steps(); k++) {
                double a = 1 - scheme.drop(k) / (lam + Math.pow(scheme.grid().sigma(k), 2));
                s = a * a * s + scheme.variances().get(k);
              }
              double ratio = (lam + last * last) / s;
              return (ratio - 1 - Math.log(ratio)) / 2;
            })
            .sum()
        / loss.dimension();
  }

  /// The cost of the table is that of the scheme, on candidates and for a loss of any kind.
  @ParameterizedTest
  @EnumSource(NoiseChoice.class)
  void theCostIsThePathCostOfTheScheme(NoiseChoice noise) {
    for (EpsilonLoss loss : List.of(powerLaw(), UNEVEN)) {
      TimeGrid candidates = new LogUniformGrid().toMin(60, 10, 0.05);
      GridProgram program = GridProgram.among(candidates, loss, cost(noise), 12);
      for (int steps = 1; steps <= 12; steps++) {
        Scheme scheme = noise.on("found", program.grid(steps), loss);
        assertThat(scheme.steps()).isEqualTo(steps);
        assertThat(PathCost.of(scheme, loss) / program.cost(steps)).isCloseTo(1, within(1e-10));
        assertThat(candidates.sigmas().stream().boxed().toList())
            .containsAll(scheme.grid().sigmas().stream().boxed().toList());
        assertThat(scheme.grid().first()).isEqualTo(10);
        assertThat(scheme.grid().last()).isEqualTo(0.05);
      }
    }
  }

  /// Every choice of levels there is, tried.
  @ParameterizedTest
  @EnumSource(NoiseChoice.class)
  void noOtherChoiceAmongFewCandidatesCostsLess(NoiseChoice noise) {
    TimeGrid candidates = new RhoGrid(3).toMin(11, 5, 0.1);
    for (EpsilonLoss loss : List.of(powerLaw(), UNEVEN)) {
      double[] least = new double[12];
      java.util.Arrays.fill(least, Double.POSITIVE_INFINITY);
      for (int chosen = 0; chosen < 1 << 10; chosen++) {
        int mask = chosen;
        double[] levels =
            IntStream.rangeClosed(0, 11)
                .filter(i -> i == 0 || i == 11 || (mask >> (i - 1) & 1) == 1)
                .mapToDouble(candidates::sigma)
                .toArray();
        double found = PathCost.of(noise.on("", TimeGrid.of(levels), loss), loss);
        least[levels.length - 1] = Math.min(least[levels.length - 1], found);
      }
      GridProgram program = GridProgram.among(candidates, loss, cost(noise), 11);
      for (int steps = 1; steps <= 11; steps++) {
        assertThat(program.cost(steps)).isCloseTo(least[steps], within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100})
  void withTheExactScoreMoreStepsNeverCostMore(int steps) {
    for (NoiseChoice noise : NoiseChoice.values()) {
      GridProgram program = GridProgram.between(TOP, BOTTOM, powerLaw(), cost(noise), steps);
      for (int n = 2; n <= steps; n++) {
        assertThat(program.cost(n)).isLessThan(program.cost(n - 1));
      }
      assertThat(program.steps()).isEqualTo(steps);
    }
  }

  @Test
  void whatCannotBeChosenIsRefused() {
    TimeGrid few = TimeGrid.of(5, 2, 1);
    StepCost cost = cost(NoiseChoice.BEST);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GridProgram.among(few, ISOTROPIC, cost, 3))
        .withMessageContaining("1 to 2 steps among 3 candidate levels, not 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GridProgram.among(TimeGrid.of(5, 1, 0), ISOTROPIC, cost, 1))
        .withMessageContaining("sigma_min > 0");
    GridProgram program = GridProgram.among(few, ISOTROPIC, cost, 1);
    assertThat(program.grid(1)).isEqualTo(TimeGrid.of(5, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.grid(2))
        .withMessageContaining("not of 2");
  }
}
