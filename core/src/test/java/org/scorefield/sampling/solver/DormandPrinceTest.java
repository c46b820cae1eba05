package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.SymmetricPair;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class DormandPrinceTest {
  private static final Shape THREE = Shape.vector(3);
  private static final Gaussian GAUSSIAN =
      new Gaussian(THREE, Vector.of(1, -2, 0.5), Matrix.identity(3), Vector.of(4, 1, 0.01), 0);

  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 1e-6, 1e-8, 1e-10})
  void followsTheClosedFormFlowToItsTolerance(double tolerance) {
    Batch start = Noise.of(1, 20).normal(THREE).times(80);
    Batch exact = GAUSSIAN.flow(start, 80, 0.002);
    Batch end = run(new DormandPrince(tolerance, 0), TimeGrid.of(80, 0.002), GAUSSIAN, start);
    // Components shrink along the way, so local errors do not grow: some tens of steps' worth.
    assertThat(furthest(end, exact)).isLessThan(30 * tolerance).isGreaterThan(0);
  }

  @Test
  void tighterToleranceCostsMore() {
    Batch start = Noise.of(1, 4).normal(THREE).times(80);
    int loose = evaluations(new DormandPrince(1e-3, 1e-3), start);
    int tight = evaluations(new DormandPrince(1e-9, 1e-9), start);
    assertThat(loose).isGreaterThan(6).isLessThan(tight);
  }

  private static int evaluations(DormandPrince solver, Batch start) {
    AtomicLong rows = new AtomicLong();
    Denoiser counted =
        new Denoiser() {
          @Override
          public Shape shape() {
            return THREE;
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            rows.addAndGet(x.count());
            return GAUSSIAN.denoise(x, sigma);
          }
        };
    Outcome<Batch> outcome =
        new Sampler(TimeGrid.of(80, 0.01), solver, new Start.Given(start))
            .sample(counted, Noise.of(0, start.count()));
    int reported = ((Outcome.Completed<Batch>) outcome).evaluations();
    assertThat(reported).isEqualTo((int) Math.ceil((double) rows.get() / start.count()));
    return reported;
  }

  @Test
  void aSampleHasTheSameBytesAloneAndAmongSixtyFour() {
    Denoiser model = new SymmetricPair(THREE, 0.04);
    Sampler sampler =
        new Sampler(new RhoGrid(7).toZero(5, 80, 0.002), new DormandPrince(), new Start.Prior());
    Noise noise = Noise.of(3, 64);
    Batch together = sampler.sample(model, noise).orElseThrow();
    for (int i = 0; i < 64; i += 9) {
      assertThat(sampler.sample(model, noise.slice(i, 1)).orElseThrow())
          .isEqualTo(together.slice(i, 1));
    }
  }

  @Test
  void aStepToZeroReturnsTheDenoisedState() {
    Batch start = Noise.of(1, 5).normal(THREE);
    assertThat(run(new DormandPrince(), TimeGrid.of(0.5, 0), GAUSSIAN, start))
        .isEqualTo(GAUSSIAN.denoise(start, 0.5));
    Batch far = Noise.of(1, 5).normal(THREE).times(80);
    Batch end = run(new DormandPrince(1e-10, 0), TimeGrid.of(80, 1e-5, 0), GAUSSIAN, far);
    assertThat(furthest(end, GAUSSIAN.flow(far, 80, 0))).isLessThan(1e-8);
  }

  @Test
  void aModelThatIsNotFiniteEndsAsDiverged() {
    Denoiser broken =
        new Denoiser() {
          @Override
          public Shape shape() {
            return THREE;
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return sigma < 1 ? x.times(Double.NaN) : x.times(0);
          }
        };
    Outcome<Batch> outcome =
        new Sampler(TimeGrid.of(80, 10, 0.1), new DormandPrince(), new Start.Prior())
            .sample(broken, new Noise(Noise.of(1, 1).key(), 7, 2));
    assertThat(outcome).isEqualTo(new Outcome.Diverged<Batch>(1, 10, 7));
  }

  private static Batch run(DormandPrince solver, TimeGrid grid, Denoiser d, Batch start) {
    return new Sampler(grid, solver, new Start.Given(start))
        .sample(d, Noise.of(0, start.count()))
        .orElseThrow();
  }

  private static double furthest(Batch a, Batch b) {
    double furthest = 0;
    for (double difference : a.minus(b).shared()) {
      furthest = Math.max(furthest, Math.abs(difference));
    }
    return furthest;
  }
}
