package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;

class ClockedModelTest {
  private static final Gaussian LAW = Gaussian.isotropic(Shape.vector(2), Vector.of(1, 2), 0.3);

  @Test
  void answersAreTheModelsAndEachRowCounts() {
    ClockedModel clocked = new ClockedModel(LAW);
    Batch x = Noise.of(1, 7).normal(LAW.shape());
    assertThat(clocked.denoise(x, 0.5)).isEqualTo(LAW.denoise(x, 0.5));
    assertThat(clocked.evaluations()).isEqualTo(7);
    assertThat(clocked.seconds()).isPositive();
    clocked.reset();
    assertThat(clocked.evaluations()).isZero();
    assertThat(clocked.seconds()).isZero();
  }

  /// From many threads no evaluation is lost, and no time is counted twice.
  @Test
  void whicheverThreadAsks() {
    ClockedModel clocked = new ClockedModel(LAW);
    Batch x = Noise.of(1, 50).normal(LAW.shape());
    long before = System.nanoTime();
    IntStream.range(0, 200).parallel().forEach(_ -> clocked.denoise(x, 1));
    double wall = (System.nanoTime() - before) / 1e9;
    assertThat(clocked.evaluations()).isEqualTo(200 * 50);
    assertThat(clocked.seconds()).isPositive().isLessThanOrEqualTo(wall);
  }
}
