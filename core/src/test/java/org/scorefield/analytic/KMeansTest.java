package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class KMeansTest {
  private static final NoiseKey KEY = NoiseKey.of(3);

  private static Dataset data(Batch rows) {
    return Dataset.of("test", "none", rows);
  }

  @Test
  void findsWellSeparatedClusters() {
    Batch means = Laws.normal(1, 6, 5).times(30);
    Batch rows = GaussianMixture.isotropic(means, 1).sample(Noise.of(2, 3000));
    KMeans fit = KMeans.of(data(rows), 6, 50, KEY);
    assertThat(fit.centres().rows()).isEqualTo(6);
    assertThat(fit.counts().sum()).isEqualTo(3000);
    assertThat(fit.inertia()).isCloseTo(5, within(0.3));
    int[] assigned = fit.assign(means);
    assertThat(Arrays.stream(assigned).distinct().count()).isEqualTo(6);
    for (int c = 0; c < 6; c++) {
      double[] centre = fit.centres().row(assigned[c]);
      assertThat(Sums.squaredDistance(centre, 0, means.row(c), 0, 5)).isLessThan(0.1);
    }
  }

  @Test
  void theBestOfSeveralStartsSeldomMissesACluster() {
    // The first of the three starts alone finds all 25 clusters for 32 of these 40 keys.
    Batch means = Laws.normal(11, 25, 3).times(100);
    Dataset data = data(GaussianMixture.isotropic(means, 1).sample(Noise.of(12, 1000)));
    long found =
        IntStream.range(0, 40)
            .filter(key -> KMeans.of(data, 25, 20, NoiseKey.of(key)).inertia() < 4)
            .count();
    assertThat(found).isGreaterThanOrEqualTo(38);
  }

  @Test
  void everyCentreIsTheMeanOfItsRowsAtTheEnd() {
    Batch rows = Laws.normal(4, 500, 3);
    KMeans fit = KMeans.of(data(rows), 7, 1000, KEY);
    int[] assigned = fit.assign(rows);
    for (int c = 0; c < 7; c++) {
      double[] mean = new double[3];
      for (int i = 0; i < 500; i++) {
        for (int j = 0; j < 3 && assigned[i] == c; j++) {
          mean[j] += rows.get(i, j) / fit.counts().get(c);
        }
      }
      assertThat(Sums.squaredDistance(mean, 0, fit.centres().row(c), 0, 3)).isLessThan(1e-24);
    }
  }

  @Test
  void duplicatedRowsGiveAsManyCentresAsThereAreDifferentRows() {
    double[] values = new double[40];
    for (int i = 0; i < 20; i++) {
      values[2 * i] = i % 3;
    }
    KMeans fit = KMeans.of(data(Batch.adopt(Shape.vector(2), values)), 8, 20, KEY);
    assertThat(fit.centres().rows()).isEqualTo(3);
    assertThat(fit.inertia()).isLessThan(1e-30);
  }

  @Test
  void asManyClustersAsRowsPutACentreOnEachRow() {
    Batch rows = Laws.normal(5, 12, 2);
    KMeans fit = KMeans.of(data(rows), 12, 20, KEY);
    assertThat(fit.centres().rows()).isEqualTo(12);
    assertThat(fit.inertia()).isLessThan(1e-28);
  }

  @Test
  void sameKeySameBitsWhateverTheBlocks() {
    Batch rows = Laws.normal(6, 5000, 2);
    Matrix once = KMeans.of(data(rows), 9, 5, KEY).centres();
    assertThat(KMeans.of(data(rows), 9, 5, KEY).centres()).isEqualTo(once);
    assertThat(KMeans.of(data(rows), 9, 5, NoiseKey.of(4)).centres()).isNotEqualTo(once);
  }

  @Test
  void moreClustersThanRowsIsAnErrorThatNamesBoth() {
    assertThatThrownBy(() -> KMeans.of(data(Laws.normal(7, 5, 2)), 6, 5, KEY))
        .hasMessageContaining("6 clusters for 5 rows");
  }
}
