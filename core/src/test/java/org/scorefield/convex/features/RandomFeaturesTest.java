package org.scorefield.convex.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.convex.diffusion.PreconditionedPairs;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.select.Regression;

class RandomFeaturesTest {
  private static final NoiseKey KEY = NoiseKey.of(6);

  private static Batch rows(int n, int d) {
    return Noise.of(8, n).normal(Shape.vector(d));
  }

  /// A target that bends: `|x_0| + x_1 - 2`, and its square root with the sign of x_1.
  private static Batch targets(Batch x) {
    double[] out = x.toArray();
    for (int i = 0; i < x.count(); i++) {
      out[2 * i] = Math.abs(x.get(i, 0)) + x.get(i, 1) - 2;
      out[2 * i + 1] = Math.signum(x.get(i, 1)) * Math.sqrt(Math.abs(x.get(i, 1)));
    }
    return Batch.adopt(x.shape(), out);
  }

  private static FeatureMap map(FeatureActivation activation, Batch x, int count) {
    return FeatureMap.of(
        activation,
        GatePlacement.throughData().place(x, count, KEY),
        Vector.generate(count, m -> 1 + m % 3));
  }

  private static RandomFeatures function(FeatureActivation activation) {
    Batch x = rows(150, 2);
    return FeatureSums.of(map(activation, x, 12), x, targets(x))
        .solve(1e-3)
        .orElseThrow()
        .function();
  }

  @ParameterizedTest
  @EnumSource(FeatureActivation.class)
  void valueIsTheSumItSays(FeatureActivation activation) {
    RandomFeatures f = function(activation);
    Batch x = rows(5, 2);
    for (int r = 0; r < 5; r++) {
      for (int q = 0; q < 2; q++) {
        double sum = f.bias().get(q) + f.skip().get(q, 0) * x.get(r, 0);
        sum += f.skip().get(q, 1) * x.get(r, 1);
        for (int m = 0; m < 12; m++) {
          double z =
              f.map().directions().get(m, 0) * x.get(r, 0)
                  + f.map().directions().get(m, 1) * x.get(r, 1)
                  + f.map().offsets().get(m);
          sum += f.outer().get(m, q) * activation(activation, z, f.map().slopes().get(m));
        }
        assertThat(f.value(x).get(r, q)).isCloseTo(sum, within(1e-12));
      }
    }
  }

  private static double activation(FeatureActivation activation, double z, double k) {
    return switch (activation) {
      case RELU -> z > 0 ? z : 0;
      case SOFTPLUS -> Math.log(1 + Math.exp(k * z)) / k;
      case SIGMOID -> 1 / (1 + Math.exp(-k * z));
      case HEAVISIDE -> z >= 0 ? 1 : 0;
    };
  }

  @Test
  void smoothActivationsBecomeSharpAndDoNotOverflow() {
    for (double z : new double[] {-3, -1e-3, 1e-3, 4}) {
      assertThat(FeatureActivation.SOFTPLUS.value(z, 1e6)).isCloseTo(Math.max(z, 0), within(1e-6));
      assertThat(FeatureActivation.SIGMOID.value(z, 1e6)).isCloseTo(z > 0 ? 1 : 0, within(1e-6));
    }
    assertThat(FeatureActivation.SOFTPLUS.value(-1e9, 1e6)).isZero();
    assertThat(FeatureActivation.SIGMOID.value(-1e9, 1e6)).isZero();
  }

  @Test
  void rowsDoNotFeelTheirBatch() {
    RandomFeatures f = function(FeatureActivation.SOFTPLUS);
    Batch x = rows(301, 2);
    Batch all = f.value(x);
    assertThat(f.value(x.slice(17, 1)).row(0)).containsExactly(all.row(17));
    assertThat(f.value(x.slice(0, 40)).row(39)).containsExactly(all.row(39));
  }

  /// The gradient of the penalised loss is 0, computed from the rows and not from their sums.
  @Test
  void solutionIsStationary() {
    Batch x = rows(5000, 2);
    Batch y = targets(x);
    FeatureMap map = map(FeatureActivation.RELU, x, 20);
    double ridge = 1e-3;
    RandomFeatures f = FeatureSums.of(map, x, y).solve(ridge).orElseThrow().function();
    double[] residual = f.value(x).minus(y).shared();
    double[] phi = map.features(x.shared(), x.count());
    for (int m = 0; m < 20; m++) {
      for (int q = 0; q < 2; q++) {
        double sum = 0;
        for (int i = 0; i < x.count(); i++) {
          sum += residual[2 * i + q] * phi[20 * i + m];
        }
        assertThat(sum / x.count() + ridge * f.outer().get(m, q)).isCloseTo(0, within(1e-11));
      }
    }
    for (int q = 0; q < 2; q++) {
      int column = q;
      double sum = IntStream.range(0, x.count()).mapToDouble(i -> residual[2 * i + column]).sum();
      assertThat(
              sum / x.count() + ridge * f.bias().get(q) / FeatureSums.AFFINE / FeatureSums.AFFINE)
          .isCloseTo(0, within(1e-11));
    }
  }

  /// The evidence of Bayesian regression on all rows and all features at once.
  @Test
  void evidenceIsThatOfBayesianRegression() {
    Batch x = rows(200, 2);
    Batch y = targets(x);
    FeatureMap map = map(FeatureActivation.SIGMOID, x, 15);
    for (double ridge : new double[] {1e-4, 1e-2}) {
      FeatureSums.Solution solution = FeatureSums.of(map, x, y).solve(ridge).orElseThrow();
      double s = solution.noiseVariance();
      Matrix phi = Matrix.adopt(200, 18, FeatureSums.features(map, x.shared(), 200));
      Matrix t = Matrix.adopt(200, 2, y.shared());
      double prior = s / (ridge * 200);
      double evidence = Regression.of(phi, t, s, prior).logEvidence();
      assertThat(solution.logEvidence()).isCloseTo(evidence, within(1e-7));
      for (double factor : new double[] {0.9, 1.1}) {
        assertThat(Regression.of(phi, t, factor * s, factor * prior).logEvidence())
            .isLessThan(evidence);
      }
    }
  }

  /// The trace of the hat matrix, from its rows.
  @Test
  void effectiveParametersAreTraceOfHat() {
    Batch x = rows(60, 2);
    FeatureMap map = map(FeatureActivation.RELU, x, 10);
    FeatureSums.Solution solution = FeatureSums.of(map, x, targets(x)).solve(1e-2).orElseThrow();
    double trace = 0;
    for (int i = 0; i < 60; i++) {
      int row = i;
      Batch unit =
          Batch.adopt(
              Shape.vector(1), IntStream.range(0, 60).mapToDouble(k -> k == row ? 1 : 0).toArray());
      trace += FeatureSums.of(map, x, unit).solve(1e-2).orElseThrow().function().value(x).get(i, 0);
    }
    assertThat(solution.effectiveParameters()).isCloseTo(trace, within(1e-9));
  }

  @Test
  void affineTargetsAreFittedExactly() {
    Batch x = rows(300, 3);
    double[] y = x.toArray();
    for (int k = 0; k < y.length; k++) {
      y[k] = 0.7 * x.shared()[k] + 0.2 * x.shared()[k / 3 * 3] - 1.5;
    }
    PreconditionedPairs pairs = new PreconditionedPairs(x, Batch.adopt(x.shape(), y));
    FeatureMap map = map(FeatureActivation.RELU, x, 30);
    RandomFeatureFit fit = RandomFeatureFit.of(map, pairs, pairs, 1, Vector.of(1e-9));
    assertThat(fit.best().loss()).isLessThan(1e-16);
  }

  @Test
  void heldOutRowsChooseTheRidge() {
    Batch x = rows(80, 2);
    Batch fresh = Noise.of(9, 400).normal(Shape.vector(2));
    Batch noise = Noise.of(10, 80).normal(Shape.vector(2));
    PreconditionedPairs train = new PreconditionedPairs(x, targets(x).plus(noise, 0.5));
    PreconditionedPairs heldOut = new PreconditionedPairs(fresh, targets(fresh));
    Vector ridges = Vector.of(1e-8, 1e-2, 1e3);
    RandomFeatureFit fit =
        RandomFeatureFit.of(map(FeatureActivation.RELU, x, 60), train, heldOut, 4, ridges);
    assertThat(fit.path())
        .extracting(RandomFeatureFit.Point::ridge)
        .containsExactly(1e-8, 1e-2, 1e3);
    assertThat(fit.chosen()).isEqualTo(1);
    assertThat(fit.mostEvident().ridge()).isEqualTo(1e-2);
    assertThat(fit.effectiveParameters()).isBetween(3.0, 63.0);
    assertThat(fit.best().standardError()).isPositive();
  }

  @Test
  void networkIsTheSameFunction() {
    RandomFeatures f = function(FeatureActivation.RELU);
    Batch x = rows(50, 2);
    assertThat(f.network().score(x).toArray()).containsExactly(f.value(x).shared(), within(1e-12));
    assertThatThrownBy(() -> function(FeatureActivation.SOFTPLUS).network())
        .hasMessageContaining("only ReLU features");
  }

  @Test
  void singularEquationsArePassedOver() {
    Batch x = rows(40, 2);
    Matrix planes = GatePlacement.throughData().place(x, 3, KEY);
    double[] twice = new double[200 * 3];
    for (int k = 0; k < twice.length; k++) {
      twice[k] = planes.shared()[k % 9];
    }
    FeatureMap map = FeatureMap.of(FeatureActivation.RELU, Matrix.adopt(200, 3, twice));
    PreconditionedPairs pairs = new PreconditionedPairs(x, targets(x));
    RandomFeatureFit fit = RandomFeatureFit.of(map, pairs, pairs, 1, Vector.of(1e-300, 1e-6));
    assertThat(fit.path()).hasSize(1);
    assertThatThrownBy(() -> RandomFeatureFit.of(map, pairs, pairs, 1, Vector.of(1e-300)))
        .hasMessageContaining("singular");
  }

  @Test
  void refusesWhatDoesNotFit() {
    Batch x = rows(10, 2);
    FeatureMap map = map(FeatureActivation.RELU, x, 4);
    assertThatThrownBy(() -> function(FeatureActivation.RELU).value(rows(3, 5)))
        .hasMessageContaining("d = 2");
    assertThatThrownBy(
            () -> new RandomFeatures(map, Matrix.identity(3), Matrix.identity(2), Vector.of(0, 0)))
        .hasMessageContaining("4 features");
    assertThatThrownBy(() ->
            new FeatureMap(
                FeatureActivation.SOFTPLUS, Matrix.identity(2), Vector.of(0, 0), Vector.of(1, 0)))
        .hasMessageContaining("slopes must be positive");
    assertThatThrownBy(() ->
            new FeaturePlan(
                1, 5, FeatureDensity.UNIFORM, FeatureActivation.RELU, 1, 1, Vector.of()))
        .hasMessageContaining("at least one ridge");
    assertThatThrownBy(() ->
            new FeaturePlan(
                0, 5, FeatureDensity.UNIFORM, FeatureActivation.RELU, 1, 1, Vector.of(1)))
        .hasMessageContaining("noises and pilot rows must be at least 1");
  }
}
