package org.scorefield.convex.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.placement.CumulantPlacement;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.convex.placement.InputFrame;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// What the place of hyperplanes is worth.
class FeaturePlacementTest {
  private static final Batch TWO = Batch.copyOf(Shape.vector(1), new double[] {-1, 1});

  private static double median(int seeds, IntToDoubleFunction value) {
    double[] sorted =
        IntStream.range(0, seeds).mapToDouble(value::applyAsDouble).sorted().toArray();
    return (sorted[(seeds - 1) / 2] + sorted[seeds / 2]) / 2;
  }

  private static Batch line(NoiseKey key) {
    return new Noise(key.child("rows"), 0, 2000).uniform(Shape.vector(1)).map(u -> 6 * u - 3);
  }

  /// Root mean squared error of features fitted to the denoiser of two points, `tanh(x/s^2)`.
  private static double error(double s, FeatureMap map, Batch x) {
    Batch y = x.map(v -> Math.tanh(v / (s * s)));
    RandomFeatures f = FeatureSums.of(map, x, y).solve(1e-9).orElseThrow().function();
    return Math.sqrt(
        Arrays.stream(f.value(x).minus(y).shared()).map(e -> e * e).average().orElseThrow());
  }

  private static double relu(double s, int count, GatePlacement placement, NoiseKey key) {
    Batch x = line(key);
    Matrix planes = placement.place(x, count, key.child("planes"));
    return error(s, FeatureMap.of(FeatureActivation.RELU, planes), x);
  }

  /// The lower the noise, the sharper the bend that uniform features miss: at s = 0.1 by a factor
  /// of 200.
  @Test
  void onTheLineBendsAreWorthATenthAndLess() {
    GatePlacement uniform = GatePlacement.uniformOffset();
    for (double s : new double[] {0.3, 0.1}) {
      GatePlacement cumulant = GatePlacement.mixed(new CumulantPlacement(TWO, s));
      double own = median(20, seed -> relu(s, 50, cumulant, NoiseKey.of(seed)));
      double other = median(20, seed -> relu(s, 50, uniform, NoiseKey.of(seed)));
      assertThat(own).isLessThan(other / 10);
    }
  }

  /// In ten dimensions, a mixture of eight: relative error at fresh rows, the mean of three draws.
  @Test
  void inTenDimensionsBendsAreWorthAQuarter() {
    double own = 0;
    double other = 0;
    for (int seed = 100; seed < 103; seed++) {
      NoiseKey key = NoiseKey.of(seed);
      own += tenDimensions(key, true);
      other += tenDimensions(key, false);
    }
    assertThat(own).isLessThan(0.75 * other);
  }

  private static double tenDimensions(NoiseKey key, boolean cumulant) {
    Shape shape = Shape.vector(10);
    double s = 1.5;
    GaussianMixture law =
        GaussianMixture.isotropic(new Noise(key.child("means"), 0, 8).normal(shape).times(2), 0.25);
    Batch x = noisy(law, shape, s, key.child("train"));
    Batch fresh = noisy(law, shape, s, key.child("fresh"));
    GatePlacement placement =
        cumulant
            ? new CumulantPlacement(law.sample(new Noise(key.child("pilot"), 0, 500)), s)
            : GatePlacement.uniformOffset();
    Matrix planes = placement.place(x, 200, key.child("planes"));
    RandomFeatures f =
        FeatureSums.of(FeatureMap.of(FeatureActivation.RELU, planes), x, law.denoise(x, s))
            .solve(1e-5)
            .orElseThrow()
            .function();
    double[] truth = law.denoise(fresh, s).shared();
    double[] found = f.value(fresh).shared();
    double error = 0;
    double size = 0;
    for (int k = 0; k < truth.length; k++) {
      error += (found[k] - truth[k]) * (found[k] - truth[k]);
      size += truth[k] * truth[k];
    }
    return Math.sqrt(error / size);
  }

  private static Batch noisy(GaussianMixture law, Shape shape, double s, NoiseKey key) {
    return law.sample(new Noise(key.child("x0"), 0, 4000))
        .plus(new Noise(key.child("noise"), 0, 4000).normal(shape), s);
  }

  /// Softplus of the slope that the posterior covariance gives does better than of a tenth or ten
  /// times of it.
  @Test
  void slopesFitTheLengthOfTheBend() {
    double s = 0.5;
    Empirical law = Empirical.of(Dataset.of("two", "1", TWO));
    double[] errors =
        Arrays.stream(new double[] {0.3, 3, 30})
            .map(c -> median(9, seed -> softplus(s, c, law, NoiseKey.of(seed))))
            .toArray();
    assertThat(errors[1]).isLessThan(errors[0] / 3).isLessThan(errors[2] / 3);
  }

  private static double softplus(double s, double c, Empirical law, NoiseKey key) {
    Batch x = line(key);
    Matrix planes =
        GatePlacement.mixed(new CumulantPlacement(TWO, s)).place(x, 20, key.child("planes"));
    InputFrame frame = InputFrame.identity(1);
    Vector slopes = FeatureSlopes.of(planes, x, law, s, frame, c);
    return error(s, FeatureMap.of(FeatureActivation.SOFTPLUS, planes, slopes), x);
  }

  /// On the line the slope at a hyperplane through a row is that of the tanh: `sqrt(1 - D^2) /
  /// s^2`.
  @Test
  void slopeIsTheOneOfTheRowOnTheHyperplane() {
    Empirical law = Empirical.of(Dataset.of("two", "1", TWO));
    Batch rows = Batch.copyOf(Shape.vector(1), new double[] {-0.4, 0.1, 0.5});
    Matrix planes = Matrix.copyOf(2, 2, new double[] {-1, 0.1, 1, 2});
    Vector slopes = FeatureSlopes.of(planes, rows, law, 0.5, InputFrame.identity(1), 2);
    assertThat(slopes.get(0)).isEqualTo(2 * 4 / Math.cosh(0.4), within());
    assertThat(slopes.get(1)).isEqualTo(2 * 4 / Math.cosh(1.6), within());
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.api.Assertions.within(1e-12);
  }
}
