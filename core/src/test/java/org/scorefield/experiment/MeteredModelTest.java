package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;

class MeteredModelTest {
  private static final Gaussian LAW = Gaussian.isotropic(Shape.vector(3), Vector.of(1, 2, 3), 0.5);

  private final AtomicLong asked = new AtomicLong();
  private final MeteredModel metered =
      new MeteredModel(
          new Denoiser() {
            @Override
            public Shape shape() {
              return LAW.shape();
            }

            @Override
            public Batch denoise(Batch x, double sigma) {
              asked.addAndGet(x.count());
              return LAW.denoise(x, sigma);
            }
          },
          Optional.empty());

  @Test
  void answersAreTheModelsAndNoSampleIsAskedAboutTwice() {
    Batch x = Noise.of(1, 10).normal(LAW.shape());
    assertThat(metered.denoise(x, 2)).isEqualTo(LAW.denoise(x, 2));
    assertThat(metered.spent()).isEqualTo(asked.get()).isEqualTo(10);
    // Half of these are new, and they stand between the known ones.
    Batch more = Batch.concat(java.util.List.of(Noise.of(2, 10).normal(LAW.shape()), x));
    assertThat(metered.denoise(more, 2)).isEqualTo(LAW.denoise(more, 2));
    assertThat(metered.spent()).isEqualTo(asked.get()).isEqualTo(20);
    assertThat(metered.saved()).isEqualTo(10);
  }

  @Test
  void anotherNoiseLevelIsAnotherQuestion() {
    Batch x = Noise.of(1, 4).normal(LAW.shape());
    metered.denoise(x, 2);
    assertThat(metered.denoise(x, 3)).isEqualTo(LAW.denoise(x, 3));
    assertThat(metered.spent()).isEqualTo(8);
  }
}
