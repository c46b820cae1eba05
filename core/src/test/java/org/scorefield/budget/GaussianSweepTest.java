package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.AnnealedLangevin;
import org.scorefield.sampling.solver.HeunChurn;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.BetaGrid;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.PolyexponentialGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TangentGrid;
import org.scorefield.schedule.TimeGrid;

/// Budgets of random cases: spectrum, mean, grid, steps, step noise or solver, start and score
/// error are all drawn.
class GaussianSweepTest {
  private static final long SEED = 2406_12839;

  private static final List<Solver> OTHERS = GaussianOutputTest.FIXED;

  @Test
  void twoHundredAndFortyRandomBudgetsAddUp() {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < 240; i++) {
      judge(i, i % 4 == 0 ? 40_000 : 0, wrong);
    }
    assertThat(wrong).isEmpty();
  }

  @Tag("slow")
  @Test
  void twoHundredMoreRandomBudgetsAddUpToWhatRealRunsPutOut() {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      judge(10_000 + i, 30_000, wrong);
    }
    assertThat(wrong).isEmpty();
  }

  private static void judge(int index, int samples, List<String> wrong) {
    Draws draws = new Draws(index);
    GaussianModel model = new GaussianModel(spectrum(draws), error(draws));
    TimeGrid grid = grid(draws);
    StartLaw start = draws.upTo(3) == 0 ? new StartLaw.Exact() : new StartLaw.White(grid.first());
    boolean scheme = index % 2 == 0;
    Scheme steps = new Scheme("case " + index, grid, noise(draws, grid, model));
    Solver solver = scheme ? steps.solver() : OTHERS.get((index / 2) % OTHERS.size());
    String name = "%d: %s %s %s".formatted(index, solver.name(), grid, model);
    GaussianBudget budget =
        scheme
            ? GaussianBudget.of(steps, model, start)
            : GaussianBudget.of(solver, grid, process(solver), model, start);
    double marginal = budget.divergence();
    budget
        .path()
        .ifPresent(path -> {
          double chain = ChainDivergence.of(steps, model, start);
          double sum = path.sum().value();
          if (!(Math.abs(sum - chain) <= 1e-9 * Math.max(1, chain))) {
            wrong.add(name + ": parts of the path " + sum + " are not its divergence " + chain);
          }
          if (!(sum >= marginal * (1 - 1e-9) - 1e-14)) {
            wrong.add(name + ": path " + sum + " below marginal " + marginal);
          }
        });
    Attribution shared = budget.marginal();
    double scale =
        Math.max(marginal, Math.max(shared.discretisationScore(), shared.startDiscretisation()));
    for (ErrorBudget parts : List.of(shared.telescoped(), shared.shapley())) {
      if (!(Math.abs(parts.sum().value() - marginal) <= 1e-12 * scale)) {
        wrong.add(name + ": parts " + parts + " do not add up to " + marginal);
      }
    }
    if (samples > 0) {
      Estimate measured =
          SampledOutput.of(solver, grid, model, start, Noise.of(SEED + index, samples))
              .divergence(grid.last());
      ErrorBudget parts = shared.shapley();
      if (!new ErrorBudget(parts.measure(), parts.rule(), parts.parts(), Optional.of(measured))
          .holds(.1, 3)) {
        wrong.add(name + ": measured " + measured + " is not " + marginal);
      }
    }
  }

  private static ReverseProcess process(Solver solver) {
    return solver instanceof HeunChurn || solver instanceof AnnealedLangevin
        ? ReverseProcess.SDE
        : ReverseProcess.of(solver);
  }

  private static Spectrum spectrum(Draws draws) {
    int m = 1 + draws.upTo(8);
    double[] lambda = new double[m];
    double[] counts = new double[m];
    double[] means = new double[m];
    for (int k = 0; k < m; k++) {
      lambda[k] = k > 0 && draws.upTo(8) == 0 ? 0 : draws.logarithmic(1e-4, 20);
      counts[k] = 1 + draws.upTo(3);
      means[k] = draws.upTo(3) == 0 ? 0 : draws.logarithmic(.01, 4);
    }
    return new Spectrum(Vector.of(lambda), Vector.of(counts), Vector.of(means));
  }

  private static LinearScoreError error(Draws draws) {
    double relative = .25 * (2 * draws.next() - 1);
    double shift = .3 * (2 * draws.next() - 1);
    double phase = 6 * draws.next();
    return switch (draws.upTo(4)) {
      case 0 -> LinearScoreError.NONE;
      case 1 -> new LinearScoreError.Constant(relative, 0);
      case 2 -> new LinearScoreError.Constant(relative, shift);
      default ->
          new LinearScoreError.Varying(
              s -> relative * Math.sin(Math.log(s) + phase), s -> shift / (1 + s * s));
    };
  }

  private static TimeGrid grid(Draws draws) {
    double top = draws.logarithmic(3, 100);
    double bottom = draws.logarithmic(.002, .2);
    List<GridRule> rules =
        List.of(
            new RhoGrid(2 + 8 * draws.next()),
            new LogUniformGrid(),
            new TangentGrid(draws.logarithmic(.2, 2)),
            new PolyexponentialGrid(.7 + draws.next()),
            new BetaGrid(.6, .6));
    return rules.get(draws.upTo(rules.size())).toMin(3 + draws.upTo(30), top, bottom);
  }

  private static StepNoise noise(Draws draws, TimeGrid grid, GaussianModel model) {
    return switch (draws.upTo(4)) {
      case 0 -> new StepNoise.FrozenScore();
      case 1 -> new StepNoise.FrozenDenoiser();
      case 2 -> new StepNoise.Isotropic(draws.logarithmic(.01, 4));
      default -> Scheme.best("", grid, model).noise();
    };
  }

  /// Uniform numbers of a case, one after another.
  private static final class Draws {
    private final double[] numbers;
    private int at;

    Draws(int index) {
      this.numbers = new Noise(Noise.of(SEED, 1).key(), index, 1).uniform(Shape.vector(64)).row(0);
    }

    double next() {
      return numbers[at++];
    }

    int upTo(int n) {
      return (int) (n * next());
    }

    double logarithmic(double low, double high) {
      return low * Math.pow(high / low, next());
    }
  }
}
