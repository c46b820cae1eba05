package org.scorefield.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

class WithAffineTest {
  private static final VectorFunction TWICE =
      TwoLayerScore.affine(Matrix.diagonal(2, k -> 2), Vector.of(0, 0));

  /// u = (1, 2): 2 u = (2, 4), A u = (1 + 6, 2), b = (10, 20).
  @Test
  void valuesAreThoseOfTheSum() {
    WithAffine sum =
        new WithAffine(TWICE, Matrix.adopt(2, 2, new double[] {1, 3, 0, 1}), Vector.of(10, 20));
    Batch x = Batch.ofRows(Shape.vector(2), new double[] {1, 2}, new double[] {0, 0});
    assertThat(sum.value(x))
        .isEqualTo(Batch.ofRows(Shape.vector(2), new double[] {19, 26}, new double[] {10, 20}));
    assertThat(sum.inputs()).isEqualTo(2);
    assertThat(sum.outputs()).isEqualTo(2);
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new WithAffine(TWICE, Matrix.identity(3), Vector.of(0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a slope of 2 x 2 and a bias of 2, got 3 x 3 and 2");
    assertThatThrownBy(() -> new WithAffine(TWICE, Matrix.identity(2), Vector.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 2 x 2 and 1");
  }
}
