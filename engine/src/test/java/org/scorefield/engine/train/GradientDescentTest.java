package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.ReluScore;
import org.scorefield.engine.train.GradientDescent.Point;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class GradientDescentTest {
  private static final Shape SHAPE = Shape.vector(10);
  private static final Vector SIGMAS = Vector.of(0.1, 0.3, 0.6, 1);

  private static Dataset data(long seed) {
    return Dataset.of(
        "normal", "none", new Noise(NoiseKey.of(seed).child("data"), 0, 8).normal(SHAPE));
  }

  private static EmpiricalObjective objective(long seed, Vector betas) {
    return EmpiricalObjective.of(data(seed), SIGMAS, betas, NoiseKey.of(seed).child("noise"));
  }

  private static float[] start(ReluScore network, long seed) {
    return Layout.of(network).start(NoiseKey.of(seed).child("start"));
  }

  /// The network of the theory: 8 rows, 4 levels, 10 components, width 2,048, one trained layer,
  /// beta = 1, h = 4e-4. Six seeds measured: L at the start 26.5 to 35.9, `L(50)/L(0)` 0.25 to
  /// 0.38, `L(800)/L(0)` 0.13 to 0.20; at 1,200 steps residuals of 6.8 to 10.4 (sigma = 0.1), 0.88
  /// to 1.46, 0.03 to 0.09, 0.004 to 0.013 (sigma = 1). The decay is no single exponential: the
  /// gradient of a level carries `beta sigma^2`, so small levels are slow.
  @Test
  @Tag("slow")
  void theLossOfAWideNetworkFallsFastAndSmallLevelsLast() {
    ReluScore network = new ReluScore(SHAPE, 2048, 1);
    Set<Integer> at = Set.of(0, 1, 10, 50, 100, 200, 400, 800);
    List<Point> points =
        new GradientDescent(network, objective(6, Vector.of(1, 1, 1, 1)), 4e-4, 2)
            .run(start(network, 6), 800, at::contains)
            .points();
    assertThat(points).extracting(Point::step).containsExactly(0, 1, 10, 50, 100, 200, 400, 800);
    for (int i = 1; i < points.size(); i++) {
      assertThat(points.get(i).objective()).isLessThan(points.get(i - 1).objective());
    }
    double first = points.getFirst().objective();
    assertThat(first).isBetween(15.0, 60.0);
    assertThat(points.get(3).objective() / first).isLessThan(0.45);
    assertThat(points.getLast().objective() / first).isLessThan(0.25);
    Vector residuals = points.getLast().residuals();
    assertThat(residuals.get(0)).isGreaterThan(3 * residuals.get(1));
    assertThat(residuals.get(1)).isGreaterThan(3 * residuals.get(2));
    assertThat(residuals.get(2)).isGreaterThan(3 * residuals.get(3));
  }

  /// `L = 1/2 sum_j beta_j residual_j`, and both from the definition with a score of zero:
  /// `|xi|^2`.
  @Test
  void theObjectiveIsTheWeightedSumOfItsResiduals() {
    Vector betas = Vector.of(3, 0.5, 2, 1);
    ReluScore network = new ReluScore(SHAPE, 16, 1);
    float[] zeros = new float[Layout.of(network).size()];
    Point point =
        new GradientDescent(network, objective(1, betas), 1e-3, 1)
            .run(zeros, 0, _ -> true)
            .points()
            .getFirst();
    Batch noise = new Noise(NoiseKey.of(1).child("noise"), 0, 32).normal(SHAPE);
    double sum = 0;
    for (int j = 0; j < 4; j++) {
      double squares = 0;
      for (int i = 0; i < 8; i++) {
        for (int k = 0; k < 10; k++) {
          squares += Math.pow(noise.get(4 * i + j, k), 2) / 8;
        }
      }
      assertThat(point.residuals().get(j)).isCloseTo(squares, within(1e-5 * squares));
      sum += betas.get(j) * squares / 2;
    }
    assertThat(point.objective()).isCloseTo(sum, within(1e-5 * sum));
  }

  /// To first order a step of rate h lowers L by `h |grad L|^2`: half the rate, half the fall.
  @Test
  void aStepLowersTheObjectiveInProportionToASmallRate() {
    ReluScore network = new ReluScore(SHAPE, 64, 1);
    double[] falls = new double[2];
    for (int i = 0; i < 2; i++) {
      List<Point> points =
          new GradientDescent(network, objective(2, Vector.of(1, 1, 1, 1)), 2e-5 / (i + 1), 2)
              .run(start(network, 2), 1, _ -> true)
              .points();
      falls[i] = points.get(0).objective() - points.get(1).objective();
    }
    assertThat(falls[1]).isPositive();
    assertThat(falls[0] / falls[1]).isCloseTo(2, within(0.05));
  }

  @Test
  void aRateThatIsTooLargeEndsTheDescentWithALastPoint() {
    ReluScore network = new ReluScore(SHAPE, 64, 2);
    List<Point> points =
        new GradientDescent(network, objective(3, Vector.of(1, 1, 1, 1)), 1e6, 1)
            .run(start(network, 3), 100, step -> step == 0)
            .points();
    assertThat(points.getLast().step()).isLessThan(100);
    assertThat(Double.isFinite(points.getLast().objective())).isFalse();
  }

  @Test
  void weightsAndLevelsMustGoTogether() {
    assertThatThrownBy(() -> objective(1, Vector.of(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 2 for 4");
  }
}
