package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.NoisyKl;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class SharedBasisKlTest {
  private static final int D = 8;
  private static final Gaussian FULL =
      new Gaussian(
          Shape.vector(D),
          Vector.generate(D, i -> i),
          Factorizations.orthonormalBasis(
              Matrix.adopt(D, D, Noise.of(1, D).normal(Shape.vector(D)).toArray())),
          Vector.generate(D, k -> 4 * Math.pow(0.5, k)),
          0);

  /// Against log densities of the two Gaussians.
  @Test
  void truncationCostsWhatLogDensitiesSay() {
    for (int rank : new int[] {0, 2, 5}) {
      Estimate direct =
          new NoisyKl(100000)
              .measure(FULL, FULL.truncated(rank), 0.5, new Noise(NoiseKey.of(2), 0, 1));
      assertThat(SharedBasisKl.ofTruncation(FULL, rank, 0.5))
          .isCloseTo(direct.value(), within(4 * direct.standardError()));
    }
    assertThat(SharedBasisKl.ofTruncation(FULL, D, 0.5)).isZero();
    // With one direction left out there is nothing to average.
    assertThat(SharedBasisKl.ofTruncation(FULL, D - 1, 0.5)).isZero();
  }

  /// `1/2 (rho - 1 - ln rho)`, and its square law `(rho - 1)^2 / 4` near 1, where rho - 1 is
  /// rounding.
  @Test
  void oneDirectionByHand() {
    assertThat(SharedBasisKl.of(Vector.of(3), Vector.of(1), 1))
        .isCloseTo(0.5 * (1 - Math.log(2)), within(1e-15));
    double tiny = SharedBasisKl.of(Vector.of(1 + 1e-9), Vector.of(1), 0);
    assertThat(tiny).isCloseTo(2.5e-19, within(1e-25));
    assertThat(SharedBasisKl.of(Vector.of(1), Vector.of(0), 0)).isInfinite();
    assertThatThrownBy(() -> SharedBasisKl.of(Vector.of(1), Vector.of(1, 2), 1))
        .hasMessageContaining("one model variance for each");
  }

  @Test
  void theSmallestRankIsTheFirstThatMeetsTheTarget() {
    for (double target : new double[] {0, 1e-6, 1e-3, 0.05, 10}) {
      int rank = SharedBasisKl.smallestRank(FULL, 0.5, target);
      assertThat(SharedBasisKl.ofTruncation(FULL, rank, 0.5)).isLessThanOrEqualTo(target);
      if (rank > 0) {
        assertThat(SharedBasisKl.ofTruncation(FULL, rank - 1, 0.5)).isGreaterThan(target);
      }
    }
    assertThat(SharedBasisKl.smallestRank(FULL, 50, 0.05)).isZero();
  }
}
