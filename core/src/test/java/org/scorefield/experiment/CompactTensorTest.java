package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.scorefield.data.file.NumberType;
import org.scorefield.linalg.Matrix;

class CompactTensorTest {
  @Test
  void aMatrixTakesHalfTheSpaceWhereThatLosesNothing() {
    Matrix exact = Matrix.copyOf(1, 3, new double[] {0.5, -3, (float) 0.1});
    assertThat(ModelTensors.compact(exact).type()).isEqualTo(NumberType.F32);
    assertThat(ModelTensors.compact(exact).toMatrix()).isEqualTo(exact);
    Matrix fine = Matrix.copyOf(1, 3, new double[] {0.5, -3, 0.1});
    assertThat(ModelTensors.compact(fine).type()).isEqualTo(NumberType.F64);
    assertThat(ModelTensors.compact(fine).toMatrix()).isEqualTo(fine);
    // Beyond single precision a number would become infinite.
    Matrix large = Matrix.copyOf(1, 1, new double[] {1e300});
    assertThat(ModelTensors.compact(large).type()).isEqualTo(NumberType.F64);
  }
}
