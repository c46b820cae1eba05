package org.scorefield.convex.line;

import org.scorefield.convex.Activation;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.TwoLayerScore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.convex.Activation.ABSOLUTE;
import static org.scorefield.convex.Activation.RELU;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.line.LineSolution.Regime;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

class LineProgramTest {
  private static final SortedPoints THREE = SortedPoints.of(-1, 0, 1);
  private static final SortedPoints FIVE = SortedPoints.of(-2, -0.5, 0.25, 1, 3);
  private static final Vector CLEAN = Vector.of(-2, -0.5, 0.25, 1, 3);
  private static final Vector NOISE = Vector.of(0.3, -1.1, 0.8, -0.2, 0.5);

  private static SortedPoints normal(long seed, int n) {
    return SortedPoints.of(Noise.of(seed, n).normal(Shape.vector(1)).toArray());
  }

  private static double[] scoresAt(LineSolution solution) {
    return solution
        .score()
        .score(Batch.adopt(Shape.vector(1), solution.program().points().values().shared()))
        .toArray();
  }

  private static double largest(Vector v) {
    return v.stream().map(Math::abs).max().orElse(0);
  }

  private static LineProgram denoising(Activation activation, boolean skip, double beta) {
    return LineProgram.denoising(CLEAN, NOISE, 0.5, activation, skip, beta);
  }

  @Test
  void gradientAtZeroCountsThePointsThatUnitsSee() {
    Vector zero = Vector.of(0, 0, 0);
    assertThat(LineProgram.scoreMatching(THREE, RELU, false, 2).gradient(zero))
        .isEqualTo(Vector.of(3, 2, 1, 2, 1, 0, -1, -2, -3, 0, -1, -2));
    assertThat(LineProgram.scoreMatching(THREE, ABSOLUTE, false, 2).gradient(zero))
        .isEqualTo(Vector.of(3, 1, -1, 1, -1, -3));
  }

  @Test
  void gradientAtTheGaussianScoreIsWhatASkipConnectionLeaves() {
    Vector gaussian = Vector.of(1.5, 0, -1.5);
    assertThat(LineProgram.scoreMatching(THREE, RELU, true, 2).gradient(gaussian).toArray())
        .containsExactly(new double[] {0, .5, 1, -1, -.5, 0, -1, -.5, 0, 0, .5, 1}, within(1e-15));
    assertThat(LineProgram.scoreMatching(THREE, ABSOLUTE, true, 2).gradient(gaussian).toArray())
        .containsExactly(new double[] {0, 1, 2, -2, -1, 0}, within(1e-15));
  }

  @ParameterizedTest
  @EnumSource
  void gradientAtZeroIsThatOfTheDictionary(Activation activation) {
    LineProgram program = LineProgram.scoreMatching(normal(3, 17), activation, false, 2);
    assertThat(program.gradient(Vector.adopt(new double[17])).toArray())
        .containsExactly(new DictionaryLasso(program).derivatives(), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void threePointsHaveALineInClosedForm(Activation activation) {
    LineProgram program = LineProgram.scoreMatching(THREE, activation, false, 2);
    LineSolution solution = program.solve();
    assertThat(solution.certificate().primal()).isCloseTo(-0.25, within(1e-10));
    assertThat(solution.certificate().gap()).isLessThan(1e-14);
    assertThat(scoresAt(solution)).containsExactly(new double[] {0.5, 0, -0.5}, within(1e-10));
    assertThat(solution.regime()).isEqualTo(Regime.AFFINE);
    assertThat(program.thresholds().affine()).isCloseTo(1, within(1e-12));
    assertThat(program.thresholds().empty()).isCloseTo(3, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void aboveItsThresholdTheScoreIsALine(Activation activation) {
    LineSolution solution = LineProgram.scoreMatching(FIVE, activation, false, 4).solve();
    assertThat(solution.program().thresholds().affine()).isCloseTo(2.415094340, within(1e-8));
    assertThat(solution.certificate().primal()).isCloseTo(-0.036496350, within(1e-8));
    assertThat(scoresAt(solution))
        .containsExactly(
            new double[] {0.171533, 0.062044, 0.007299, -0.047445, -0.193431}, within(1e-6));
    double k = (5 - 4) / (5 * 2.74);
    assertThat(solution.score().slopeAt(0)).isCloseTo(-k, within(1e-14));
  }

  /// Values of an independent program, an active-set quadratic program over the dictionary.
  @ParameterizedTest
  @CsvSource({
    "RELU, 2, -0.339682540", "ABSOLUTE, 2, -0.339682540",
    "RELU, 1.5, -0.510546823", "ABSOLUTE, 1.5, -0.525462963",
    "RELU, 1.2, -0.640429934", "ABSOLUTE, 1.2, -0.732040134"
  })
  void belowItHasKinks(Activation activation, double beta, double optimum) {
    LineProgram program = LineProgram.scoreMatching(FIVE, activation, false, beta);
    LineSolution solution = program.solve(1e-12);
    assertThat(solution.regime()).isEqualTo(Regime.KINKED);
    assertThat(solution.certificate().primal()).isCloseTo(optimum, within(1e-8));
    assertThat(solution.certificate().relativeGap()).isLessThan(1e-10);
    double gradient = largest(program.gradient(Vector.adopt(scoresAt(solution))));
    assertThat(gradient).isCloseTo(beta, within(1e-7));
  }

  @ParameterizedTest
  @CsvSource({"RELU, 1", "ABSOLUTE, 2"})
  void withASkipConnectionTheGaussianIsLearned(Activation activation, double threshold) {
    LineProgram program = LineProgram.scoreMatching(FIVE, activation, true, threshold);
    assertThat(program.thresholds().affine()).isCloseTo(threshold, within(1e-12));
    for (double beta : new double[] {threshold, 3 * threshold}) {
      LineSolution solution = LineProgram.scoreMatching(FIVE, activation, true, beta).solve();
      assertThat(solution.certificate().primal()).isCloseTo(-0.912408759, within(1e-9));
      assertThat(solution.certificate().dual()).isCloseTo(-0.912408759, within(1e-9));
      TwoLayerScore network = solution.network();
      assertThat(network.units()).isZero();
      assertThat(network.skip().get(0, 0)).isCloseTo(-0.364963504, within(1e-9));
      assertThat(network.bias().get(0)).isCloseTo(0.35 / 2.74, within(1e-12));
    }
  }

  @ParameterizedTest
  @CsvSource({"RELU, false, 1", "ABSOLUTE, false, 1", "RELU, true, 1", "ABSOLUTE, true, 2"})
  void atTheLeastBetaThereIsAMinimum(Activation activation, boolean skip, double least) {
    for (SortedPoints data : new SortedPoints[] {THREE, FIVE, normal(5, 30)}) {
      LineProgram program = LineProgram.scoreMatching(data, activation, skip, least);
      assertThat(program.leastBeta()).isEqualTo(least);
      assertThat(program.solve().certificate().relativeGap()).isLessThan(1e-6);
      // A point of the dual that satisfies its constraints: no smaller value does.
      LineDual dual = LineDual.of(program);
      double[] columns = dual.columns(dual.point(dual.centre().function()));
      assertThat(largest(Vector.adopt(columns))).isCloseTo(least, within(1e-8 * data.size()));
    }
  }

  @ParameterizedTest
  @CsvSource({"RELU, false, 1", "ABSOLUTE, false, 1", "RELU, true, 1", "ABSOLUTE, true, 2"})
  void belowItTheObjectiveFallsWithoutEnd(Activation activation, boolean skip, double least) {
    double beta = 0.99 * least;
    assertThatThrownBy(() -> LineProgram.scoreMatching(FIVE, activation, skip, beta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("beta = " + least)
        .hasMessageContaining("" + beta);
    LineProgram allowed = LineProgram.scoreMatching(FIVE, activation, skip, least);
    double before = 0;
    for (double weight : new double[] {1e4, 1e5, 1e6}) {
      TwoLayerScore network = unbounded(activation, skip, weight);
      double objective = allowed.objective(network) - (least - beta) / 2 * network.weightDecay();
      assertThat(objective).isLessThan(5 * before - 50);
      before = objective;
    }
  }

  /// Networks that nearly vanish at the data and have a steep derivative at one of them: with a
  /// skip connection one unit just behind the first point, that it takes back for all others;
  /// without, a ReLU that faces left there, or two absolute values about the point 1.
  private static TwoLayerScore unbounded(Activation activation, boolean skip, double weight) {
    double size = Math.sqrt(weight);
    double eta = 1e-12;
    Matrix none = Matrix.diagonal(1, i -> 0);
    if (skip) {
      return new TwoLayerScore(
          activation,
          Matrix.diagonal(1, i -> size),
          Vector.of(size * (2 - eta)),
          Matrix.diagonal(1, i -> size),
          Matrix.diagonal(1, i -> -weight),
          Vector.of(-weight * (2 - eta)));
    }
    if (activation == RELU) {
      return new TwoLayerScore(
          RELU,
          Matrix.diagonal(1, i -> -size),
          Vector.of(-size * (2 - eta)),
          Matrix.diagonal(1, i -> size),
          none,
          Vector.of(0));
    }
    return new TwoLayerScore(
        ABSOLUTE,
        Matrix.adopt(2, 1, new double[] {size, size}),
        Vector.of(-size * (1 - eta), -size * (1 + eta)),
        Matrix.adopt(2, 1, new double[] {-size, size}),
        none,
        Vector.of(0));
  }

  @Test
  void denoisingSortsPointsAndTargetsTogether() {
    LineProgram program = denoising(RELU, false, 1);
    assertThat(program.points().values().toArray())
        .containsExactly(new double[] {-1.85, -1.05, 0.65, 0.9, 3.25}, within(1e-15));
    assertThat(program.targets().toArray())
        .containsExactly(new double[] {-0.6, 2.2, -1.6, 0.4, -1}, within(1e-15));
  }

  /// Values of an independent program, a lasso over the dictionary.
  @ParameterizedTest
  @CsvSource({"false, 5.286, 3.711085415", "true, 0.944659572, 2.145653186"})
  void denoisingIsALasso(boolean skip, double empty, double optimum) {
    LineThresholds thresholds = denoising(RELU, skip, 1).thresholds();
    assertThat(thresholds.empty()).isCloseTo(empty, within(1e-8));
    LineSolution solution = denoising(RELU, skip, 0.2 * thresholds.empty()).solve(1e-13);
    // The reference is rounded to nine decimals.
    assertThat(solution.certificate().primal()).isCloseTo(optimum, within(1e-8));
    assertThat(solution.certificate().gap()).isLessThan(1e-10);
    LineSolution above = denoising(RELU, skip, 1.001 * thresholds.empty()).solve();
    assertThat(above.network().units()).isZero();
    assertThat(above.iterations()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"RELU, false", "ABSOLUTE, false", "RELU, true", "ABSOLUTE, true"})
  void withoutAPenaltyDenoisingInterpolates(Activation activation, boolean skip) {
    LineSolution solution = denoising(activation, skip, 0).solve();
    assertThat(solution.regime()).isEqualTo(Regime.INTERPOLATING);
    assertThat(solution.certificate().primal()).isCloseTo(0, within(1e-20));
    assertThat(scoresAt(solution))
        .containsExactly(solution.program().targets().toArray(), within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"RELU, false", "ABSOLUTE, false", "RELU, true", "ABSOLUTE, true"})
  void optimumIsThatOfCoordinateDescentOverTheDictionary(Activation activation, boolean skip) {
    for (int seed = 0; seed < 3; seed++) {
      SortedPoints data = normal(seed, 8);
      double least = LineProgram.scoreMatching(data, activation, skip, 9).leastBeta();
      Noise noise = Noise.of(100 + seed, 1);
      Vector delta = Vector.adopt(noise.normal(Shape.vector(8)).toArray());
      for (double factor : new double[] {1.3, 2, 3.5}) {
        agree(LineProgram.scoreMatching(data, activation, skip, factor * least));
        agree(
            LineProgram.denoising(
                data.values(), delta, 0.4, activation, skip, (factor - 1) * least));
      }
    }
  }

  private static void agree(LineProgram program) {
    double value = new DictionaryLasso(program).optimum(20_000);
    Certificate certificate = program.solve().certificate();
    assertThat(certificate.relativeGap()).isLessThan(1e-8);
    assertThat(certificate.dual()).isLessThanOrEqualTo(value + 1e-9 * Math.abs(value));
    assertThat(certificate.primal()).isLessThanOrEqualTo(value + 1e-9 * Math.abs(value));
  }

  @Test
  void absoluteValuesAtTwiceTheBetaAreRelusIfThereIsASkipConnection() {
    SortedPoints data = normal(7, 40);
    for (double beta : new double[] {1.2, 2, 5}) {
      double relu =
          LineProgram.scoreMatching(data, RELU, true, beta).solve(1e-11).certificate().primal();
      double absolute =
          LineProgram.scoreMatching(data, ABSOLUTE, true, 2 * beta)
              .solve(1e-11)
              .certificate()
              .primal();
      assertThat(absolute).isCloseTo(relu, within(1e-8 * Math.abs(relu)));
    }
  }

  @ParameterizedTest
  @CsvSource({"RELU, false", "ABSOLUTE, false", "RELU, true", "ABSOLUTE, true"})
  void translationShiftsTheScoreAndScalingScalesIt(Activation activation, boolean skip) {
    SortedPoints data = normal(8, 30);
    SortedPoints moved = new SortedPoints(Vector.generate(30, i -> 3 * data.values().get(i) + 100));
    LineSolution here = LineProgram.scoreMatching(data, activation, skip, 4).solve(1e-11);
    LineSolution there = LineProgram.scoreMatching(moved, activation, skip, 4).solve(1e-11);
    assertThat(there.certificate().primal() * 9)
        .isCloseTo(here.certificate().primal(), within(1e-9));
    for (double x : new double[] {-3, -0.3, 0.4, 5}) {
      assertThat(there.score().at(3 * x + 100) * 3).isCloseTo(here.score().at(x), within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"RELU, false", "ABSOLUTE, false", "RELU, true", "ABSOLUTE, true"})
  void optimumRisesWithBetaUntilThereAreNoUnits(Activation activation, boolean skip) {
    SortedPoints data = normal(9, 25);
    double before = Double.NEGATIVE_INFINITY;
    for (double beta = 2; beta < 32; beta *= 1.25) {
      LineSolution solution = LineProgram.scoreMatching(data, activation, skip, beta).solve();
      assertThat(solution.certificate().primal()).isGreaterThanOrEqualTo(before - 1e-9);
      before = solution.certificate().primal();
      boolean affine = beta >= solution.program().thresholds().affine();
      assertThat(solution.regime()).isEqualTo(affine ? Regime.AFFINE : Regime.KINKED);
    }
    assertThat(before).isCloseTo(skip ? -25 / (2 * data.variance()) : 0, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"RELU, false", "ABSOLUTE, false", "RELU, true", "ABSOLUTE, true"})
  void noNetworkDoesBetterThanTheDual(Activation activation, boolean skip) {
    SortedPoints data = normal(10, 20);
    LineProgram program = LineProgram.scoreMatching(data, activation, skip, 3);
    double dual = program.solve().certificate().dual();
    for (int seed = 0; seed < 200; seed++) {
      double[] w = Noise.of(seed, 1).normal(Shape.vector(14)).toArray();
      TwoLayerScore network =
          new TwoLayerScore(
              activation,
              Matrix.adopt(4, 1, Arrays.copyOfRange(w, 0, 4)),
              Vector.adopt(Arrays.copyOfRange(w, 4, 8)),
              Matrix.adopt(4, 1, Arrays.copyOfRange(w, 8, 12)),
              Matrix.diagonal(1, i -> skip ? w[12] : 0),
              Vector.of(w[13]));
      assertThat(program.objective(network)).isGreaterThan(dual);
    }
  }

  @Test
  void refusesBadInput() {
    assertThatThrownBy(() -> SortedPoints.of(1)).hasMessageContaining("at least 2");
    assertThatThrownBy(() -> SortedPoints.of(1, 2, 1))
        .hasMessageContaining("1.0 occurs more than once")
        .hasMessageContaining("add noise");
    assertThatThrownBy(() -> SortedPoints.of(1, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new SortedPoints(Vector.of(2, 1))).hasMessageContaining("ascend");
    assertThatThrownBy(() -> SortedPoints.of(-1e300, 1e300)).hasMessageContaining("variance");
    for (double eps : new double[] {0, -1, Double.NaN}) {
      assertThatThrownBy(() -> LineProgram.denoising(CLEAN, NOISE, eps, RELU, false, 1))
          .hasMessageContaining("eps")
          .hasMessageContaining("" + eps);
    }
    assertThatThrownBy(() -> LineProgram.denoising(CLEAN, Vector.of(1), 1, RELU, false, 1))
        .hasMessageContaining("one noise for each of 5");
    assertThatThrownBy(() -> denoising(RELU, false, -1)).hasMessageContaining("-1.0");
    assertThatThrownBy(() -> LineProgram.scoreMatching(FIVE, RELU, false, Double.NaN))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> LineProgram.scoreMatching(FIVE, RELU, false, 2).solve(0))
        .hasMessageContaining("gap");
  }

  @ParameterizedTest
  @CsvSource({"RELU, false", "ABSOLUTE, false", "RELU, true", "ABSOLUTE, true"})
  void thresholdsSeparateTheRegimes(Activation activation, boolean skip) {
    for (int seed = 0; seed < 10; seed++) {
      SortedPoints data = normal(seed, 30);
      Vector delta = Vector.adopt(Noise.of(100 + seed, 1).normal(Shape.vector(30)).toArray());
      LineThresholds matching = LineProgram.scoreMatching(data, activation, skip, 99).thresholds();
      LineThresholds noisy =
          LineProgram.denoising(data.values(), delta, 0.5, activation, skip, 1).thresholds();
      for (double side : new double[] {0.999, 1.001}) {
        Regime regime = side < 1 ? Regime.KINKED : Regime.AFFINE;
        assertThat(
                LineProgram.scoreMatching(data, activation, skip, side * matching.affine())
                    .solve()
                    .regime())
            .isEqualTo(regime);
        LineProgram denoising =
            LineProgram.denoising(
                data.values(), delta, 0.5, activation, skip, side * noisy.affine());
        assertThat(denoising.solve().regime()).isEqualTo(regime);
        assertThat(
                LineProgram.denoising(
                        data.values(), delta, 0.5, activation, skip, side * noisy.empty())
                    .solve()
                    .network()
                    .units())
            .satisfies(units -> assertThat(units == 0).isEqualTo(side > 1));
      }
    }
  }

  @Test
  void twoPointsAreEnough() {
    SortedPoints two = SortedPoints.of(-1, 1);
    for (Activation activation : Activation.values()) {
      assertThat(
              LineProgram.scoreMatching(two, activation, false, 1.5).solve().certificate().primal())
          .isCloseTo(-0.5 * 0.5 / 4, within(1e-14));
      assertThat(LineProgram.scoreMatching(two, activation, true, 2).solve().certificate().primal())
          .isCloseTo(-1, within(1e-14));
    }
  }
}
