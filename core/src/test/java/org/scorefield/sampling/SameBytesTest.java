package org.scorefield.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.analytic.Subspace;
import org.scorefield.analytic.Toys;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.DynamicThresholding;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.solver.AnnealedLangevin;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Mala;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Same seed, same bytes: every solver of the catalogue on every kind of model, through the stream,
/// with one solver and one model shared by all threads.
class SameBytesTest {
  private static final int D = 6;
  private static final Shape SHAPE = Shape.vector(D);
  private static final TimeGrid GRID = new RhoGrid(7).toZero(4, 80, 0.05);
  private static final NoiseKey SEED = NoiseKey.of(20250101);

  /// One row a combination: samples a batch, threads.
  private static final int[][] COMBINATIONS = {{1, 64}, {7, 2}, {64, 1}};

  private static final Gaussian FULL = gaussian(1, D, 0);
  private static final Gaussian LOW_RANK = gaussian(2, 2, 0.1);
  private static final GaussianMixture LOW_MIXTURE =
      mixture(LOW_RANK, gaussian(5, 3, 0.3), gaussian(6, 0, 0.2));
  private static final Map<String, Denoiser> MODELS = models();

  private static Map<String, Denoiser> models() {
    GaussianMixture fullMixture = mixture(FULL, gaussian(3, D, 0), gaussian(4, D, 0));
    Batch rows = fullMixture.sample(Noise.of(7, 300));
    Distribution latent =
        GaussianMixture.isotropic(Noise.of(8, 5).normal(Shape.vector(2)).times(2), 0.05);
    Map<String, Denoiser> models = new LinkedHashMap<>();
    models.put("Gaussian, full", FULL);
    models.put("Gaussian, low rank", LOW_RANK);
    models.put("mixture, full", fullMixture);
    models.put("mixture, low rank", LOW_MIXTURE);
    models.put("empirical", Empirical.of(Dataset.of("rows", "none", rows)));
    models.put("subspace", Subspace.of(LOW_RANK).lift(latent));
    models.put("thresholded", new DynamicThresholding(fullMixture));
    models.put("curves", Toys.named("moons").law());
    models.put("squares", Toys.named("checkerboard").law());
    return models;
  }

  private static Gaussian gaussian(long seed, int rank, double residual) {
    double[] columns = Noise.of(seed, D).normal(Shape.vector(Math.max(1, rank))).toArray();
    return new Gaussian(
        SHAPE,
        Vector.adopt(Noise.of(seed + 100, 1).normal(SHAPE).toArray()),
        rank == 0
            ? Matrix.adopt(D, 0, new double[0])
            : Factorizations.orthonormalBasis(Matrix.adopt(D, rank, columns)),
        Vector.generate(rank, k -> 3.0 / (k + 1)),
        residual);
  }

  private static GaussianMixture mixture(Gaussian... components) {
    return new GaussianMixture(
        Vector.generate(components.length, c -> 1.0 / components.length), List.of(components));
  }

  static Stream<Solver> solvers() {
    return Stream.concat(
        Solvers.ALL.stream(),
        Stream.concat(
            Stream.of(new AnnealedLangevin(new Mala(FULL), 3, 0.5)),
            Solvers.INFORMED.stream().map(informed -> informed.of().apply(LOW_MIXTURE))));
  }

  private static Batch draw(Sampler sampler, Denoiser model, int n, int batchSize, int threads) {
    List<Batch> parts = new ArrayList<>();
    Outcome<Long> outcome =
        new SampleStream(sampler, batchSize, threads).run(model, SEED, n, Watch.NONE, parts::add);
    assertThat(outcome.orElseThrow()).isEqualTo(n);
    return Batch.concat(parts);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void everySolverGivesTheSameBytesOnEveryModelForAnyBatchAndThreads(Solver solver) {
    boolean adaptive = Solvers.ADAPTIVE.contains(solver);
    Sampler sampler = new Sampler(GRID, solver, new Start.Prior());
    MODELS.forEach((name, model) -> {
      if (!Solvers.ALL.contains(solver) && model.shape().size() != D) {
        return; // the law it knows is on another shape
      }
      // One that integrates each sample alone costs hundreds of calls for each.
      int n = adaptive ? 3 : 66;
      Batch expected = sampler.sample(model, new Noise(SEED, 0, n)).orElseThrow();
      for (int[] c : COMBINATIONS) {
        assertThat(draw(sampler, model, n, c[0], c[1]))
            .as("%s, batches of %d on %d threads", name, c[0], c[1])
            .isEqualTo(expected);
      }
    });
  }

  /// The same of the teleport, and that other seeds and other samples are others: equality above is
  /// not that of constants.
  @Test
  void startsKeepTheBytesAndSeedsTellThemApart() {
    for (Start.Teleport.Mode mode : Start.Teleport.Mode.values()) {
      Sampler sampler =
          new Sampler(GRID.from(10), new Heun(), new Start.Teleport(LOW_RANK, 80, mode));
      Batch expected = sampler.sample(LOW_RANK, new Noise(SEED, 0, 66)).orElseThrow();
      for (int[] c : COMBINATIONS) {
        assertThat(draw(sampler, LOW_RANK, 66, c[0], c[1])).isEqualTo(expected);
      }
      Batch other = sampler.sample(LOW_RANK, Noise.of(2, 66)).orElseThrow();
      assertThat(other).isNotEqualTo(expected);
      assertThat(IntStream.range(0, 66).mapToObj(i -> expected.slice(i, 1)))
          .doesNotHaveDuplicates();
    }
  }
}
