package org.scorefield.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

class TwoLayerScoreTest {
  private static final int D = 3;
  private static final int M = 7;

  private static TwoLayerScore network(Activation activation) {
    return new TwoLayerScore(
        activation,
        Matrix.adopt(M, D, numbers(1, M * D)),
        Vector.adopt(numbers(2, M)),
        Matrix.adopt(M, D, numbers(3, M * D)),
        Matrix.adopt(D, D, numbers(4, D * D)),
        Vector.adopt(numbers(5, D)));
  }

  private static double[] numbers(long seed, int size) {
    return Noise.of(seed, 1).normal(Shape.vector(size)).toArray();
  }

  private static Batch points(int n) {
    return Noise.of(9, n).normal(Shape.vector(D));
  }

  @ParameterizedTest
  @EnumSource
  void scoreIsItsFormula(Activation f) {
    TwoLayerScore net = network(f);
    Batch x = points(11);
    Batch s = net.score(x);
    for (int i = 0; i < x.count(); i++) {
      for (int k = 0; k < D; k++) {
        double sum = net.bias().get(k);
        for (int l = 0; l < D; l++) {
          sum += net.skip().get(k, l) * x.get(i, l);
        }
        for (int j = 0; j < M; j++) {
          double z = net.hiddenBiases().get(j);
          for (int l = 0; l < D; l++) {
            z += net.inner().get(j, l) * x.get(i, l);
          }
          sum += net.outer().get(j, k) * (f == Activation.RELU ? Math.max(z, 0) : Math.abs(z));
        }
        assertThat(s.get(i, k)).isCloseTo(sum, within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void divergenceIsTheTraceOfTheJacobian(Activation f) {
    TwoLayerScore net = network(f);
    Batch x = points(11);
    double h = 1e-6;
    double[] trace = new double[x.count()];
    for (int k = 0; k < D; k++) {
      double[] shift = new double[x.count() * D];
      for (int i = 0; i < x.count(); i++) {
        shift[i * D + k] = h;
      }
      Batch delta = Batch.adopt(x.shape(), shift);
      Batch rise = net.score(x.plus(delta)).minus(net.score(x.minus(delta)));
      for (int i = 0; i < x.count(); i++) {
        trace[i] += rise.get(i, k) / (2 * h);
      }
    }
    assertThat(net.divergence(x).toArray()).containsExactly(trace, within(1e-8));
  }

  @ParameterizedTest
  @EnumSource
  void derivativeOnTheKinkIsThatOfTheRightSide(Activation f) {
    assertThat(f.derivative(0)).isEqualTo(f.derivative(1)).isEqualTo(f.derivative(-0.0));
    assertThat(f.kink()).isEqualTo(f == Activation.RELU ? 1 : 2);
  }

  @Test
  void bitsOfASampleDoNotDependOnItsBatch() {
    TwoLayerScore net = network(Activation.RELU);
    Batch x = points(101);
    Batch all = net.score(x);
    Vector divergence = net.divergence(x);
    for (int from = 0; from < 101; from += 13) {
      int length = Math.min(13, 101 - from);
      assertThat(net.score(x.slice(from, length))).isEqualTo(all.slice(from, length));
      assertThat(net.divergence(x.slice(from, length)).get(0)).isEqualTo(divergence.get(from));
    }
  }

  @Test
  void weightDecayCountsBothLayersAndNothingElse() {
    TwoLayerScore net = network(Activation.RELU);
    double sum =
        net.inner().transpose().timesTransposed(net.inner().transpose()).get(0, 0)
            + net.inner().transpose().timesTransposed(net.inner().transpose()).get(1, 1)
            + net.inner().transpose().timesTransposed(net.inner().transpose()).get(2, 2);
    for (double a : net.outer().toArray()) {
      sum += a * a;
    }
    assertThat(net.weightDecay()).isCloseTo(sum, within(1e-12));
  }

  @Test
  void withoutHiddenUnitsItIsAffine() {
    TwoLayerScore net =
        TwoLayerScore.affine(Matrix.copyOf(2, 2, new double[] {1, 2, 3, 4}), Vector.of(5, 6));
    Batch x = Batch.ofRows(Shape.vector(2), new double[] {1, 10}, new double[] {0, 0});
    assertThat(net.score(x).toArray()).containsExactly(26, 49, 5, 6);
    assertThat(net.divergence(x).toArray()).containsExactly(5, 5);
    assertThat(net.weightDecay()).isZero();
  }

  @Test
  void denoiserIsTweediesFormulaAtItsOneLevel() {
    TwoLayerScore net = network(Activation.ABSOLUTE);
    OneLevelDenoiser denoiser = net.denoiser(0.3);
    Batch x = points(5);
    assertThat(denoiser.score(x, 0.3).minus(net.score(x)).toArray())
        .containsExactly(new double[15], within(1e-12));
    assertThat(denoiser.denoise(x, 7)).isEqualTo(denoiser.denoise(x, 0.3));
    assertThat(KnownLevels.of(denoiser))
        .hasValueSatisfying(levels -> assertThat(levels.nearest(7)).isEqualTo(0.3));
    assertThatThrownBy(() -> net.denoiser(0)).hasMessageContaining("0.0");
  }

  @Test
  void refusesWhatDoesNotFit() {
    Matrix none = Matrix.adopt(0, 2, new double[0]);
    assertThatThrownBy(() ->
            new TwoLayerScore(
                Activation.RELU, none, Vector.of(1), none, Matrix.identity(2), Vector.of(0, 0)))
        .hasMessageContaining("m = 1");
    assertThatThrownBy(() -> TwoLayerScore.affine(Matrix.identity(1), Vector.of(Double.NaN)))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> network(Activation.RELU).score(Batch.zeros(Shape.vector(2), 1)))
        .hasMessageContaining("d = 3");
  }
}
