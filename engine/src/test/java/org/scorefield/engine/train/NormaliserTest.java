package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.engine.train.Normaliser.Scope;

class NormaliserTest {
  private static Dataset rows(double[]... rows) {
    return Dataset.of("rows", "none", Batch.ofRows(Shape.vector(rows[0].length), rows));
  }

  @Test
  void measuresMeanAndDeviations() {
    Dataset data = rows(new double[] {1, 10}, new double[] {3, 30});
    Normaliser columns = Normaliser.measure(data, Scope.COLUMNS);
    assertThat(columns.mean()).isEqualTo(Vector.of(2, 20));
    assertThat(columns.deviations()).isEqualTo(Vector.of(1, 10));
    Normaliser all = Normaliser.measure(data, Scope.ALL);
    double scale = Math.sqrt((1 + 100) / 2.0);
    assertThat(all.deviations()).isEqualTo(Vector.of(scale, scale));
    assertThat(all.scale()).isCloseTo(scale, within(1e-12));
    assertThat(columns.scale()).isCloseTo(scale, within(1e-12));
  }

  @Test
  void dataFarFromTheOriginLoseNoDigits() {
    Dataset data = rows(new double[] {1e9 + 1}, new double[] {1e9 - 1});
    assertThat(Normaliser.measure(data, Scope.ALL).scale()).isCloseTo(1, within(1e-9));
    float[] z = new TrainingRows(data, Normaliser.measure(data, Scope.ALL)).select(1, 0, 1);
    assertThat(z).containsExactly(new float[] {-1, 1, -1}, within(1e-6f));
  }

  @Test
  void aColumnThatNeverChangesHasASmallDeviationAndNotNone() {
    Dataset data = rows(new double[] {1, 7}, new double[] {3, 7});
    Normaliser columns = Normaliser.measure(data, Scope.COLUMNS);
    assertThat(columns.deviations().get(1)).isPositive().isLessThan(1e-5);
    assertThat(new TrainingRows(data, columns).select(0)).containsExactly(-1, 0);
  }

  @Test
  void deviationsOfZeroAreRefused() {
    assertThatThrownBy(() -> new Normaliser(Vector.of(0, 0), Vector.of(1, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deviations positive");
    assertThatThrownBy(() -> new Normaliser(Vector.of(0), Vector.of(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 means do not go with 2 deviations");
  }
}
