package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.random.NoiseKey;

class EpochOrderTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 16, 17, 1000, 4096})
  void everyEpochHasEveryRowOnce(int n) {
    EpochOrder order = new EpochOrder(n, NoiseKey.of(1));
    for (long epoch : new long[] {0, 1, 1L << 33}) {
      int[] rows = order.rows(epoch * n, n);
      Arrays.sort(rows);
      assertThat(rows).isEqualTo(IntStream.range(0, n).toArray());
    }
  }

  @Test
  void epochsAndSeedsHaveOrdersOfTheirOwn() {
    EpochOrder order = new EpochOrder(100, NoiseKey.of(1));
    assertThat(order.rows(0, 100)).isNotEqualTo(order.rows(100, 100));
    assertThat(order.rows(0, 100)).isNotEqualTo(new EpochOrder(100, NoiseKey.of(2)).rows(0, 100));
  }

  @Test
  void aBatchAcrossTheEndOfAnEpochTakesTheRestAndTheBeginning() {
    EpochOrder order = new EpochOrder(10, NoiseKey.of(3));
    int[] across = order.rows(7, 6);
    assertThat(Arrays.copyOf(across, 3)).isEqualTo(order.rows(7, 3));
    assertThat(Arrays.copyOfRange(across, 3, 6)).isEqualTo(order.rows(10, 3));
  }

  /// Over many epochs each row comes at each place equally often, and pairs of neighbours are
  /// spread: chi-squared with 99 degrees of freedom, mean 99, deviation 14.
  @Test
  void placesAndNeighboursAreUniform() {
    int n = 10;
    int epochs = 20_000;
    double[][] places = new double[n][n];
    double[][] neighbours = new double[n][n];
    EpochOrder order = new EpochOrder(n, NoiseKey.of(4));
    for (long e = 0; e < epochs; e++) {
      int[] rows = order.rows(e * n, n);
      for (int i = 0; i < n; i++) {
        places[i][rows[i]]++;
        if (i > 0) {
          neighbours[rows[i - 1]][rows[i]]++;
        }
      }
    }
    double expected = (double) epochs / n;
    double expectedPairs = epochs / (double) n;
    double chi = 0;
    double chiPairs = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        chi += Math.pow(places[i][j] - expected, 2) / expected;
        if (i != j) {
          chiPairs += Math.pow(neighbours[i][j] - expectedPairs, 2) / expectedPairs;
        }
      }
    }
    // Rows and columns have fixed sums: (n-1)^2 = 81 degrees of freedom, deviation 12.7.
    assertThat(chi).isCloseTo(81, within(5 * 12.7));
    assertThat(chiPairs).isCloseTo(80, within(6 * 12.7));
  }
}
