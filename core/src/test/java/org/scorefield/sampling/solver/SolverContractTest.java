package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Prediction;
import org.scorefield.denoise.PredictionDenoiser;
import org.scorefield.denoise.RawNetwork;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.ExactModels.Scalar;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// What every solver of the catalogue promises, whatever its method.
class SolverContractTest {
  private static final Shape IMAGE = Shape.image(1, 2, 3);
  private static final Scalar MIXTURE = ExactModels.mixture(0.01);
  private static final List<GridRule> RULES =
      List.of(new RhoGrid(7), new RhoGrid(1), new LogUniformGrid());

  /// Levels that rules do not make: ends and neighbours that nearly or barely differ, huge ratios.
  private static final List<TimeGrid> ODD_GRIDS =
      List.of(
          TimeGrid.of(80, 10, 1, 0.0020000001, 0.002),
          TimeGrid.of(80, 10, 1, 0.0020000001, 0.002, 0),
          TimeGrid.of(80, 10, 1, Math.nextUp(0.002), 0.002),
          TimeGrid.of(80, 10, 1, Math.nextUp(0.002), 0.002, 0),
          TimeGrid.of(80, Math.nextDown(80.0), 10, 1, 0.1, 0),
          TimeGrid.of(80, 10, Math.nextUp(1.0), 1, Math.nextDown(1.0), 0.1, 0.002),
          TimeGrid.of(80, 1.00001, 1, 0.1, 0.0999999999, 0.01, 0),
          TimeGrid.of(1e4, 1, 1e-4, 1e-8, 0),
          TimeGrid.of(80, 79, 78, 77, 1e-3),
          TimeGrid.of(1, 1e-12),
          TimeGrid.of(1, 1e-9, 5e-10, 2e-10, 1e-10, 0),
          TimeGrid.of(80, 0.001, 0.0005, 0.0001));

  /// What the solvers know that need to know a law: not the model's.
  private static final Distribution LAW = nearby();

  static List<Solver> solvers() {
    return Stream.concat(
            Solvers.ALL.stream(), Solvers.INFORMED.stream().map(i -> i.of().apply(LAW)))
        .toList();
  }

  private static Distribution nearby() {
    Gaussian one =
        new Gaussian(
            IMAGE,
            Vector.generate(6, j -> 0.2 * j - 0.5),
            Factorizations.orthonormalBasis(
                Matrix.adopt(6, 2, Noise.of(9, 6).normal(Shape.vector(2)).toArray())),
            Vector.of(0.5, 0),
            0.1);
    Gaussian other = Gaussian.isotropic(IMAGE, Vector.generate(6, _ -> 0.9), 0.02);
    return new GaussianMixture(Vector.of(0.6, 0.4), List.of(one, other));
  }

  private static List<TimeGrid> grids() {
    List<TimeGrid> grids = new ArrayList<>(ODD_GRIDS);
    for (GridRule rule : RULES) {
      for (int steps = 1; steps <= 20; steps++) {
        grids.add(rule.toZero(steps, 80, 0.002));
        grids.add(rule.toMin(steps, 80, 0.002));
      }
    }
    return grids;
  }

  private static Batch start(int count, double sigma) {
    return Noise.of(5, count).normal(IMAGE).times(sigma);
  }

  @Test
  void namesAreUniqueAndFindTheirSolver() {
    assertThat(solvers()).extracting(Solver::name).doesNotHaveDuplicates();
    for (Solver solver : solvers()) {
      assertThat(Solvers.parse(solver.name(), () -> LAW)).isEqualTo(solver);
    }
    GaussianExponential above = new GaussianExponential(LAW.matchingGaussian(), 2, true, 1.5);
    assertThat(Solvers.parse("gaussian-exp-2-pc-above-1.5", () -> LAW)).isEqualTo(above);
    assertThat(Solvers.parse(above.name(), () -> LAW)).isEqualTo(above);
    assertThat(Solvers.named("no such solver")).isEmpty();
    assertThatThrownBy(() -> Solvers.parse("gausian-exp-2", () -> LAW))
        .hasMessageContaining("did you mean 'gaussian-exp-2'")
        .hasMessageContaining("surrogate-exp-1");
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void declaredEvaluationsAreTheCallsMade(Solver solver) {
    for (TimeGrid grid : grids()) {
      Outcome<Batch> outcome =
          ExactModels.outcome(solver, grid, ExactModels.on(IMAGE, MIXTURE), start(1, grid.first()));
      if (solver.evaluations(grid).isPresent()
          && outcome instanceof Outcome.Completed<Batch>(Batch _, int calls)) {
        assertThat(calls).as("%s", grid).isEqualTo(solver.evaluations(grid).getAsInt());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void drawsNoiseIfAndOnlyIfItSaysSo(Solver solver) {
    Denoiser model = ExactModels.on(IMAGE, MIXTURE);
    Sampler sampler =
        new Sampler(new RhoGrid(7).toZero(6, 80, 0.002), solver, new Start.Given(start(2, 80)));
    boolean noiseMatters =
        !sampler
            .sample(model, Noise.of(1, 2))
            .orElseThrow()
            .equals(sampler.sample(model, Noise.of(2, 2)).orElseThrow());
    assertThat(noiseMatters).isEqualTo(solver.stochastic());
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void shapeAndCountAreKeptAlsoOfNothing(Solver solver) {
    TimeGrid grid = new RhoGrid(7).toZero(6, 80, 0.002);
    for (int count : new int[] {0, 1, 5}) {
      Batch end =
          ExactModels.outcome(solver, grid, ExactModels.on(IMAGE, MIXTURE), start(count, 80))
              .orElseThrow();
      assertThat(end.shape()).isEqualTo(IMAGE);
      assertThat(end.count()).isEqualTo(count);
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void aBatchIsTheLoopOverItsSamplesBitForBit(Solver solver) {
    Denoiser model = ExactModels.on(IMAGE, MIXTURE);
    Sampler sampler =
        new Sampler(new RhoGrid(7).toZero(9, 80, 0.002), solver, new Start.Given(start(7, 80)));
    Noise noise = Noise.of(1, 7);
    Batch together = sampler.sample(model, noise).orElseThrow();
    for (int i = 0; i < 7; i++) {
      Batch alone = sampler.sample(model, noise.slice(i, 1)).orElseThrow();
      assertThat(alone).isEqualTo(together.slice(i, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void aSolverSharedByThreadsGivesTheBytesOfASerialRun(Solver solver)
      throws InterruptedException, ExecutionException {
    Denoiser model = ExactModels.on(IMAGE, MIXTURE);
    Sampler sampler =
        new Sampler(new RhoGrid(7).toZero(12, 80, 0.002), solver, new Start.Given(start(64, 80)));
    Noise noise = Noise.of(1, 64);
    List<Callable<Batch>> tasks = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      Noise one = noise.slice(i, 1);
      tasks.add(() -> sampler.sample(model, one).orElseThrow());
    }
    Batch serial = sampler.sample(model, noise).orElseThrow();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Batch>> results = threads.invokeAll(tasks);
      for (int i = 0; i < 64; i++) {
        assertThat(results.get(i).get()).isEqualTo(serial.slice(i, 1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void aConstantDenoiserEndsAtItsConstant(Solver solver) {
    Denoiser constant = ExactModels.on(IMAGE, (x, sigma) -> 0.7);
    assumeFalse(drawsNoiseInAStepToZero(solver, constant), "ends in noise by definition");
    for (TimeGrid grid : grids()) {
      if (grid.endsAtZero()) {
        Batch end =
            ExactModels.outcome(solver, grid, constant, start(2, grid.first())).orElseThrow();
        double tolerance = 1e-15 * grid.first() * (100 + largestRatio(grid));
        for (double value : end.toArray()) {
          assertThat(value).as("%s", grid).isCloseTo(0.7, within(tolerance));
        }
      }
    }
  }

  private static boolean drawsNoiseInAStepToZero(Solver solver, Denoiser constant) {
    Sampler sampler = new Sampler(TimeGrid.of(1, 0), solver, new Start.Given(start(1, 1)));
    return !sampler
        .sample(constant, Noise.of(1, 1))
        .orElseThrow()
        .equals(sampler.sample(constant, Noise.of(2, 1)).orElseThrow());
  }

  /// A slope (x - D)/next multiplies the rounding of D by up to sigma/next.
  private static double largestRatio(TimeGrid grid) {
    return IntStream.range(1, grid.steps())
        .mapToDouble(i -> grid.sigma(i - 1) / grid.sigma(i))
        .max()
        .orElse(1);
  }

  /// Those of the catalogue, and other warm-ups, finishes and orders.
  static Stream<Solver> solversAndVariants() {
    return Stream.concat(solvers().stream(), ConvergenceOrderTest.VARIANTS.stream());
  }

  @ParameterizedTest
  @MethodSource("solversAndVariants")
  void noGridModelOrPredictionGivesNanOrInfinity(Solver solver) {
    List<TimeGrid> grids = grids();
    for (Scalar law :
        List.of(
            ExactModels.gaussian(0.3, 1),
            ExactModels.gaussian(0.3, 1e-6),
            ExactModels.gaussian(0.3, 1e4),
            ExactModels.mixture(0))) {
      // What asks a law many times a step tells predictions apart no better than the others.
      long models = solver instanceof SurrogateExponential ? 1 : Long.MAX_VALUE;
      for (Denoiser model : throughEveryPrediction(law).limit(models).toList()) {
        for (TimeGrid grid : grids) {
          assertThat(ExactModels.outcome(solver, grid, model, start(2, grid.first())))
              .as("%s with %s", grid, model)
              .isInstanceOf(Outcome.Completed.class);
        }
      }
    }
  }

  /// The exact denoiser itself, and networks that predict what it implies.
  private static Stream<Denoiser> throughEveryPrediction(Scalar law) {
    Denoiser exact = ExactModels.on(IMAGE, law);
    return Stream.concat(
        Stream.of(exact),
        Stream.of(Prediction.values()).map(prediction -> adapted(exact, prediction)));
  }

  private static Denoiser adapted(Denoiser exact, Prediction prediction) {
    var scale =
        switch (prediction) {
          case VELOCITY -> PredictionDenoiser.FLOW;
          case SCORE -> PredictionDenoiser.UNSCALED;
          case X0, EPSILON, V -> PredictionDenoiser.VARIANCE_PRESERVING;
        };
    RawNetwork network =
        new RawNetwork() {
          @Override
          public Shape shape() {
            return exact.shape();
          }

          @Override
          public Batch evaluate(Batch z, double sigma) {
            double s = scale.applyAsDouble(sigma);
            Batch x = z.times(1 / s);
            Batch x0 = exact.denoise(x, sigma);
            Batch n = Batch.combine(1 / sigma, x, -1 / sigma, x0);
            return switch (prediction) {
              case X0 -> x0;
              case EPSILON -> n;
              case V -> Batch.combine(s, n, -s * sigma, x0);
              case SCORE -> n.times(-1 / (s * sigma));
              case VELOCITY -> n.minus(x0);
            };
          }

          @Override
          public String toString() {
            return prediction.toString();
          }
        };
    return new PredictionDenoiser(network, prediction, scale, sigma -> sigma);
  }
}
