package org.scorefield.accelerate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.design.Distances;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Deis;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Dpmpp3M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.sampling.solver.UniPc;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;

class ShadowTest {
  private static final List<Solver> SOLVERS =
      List.of(
          new Euler(),
          new Heun(),
          new Dpmpp2M(),
          new Dpmpp3M(),
          new Ipndm(3),
          new Ipndm(4),
          new UniPc(3),
          new Deis(3));

  /// One direction a band.
  private static final Gaussian GAUSSIAN =
      new Gaussian(
          Shape.vector(5),
          Vector.of(1, -2, 0.5, 0, 3),
          Matrix.identity(5),
          Vector.of(1, .3, .09, .03, .009),
          0);

  /// Twelve clusters that touch, in six dimensions.
  private static final GaussianMixture MIXTURE =
      GaussianMixture.isotropic(Noise.of(11, 12).normal(Shape.vector(6)), 0.1);

  private static Teacher teacher(Denoiser model, int samples) {
    return Teacher.of(model, new LogUniformGrid().toZero(60, 40, .01), Noise.of(3, samples))
        .orElseThrow();
  }

  private static double real(Denoiser model, Teacher teacher, Solver solver, int[] indices) {
    Batch ends =
        new Sampler(teacher.path().grid(indices), solver, new Start.Given(teacher.path().state(0)))
            .sample(model, Noise.of(0, teacher.samples()))
            .orElseThrow();
    return Math.sqrt(
        Arrays.stream(Distances.squares(ends, teacher.path().ends())).average().orElseThrow());
  }

  @Test
  void onAGaussianTheShadowIsTheModel() {
    Teacher teacher = teacher(GAUSSIAN, 7);
    Shadow shadow = Shadow.of(teacher, Spread.of(GAUSSIAN, 6), GAUSSIAN, List.of(20));
    int[] indices = FidelitySearch.usual(teacher, 8);
    for (Solver solver : SOLVERS) {
      assertThat(shadow.miss(solver, indices))
          .as(solver.name())
          .isCloseTo(real(GAUSSIAN, teacher, solver, indices), within(1e-7));
    }
  }

  @Test
  void weightsAreFittedInTheShadowAsOnTheModel() {
    Teacher teacher = teacher(GAUSSIAN, 7);
    Shadow shadow = Shadow.of(teacher, Spread.of(GAUSSIAN, 6), GAUSSIAN, List.of(20));
    for (int[] indices : List.of(new int[] {0, 14, 30, 50, 60}, new int[] {20, 35, 50, 60})) {
      Batch start = Shadow.landed(teacher, GAUSSIAN, indices[0]);
      Batch ends =
          FidelitySearch.FIT
              .fit(GAUSSIAN, start, teacher.path(), indices, GAUSSIAN.mean())
              .orElseThrow()
              .ends();
      double real =
          Math.sqrt(
              Arrays.stream(Distances.squares(ends, teacher.path().ends()))
                  .average()
                  .orElseThrow());
      assertThat(shadow.miss(FidelitySearch.FIT, indices)).isCloseTo(real, within(1e-6));
    }
    assertThat(shadow.miss(FidelitySearch.FIT, new int[] {7, 30, 60}))
        .as("no start lands at 7")
        .isInfinite();
  }

  /// Having seen one run of one solver, the shadow knows the errors of others on other grids.
  @Test
  void measuredAnswersRankSolversAsTheModelDoes() {
    Teacher teacher = teacher(MIXTURE, 48);
    Gaussian gaussian = MIXTURE.matchingGaussian();
    Spread spread = Spread.of(gaussian, 6);
    Shadow blank = Shadow.of(teacher, spread, gaussian, List.of());
    int[] usual = FidelitySearch.usual(teacher, 8);
    Recording recording = new Recording(MIXTURE);
    new Sampler(teacher.path().grid(usual), new Dpmpp2M(), new Start.Given(teacher.path().state(0)))
        .sample(recording, Noise.of(0, teacher.samples()))
        .orElseThrow();
    Excursion seen = new Excursion(usual, recording.states(), recording.outputs());
    Shadow shadow = blank.answering(Answers.of(teacher, spread, List.of(seen)));
    List<double[]> pairs = new ArrayList<>();
    for (int steps : List.of(6, 8, 12)) {
      for (var rule : List.of(new RhoGrid(7), new RhoGrid(4), new LogUniformGrid())) {
        int[] indices = FidelitySearch.nearest(teacher, rule.toZero(steps, 40, .01));
        for (Solver solver : SOLVERS) {
          double real = real(MIXTURE, teacher, solver, indices);
          pairs.add(new double[] {shadow.miss(solver, indices), real});
        }
      }
    }
    assertThat(rankCorrelation(pairs)).isGreaterThan(.9);
    assertThat(meanLogRatio(pairs)).isBetween(-.3, .3);
  }

  private static double meanLogRatio(List<double[]> pairs) {
    return pairs.stream().mapToDouble(p -> Math.log(p[0] / p[1])).average().orElseThrow();
  }

  private static double rankCorrelation(List<double[]> pairs) {
    double[] a = ranks(pairs.stream().mapToDouble(p -> p[0]).toArray());
    double[] b = ranks(pairs.stream().mapToDouble(p -> p[1]).toArray());
    double middle = (a.length - 1) / 2.0;
    double ab = 0;
    double aa = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - middle) * (b[i] - middle);
      aa += (a[i] - middle) * (a[i] - middle);
    }
    return ab / aa;
  }

  private static double[] ranks(double[] values) {
    double[] ranks = new double[values.length];
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted((i, j) -> Double.compare(values[i], values[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int r = 0; r < order.length; r++) {
      ranks[order[r]] = r;
    }
    return ranks;
  }
}
