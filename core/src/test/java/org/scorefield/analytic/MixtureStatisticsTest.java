package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Weighted sums and the maximisation step against their definitions, one number at a time. The
/// fixed point of the whole iteration would forgive much: at it the anchors are the means.
class MixtureStatisticsTest {
  private static final int N = 40;
  private static final int D = 3;
  private static final int K = 2;
  private static final Batch ROWS = Laws.normal(1, N, D).map(v -> 5 + 2 * v);
  private static final double[] WEIGHTS = weights();

  private static double[] weights() {
    double[] u = Noise.of(2, N).uniform(org.scorefield.array.Shape.vector(1)).toArray();
    double[] out = new double[N * K];
    for (int i = 0; i < N; i++) {
      out[i * K] = u[i];
      out[i * K + 1] = 1 - u[i];
    }
    return out;
  }

  private static final Dataset DATA = Dataset.of("test", "none", ROWS);

  /// Anchors well off the means.
  private static final Matrix ANCHORS = Matrix.copyOf(K, D, new double[] {4, 5, 7, 6, 3, 5});

  private static Memberships members() {
    Memberships.Builder members = new Memberships.Builder(K);
    members.add(0, WEIGHTS);
    return members.build();
  }

  private static MixtureStatistics statistics(CovarianceKind kind) {
    return MixtureStatistics.of(kind, DATA, members(), ANCHORS);
  }

  private static double weight(int c) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += WEIGHTS[i * K + c];
    }
    return sum;
  }

  private static double mean(int c, int j) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += WEIGHTS[i * K + c] * ROWS.get(i, j);
    }
    return sum / weight(c);
  }

  /// Sum over rows of `w (x_j - m_j)(x_l - m_l)`, m the weighted mean.
  private static double scatter(int c, int j, int l) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += WEIGHTS[i * K + c] * (ROWS.get(i, j) - mean(c, j)) * (ROWS.get(i, l) - mean(c, l));
    }
    return sum;
  }

  @Test
  void momentsAreTheirDefinitionsWhateverTheAnchors() {
    MixtureStatistics diagonal = statistics(new CovarianceKind.Diagonal());
    MixtureStatistics full = statistics(new CovarianceKind.Full());
    for (int c = 0; c < K; c++) {
      assertThat(members().weight(c)).isCloseTo(weight(c), within(1e-12));
      Matrix covariance = full.covariance(c);
      for (int j = 0; j < D; j++) {
        assertThat(full.mean(c)[j]).isCloseTo(mean(c, j), within(1e-12));
        assertThat(diagonal.variances(c)[j]).isCloseTo(scatter(c, j, j) / weight(c), within(1e-12));
        for (int l = 0; l < D; l++) {
          assertThat(covariance.get(j, l)).isCloseTo(scatter(c, j, l) / weight(c), within(1e-12));
        }
      }
    }
  }

  @Test
  void theSharedCovarianceIsThePooledScatterOverTheNumberOfRows() {
    CovarianceKind shared = new CovarianceKind.Shared();
    MaximizationStep step = MaximizationStep.of(shared, DATA, 1e-9, NoiseKey.of(1));
    GaussianMixture mixture = step.maximize(members(), Frames.at(ANCHORS)).mixture();
    for (int c = 0; c < K; c++) {
      assertThat(mixture.weights().get(c)).isCloseTo(weight(c) / N, within(1e-13));
      Matrix covariance = mixture.components().get(c).covariance();
      for (int j = 0; j < D; j++) {
        for (int l = 0; l < D; l++) {
          assertThat(covariance.get(j, l))
              .isCloseTo((scatter(0, j, l) + scatter(1, j, l)) / N, within(1e-11));
        }
      }
    }
  }
}
