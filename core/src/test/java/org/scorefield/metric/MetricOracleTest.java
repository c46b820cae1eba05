package org.scorefield.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// Values computed with numpy, scipy and scikit-learn: see `oracles.md` among the test resources.
class MetricOracleTest {
  private static final Dataset X = Sets.waves(40, 3, 1.1, 1.7, 0.1);
  private static final Dataset Y = Sets.waves(31, 3, 0.9, 2.3, 0.2);
  private static final Dataset X1 = Sets.waves(40, 1, 1.1, 1.7, 0.1);
  private static final Dataset Y1 = Sets.waves(31, 1, 0.9, 2.3, 0.2);
  private static final Noise NOISE = Noise.of(1, 1);
  private static final Offset<Double> CLOSE = within(1e-8);

  private static double value(Metric metric) {
    return metric.measure(X, Y, NOISE).value();
  }

  @Test
  void frechetEqualsScipySqrtm() {
    assertThat(value(Frechet.raw())).isCloseTo(0.09941540013116068, CLOSE);
    assertThat(value(Frechet.pca(2))).isCloseTo(0.09680881455598053, CLOSE);
  }

  @Test
  void energyEqualsScipyDistances() {
    assertThat(value(new EnergyDistance(1000))).isCloseTo(-0.013392899166119854, CLOSE);
    assertThat(new EnergyDistance(1000).measure(X1, Y1, NOISE).value())
        .isCloseTo(-0.01840597660688026, CLOSE);
  }

  @Test
  void mmdAndKidEqualScikitLearnKernels() {
    assertThat(value(new Mmd(OptionalDouble.empty(), 1000)))
        .isCloseTo(-0.004241657008460686, CLOSE);
    assertThat(value(new Mmd(OptionalDouble.of(0.8), 1000)))
        .isCloseTo(-0.000767333279545146, CLOSE);
    assertThat(value(new Kid(1000))).isCloseTo(-0.03358693530636492, CLOSE);
  }

  @Test
  void neighbourSharesEqualTheNaiveDefinition() {
    assertThat(value(new Precision(3, 1000))).isCloseTo(0.7, CLOSE);
    assertThat(value(new Recall(3, 1000))).isCloseTo(0.8064516129032258, CLOSE);
    assertThat(value(new Density(3, 1000))).isCloseTo(0.6083333333333333, CLOSE);
    assertThat(value(new Coverage(3, 1000))).isCloseTo(0.6774193548387096, CLOSE);
  }

  @Test
  void slicedDistanceOnALineIsTheQuantileDistance() {
    assertThat(new SlicedWasserstein(2, 5).measure(X1, Y1, NOISE).value())
        .isCloseTo(0.15232337778644445, CLOSE);
  }

  @Test
  void logisticRegressionEqualsScikitLearn() {
    Dataset both = Sets.joined(X, Y);
    boolean[] labels = new boolean[71];
    java.util.Arrays.fill(labels, 0, 40, true);
    Logistic model = Logistic.fit(Matrix.copyOf(71, 3, both.all().toArray()), labels);
    assertThat(model.weights().get(0)).isCloseTo(-0.6264676368610231, CLOSE);
    assertThat(model.weights().get(1)).isCloseTo(-0.641473848571658, CLOSE);
    assertThat(model.weights().get(2)).isCloseTo(-0.21114926905520742, CLOSE);
    assertThat(model.bias()).isCloseTo(0.40689621017690736, CLOSE);
  }
}
