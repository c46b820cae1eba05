package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class LowRankTest {
  private static final NoiseKey KEY = NoiseKey.of(1);

  private static Dataset data(Batch rows) {
    return Dataset.of("test", "none", rows);
  }

  /// Power-law spectrum, far from the origin, some constant components.
  private static Batch rows(int n, int d) {
    double[] values = Laws.normal(1, n, d).toArray();
    for (int i = 0; i < values.length; i++) {
      int j = i % d;
      values[i] = 50 + (j % 7 == 3 ? 0 : values[i] * 3 / (j + 1.0));
    }
    return Batch.adopt(Shape.vector(d), values);
  }

  @Test
  void sketchFindsTheLeadingEigenpairsOfTheWholeCovariance() {
    Dataset data = data(rows(500, 60));
    Gaussian exact = LowRank.exact(data, 8);
    Gaussian sketched = LowRank.randomized(data, 8, KEY);
    for (int k = 0; k < 8; k++) {
      double lambda = exact.variances().get(k);
      assertThat(sketched.variances().get(k)).isCloseTo(lambda, within(1e-3 * lambda));
    }
    assertThat(sketched.totalVariance())
        .isCloseTo(exact.totalVariance(), within(1e-12 * exact.totalVariance()));
    assertThat(sketched.residual()).isCloseTo(exact.residual(), within(1e-3 * exact.residual()));
    Batch x = rows(10, 60).plus(Laws.normal(3, 10, 60));
    Laws.close(sketched.denoise(x, 0.5), exact.denoise(x, 0.5), 1e-3);
  }

  @Test
  void sketchIsExactOnDataOfThatRank() {
    Gaussian truth = Laws.gaussian(4, 40, 5, 0);
    Dataset data = data(truth.sample(Noise.of(5, 300)));
    Gaussian sketched = LowRank.randomized(data, 5, KEY);
    Gaussian exact = LowRank.exact(data, 5);
    Matrix overlap = sketched.basis().transpose().times(exact.basis());
    for (int k = 0; k < 5; k++) {
      assertThat(sketched.variances().get(k)).isCloseTo(exact.variances().get(k), within(1e-12));
      assertThat(Math.abs(overlap.get(k, k))).isCloseTo(1, within(1e-10));
    }
    assertThat(sketched.residual()).isLessThan(1e-12);
  }

  @Test
  void fewRowsKeepAtMostOneDirectionLess() {
    Dataset data = data(rows(6, 20));
    for (Gaussian g :
        new Gaussian[] {
          LowRank.fit(data, 12, KEY), LowRank.exact(data, 12), LowRank.randomized(data, 12, KEY)
        }) {
      assertThat(g.rank()).isEqualTo(5);
      assertThat(g.residual()).isLessThan(1e-10);
      assertThat(g.variances().last()).isPositive();
      assertThat(g.denoise(rows(2, 20), 0.1).firstNonFinite()).isEmpty();
    }
    assertThat(LowRank.fit(data, 3, KEY).rank()).isEqualTo(3);
    assertThat(LowRank.fit(data, 0, KEY).residual())
        .isCloseTo(LowRank.exact(data, 5).totalVariance() / 20, within(1e-10));
  }

  @Test
  void sameKeySameBits() {
    Dataset data = data(rows(300, 30));
    assertThat(LowRank.randomized(data, 5, KEY)).isEqualTo(LowRank.randomized(data, 5, KEY));
    assertThat(LowRank.randomized(data, 5, KEY))
        .isNotEqualTo(LowRank.randomized(data, 5, NoiseKey.of(2)));
  }

  @Test
  void blocksDoNotChangeTheFit() {
    // 70,000 components make a block of 29 rows
    Batch rows = Laws.normal(6, 70, 70_000).map(v -> v + 5);
    Gaussian g = LowRank.randomized(data(rows), 2, KEY);
    double trace = 0;
    Batch mean = Laws.mean(rows);
    for (int i = 0; i < 70; i++) {
      trace += Sums.squaredDistance(rows.shared(), i * 70_000, mean.shared(), 0, 70_000) / 70;
    }
    assertThat(g.totalVariance()).isCloseTo(trace, within(1e-9 * trace));
    assertThat(g.mean().get(69_999)).isCloseTo(mean.get(0, 69_999), within(1e-13));
  }

  /// Rows that drift: the mean of the first block is far from that of all.
  @Test
  void aDriftBetweenBlocksIsAVarianceLikeAnyOther() {
    double[] drifting = rows(400, 12).toArray();
    for (int i = 0; i < 400; i++) {
      for (int j = 0; j < 12; j++) {
        drifting[i * 12 + j] += 0.1 * i * (j % 3 - 1);
      }
    }
    Batch rows = Batch.adopt(Shape.vector(12), drifting);
    Gaussian inBlocks = LowRank.randomized(new InBlocksOf(7, data(rows)), 3, KEY);
    Gaussian whole = LowRank.exact(data(rows), 3);
    assertThat(inBlocks.totalVariance())
        .isCloseTo(whole.totalVariance(), within(1e-12 * whole.totalVariance()));
    for (int k = 0; k < 3; k++) {
      double lambda = whole.variances().get(k);
      assertThat(inBlocks.variances().get(k)).isCloseTo(lambda, within(1e-9 * lambda));
    }
    Gaussian exactInBlocks = LowRank.exact(new InBlocksOf(7, data(rows)), 3);
    Batch x = rows.slice(0, 9);
    Laws.close(exactInBlocks.denoise(x, 1), whole.denoise(x, 1), 1e-12);
    Laws.close(inBlocks.denoise(x, 1), whole.denoise(x, 1), 1e-7);
  }

  private record InBlocksOf(int comfortableBlock, Dataset inner) implements Dataset {
    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public Shape shape() {
      return inner.shape();
    }

    @Override
    public int size() {
      return inner.size();
    }

    @Override
    public String units() {
      return inner.units();
    }

    @Override
    public Batch rows(int from, int count) {
      return inner.rows(from, count);
    }
  }

  @Test
  void badInputIsNamed() {
    double[] values = rows(9, 4).toArray();
    values[7 * 4 + 1] = Double.NaN;
    Dataset broken = data(Batch.adopt(Shape.vector(4), values));
    assertThatThrownBy(() -> LowRank.randomized(broken, 2, KEY))
        .hasMessageContaining("row 7 of test");
    assertThatThrownBy(() -> LowRank.exact(broken, 2)).hasMessageContaining("row 7 of test");
    assertThatThrownBy(() -> LowRank.fit(data(rows(1, 4)), 2, KEY))
        .hasMessageContaining("at least 2 rows");
    assertThatThrownBy(() -> LowRank.fit(data(rows(9, 4)), -1, KEY)).hasMessageContaining("-1");
  }
}
