package org.scorefield.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.RhoGrid;

class SampleStreamTest {
  private static final int D = 5;
  private static final Gaussian MODEL = model();
  private static final Sampler SAMPLER =
      new Sampler(new RhoGrid(7).toZero(6, 80, 0.002), new Heun(), new Start.Prior());

  private static Gaussian model() {
    double[] x = Noise.of(9, 20).normal(Shape.vector(D)).toArray();
    Matrix covariance = Products.transposeTimes(x, x, 20, D, D);
    return Gaussian.of(Shape.vector(D), Vector.of(1, 2, 3, 4, 5), covariance);
  }

  private static Batch draw(int batchSize, int threads, Denoiser model) {
    List<Batch> parts = new ArrayList<>();
    Outcome<Long> outcome =
        new SampleStream(SAMPLER, batchSize, threads)
            .run(model, NoiseKey.of(1), 130, Watch.NONE, parts::add);
    assertThat(outcome.orElseThrow()).isEqualTo(130);
    return Batch.concat(parts);
  }

  @Test
  void bytesAreTheSameForEveryBatchSizeAndNumberOfThreads() {
    Batch expected = draw(130, 1, MODEL);
    for (int batchSize : new int[] {1, 7, 64}) {
      for (int threads : new int[] {1, 2, 64}) {
        assertThat(draw(batchSize, threads, MODEL)).isEqualTo(expected);
      }
    }
  }

  @Test
  void aDivergingModelEndsAsAnOutcomeWithStepSigmaAndSample() {
    Denoiser broken =
        new Denoiser() {
          @Override
          public Shape shape() {
            return MODEL.shape();
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return sigma < 1 ? x.times(Double.NaN) : MODEL.denoise(x, sigma);
          }
        };
    Outcome<Long> outcome =
        new SampleStream(SAMPLER, 10, 2).run(broken, NoiseKey.of(1), 100, Watch.NONE, b -> {});
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Diverged.class,
            d -> {
              assertThat(d.step()).isPositive();
              assertThat(d.message()).contains("sigma = " + d.sigma());
            });
    assertThatThrownBy(outcome::orElseThrow).hasMessageContaining("stopped being finite");
  }

  @Test
  void cancellingStopsTheRun() {
    AtomicInteger steps = new AtomicInteger();
    Watch watch =
        new Watch() {
          @Override
          public void stepped(StepEvent event) {
            steps.incrementAndGet();
          }

          @Override
          public boolean cancelled() {
            return steps.get() >= 10;
          }
        };
    AtomicInteger delivered = new AtomicInteger();
    Outcome<Long> outcome =
        new SampleStream(SAMPLER, 1, 2)
            .run(MODEL, NoiseKey.of(1), 100_000, watch, b -> delivered.incrementAndGet());
    assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
    assertThat(delivered.get()).isLessThan(20);
  }

  @Test
  void anErrorOfTheModelReachesTheCallerAsItIs() {
    Start.Given given = new Start.Given(Batch.zeros(Shape.vector(D), 3));
    Sampler sampler = new Sampler(SAMPLER.grid(), SAMPLER.solver(), given);
    assertThatThrownBy(() ->
            new SampleStream(sampler, 2, 2).run(MODEL, NoiseKey.of(1), 5, Watch.NONE, b -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Batch[3 of 5]");
  }
}
