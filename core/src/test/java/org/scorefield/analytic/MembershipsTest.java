package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

class MembershipsTest {
  private static final int N = 50;
  private static final int D = 3;

  /// Rows read seven at a time.
  private record InSmallBlocks(Batch batch) implements Dataset {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public Shape shape() {
      return batch.shape();
    }

    @Override
    public int size() {
      return batch.count();
    }

    @Override
    public String units() {
      return "none";
    }

    @Override
    public Batch rows(int from, int count) {
      return batch.slice(from, count);
    }

    @Override
    public int comfortableBlock() {
      return 7;
    }
  }

  private static final Dataset DATA = new InSmallBlocks(Laws.normal(1, N, D).times(2));

  private static final GaussianMixture MIXTURE =
      Laws.mixture(
          Laws.gaussian(1, D, 1, 0.3), Laws.gaussian(2, D, 2, 0.5), Laws.gaussian(3, D, 0, 1));

  private static Memberships of(double[] responsibilities) {
    Memberships.Builder members = new Memberships.Builder(responsibilities.length / N);
    members.add(0, responsibilities);
    return members.build();
  }

  /// The responsibilities as they are visited, N x K.
  private static double[] dense(Memberships members) {
    int k = members.components();
    double[] out = new double[N * k];
    Matrix anchors = Matrix.copyOf(k, D, Laws.normal(9, k, D).shared());
    int[] next = new int[k];
    members.visit(
        DATA,
        anchors,
        (c, weights, rows) -> {
          assertThat(rows.length / D).isEqualTo(16);
          for (int i = 0; i < 16; i++) {
            if (i >= weights.length) {
              assertThat(rows[i * D]).isZero();
              continue;
            }
            int row = row(rows, i, anchors, c);
            assertThat(row).as("in order").isGreaterThanOrEqualTo(next[c]);
            next[c] = row + 1;
            out[row * k + c] = weights[i];
          }
        });
    return out;
  }

  /// The row of the data that stands, relative to its anchor, at place i.
  private static int row(double[] rows, int i, Matrix anchors, int c) {
    return IntStream.range(0, N)
        .filter(row ->
            IntStream.range(0, D)
                .allMatch(j -> rows[i * D + j] == DATA.all().get(row, j) - anchors.get(c, j)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyRowThatCountsIsVisitedOnceWithItsWeightRelativeToTheAnchor() {
    double[] responsibilities = MIXTURE.responsibilities(DATA.all(), 0).toArray();
    responsibilities[4] = 0;
    responsibilities[5] = 1e-40;
    Memberships members = of(responsibilities);
    responsibilities[5] = 0;
    assertThat(dense(members)).isEqualTo(responsibilities);
    for (int c = 0; c < 3; c++) {
      int component = c;
      double sum =
          IntStream.range(0, N).mapToDouble(i -> responsibilities[i * 3 + component]).sum();
      assertThat(members.weight(c)).isCloseTo(sum, within(1e-12));
    }
  }

  @Test
  void refiningSharesEachRowAmongItsOwnComponents() {
    double[] exact = MIXTURE.responsibilities(DATA.all(), 0).shared();
    double[] u = Noise.of(5, N).uniform(Shape.vector(3)).shared();
    double[] before = new double[N * 3];
    double[] expected = new double[N * 3];
    List<Integer> degrees = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      // one, two or three components of each row, by the remainder
      int first = i % 3;
      double sum = 0;
      for (int c = first; c < 3; c++) {
        before[i * 3 + c] = first == 2 ? 1 : 0.1 + u[i * 3 + c];
        sum += exact[i * 3 + c];
      }
      degrees.add(3 - first);
      for (int c = first; c < 3; c++) {
        expected[i * 3 + c] = exact[i * 3 + c] / sum;
      }
    }
    assertThat(degrees).contains(1, 2, 3);
    double[] refined = dense(of(before).refined(DATA, MIXTURE));
    for (int at = 0; at < refined.length; at++) {
      assertThat(refined[at]).isCloseTo(expected[at], within(1e-12));
    }
  }

  @Test
  void refiningAFullExpectationChangesNothing() {
    Memberships members = Expectation.of(MIXTURE, DATA).members();
    double[] before = dense(members);
    double[] after = dense(members.refined(DATA, MIXTURE));
    for (int at = 0; at < before.length; at++) {
      assertThat(after[at]).isCloseTo(before[at], within(1e-12));
    }
  }

  @Test
  void selectingKeepsTheComponentsNamedInTheirOrder() {
    double[] responsibilities = MIXTURE.responsibilities(DATA.all(), 0).toArray();
    for (int i = 0; i < N; i++) {
      responsibilities[i * 3 + 1] = i == 0 ? 1e-9 : 0;
    }
    Memberships members = of(responsibilities);
    assertThat(members.alive(1e-6)).containsExactly(0, 2);
    Memberships kept = members.select(members.alive(1e-6));
    assertThat(kept.components()).isEqualTo(2);
    assertThat(kept.weight(1)).isEqualTo(members.weight(2));
  }
}
