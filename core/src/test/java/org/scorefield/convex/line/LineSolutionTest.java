package org.scorefield.convex.line;

import org.scorefield.convex.Activation;
import org.scorefield.convex.TwoLayerScore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.convex.Activation.ABSOLUTE;
import static org.scorefield.convex.Activation.RELU;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;

class LineSolutionTest {
  private static final SortedPoints FIVE = SortedPoints.of(-2, -0.5, 0.25, 1, 3);

  private static double[] normal(long seed, int n) {
    return Noise.of(seed, n).normal(Shape.vector(1)).toArray();
  }

  /// The infimum is approached from above, linearly in eta.
  @ParameterizedTest
  @CsvSource({"RELU, 2", "RELU, 1.5", "RELU, 1.2", "ABSOLUTE, 2", "ABSOLUTE, 1.5", "ABSOLUTE, 1.2"})
  void networkComesAsNearToTheInfimumAsItsEtaIsSmall(Activation activation, double beta) {
    LineProgram program = LineProgram.scoreMatching(FIVE, activation, false, beta);
    LineSolution solution = program.solve(1e-13);
    double coarse = excess(solution, 1e-5);
    double fine = excess(solution, 1e-7);
    assertThat(coarse).isBetween(1e-9, 1e-4);
    assertThat(fine).isBetween(1e-11, 1e-6);
    assertThat(coarse / fine).isCloseTo(100, within(2.0));
  }

  private static double excess(LineSolution solution, double eta) {
    return solution.program().objective(solution.network(eta)) - solution.certificate().primal();
  }

  @ParameterizedTest
  @CsvSource({"RELU, false", "ABSOLUTE, false", "RELU, true", "ABSOLUTE, true"})
  void networkOfDenoisingHasTheObjectiveOfTheProgramAndItsScore(
      Activation activation, boolean skip) {
    for (double beta : new double[] {0.01, 0.3, 2}) {
      LineProgram program =
          LineProgram.denoising(
              Vector.adopt(normal(1, 40)),
              Vector.adopt(normal(2, 40)),
              0.3,
              activation,
              skip,
              beta);
      LineSolution solution = program.solve(1e-11);
      TwoLayerScore network = solution.network();
      assertThat(program.objective(network))
          .isCloseTo(
              solution.certificate().primal(), within(1e-9 * solution.certificate().primal()));
      Batch x = Batch.adopt(Shape.vector(1), normal(3, 200)).times(3);
      double[] difference = network.score(x).minus(solution.score().score(x)).toArray();
      assertThat(difference).containsExactly(new double[200], within(1e-8));
    }
  }

  @ParameterizedTest
  @CsvSource({"RELU, false", "ABSOLUTE, false", "RELU, true", "ABSOLUTE, true"})
  void networkOfScoreMatchingHasItsScoreAndABalancedUnitForEachKink(
      Activation activation, boolean skip) {
    LineSolution solution =
        LineProgram.scoreMatching(SortedPoints.of(normal(4, 60)), activation, skip, 3).solve();
    TwoLayerScore network = solution.network(1e-9);
    assertThat(network.units()).isBetween(2, solution.score().knots().size() + 1);
    for (int j = 0; j < network.units(); j++) {
      assertThat(Math.abs(network.outer().get(j, 0)))
          .isEqualTo(Math.abs(network.inner().get(j, 0)));
    }
    Batch x = Batch.adopt(Shape.vector(1), normal(5, 200)).times(2);
    double[] difference = network.score(x).minus(solution.score().score(x)).toArray();
    assertThat(difference).containsExactly(new double[200], within(1e-4));
  }

  /// Any share of the tails is optimal inside of a family; flat ones are the only ones with a law.
  @Test
  void tailsAreSharedEquallyBetweenBothSides() {
    SortedPoints data = SortedPoints.of(normal(6, 30));
    double beta = 25;
    double k = (30 - beta) / (30 * data.variance());
    LineScore absolute = LineProgram.scoreMatching(data, ABSOLUTE, false, beta).solve().score();
    assertThat(absolute.slopes().toArray()).containsExactly(new double[] {0, -k, 0}, within(1e-12));
    LineScore relu = LineProgram.scoreMatching(data, RELU, false, beta).solve().score();
    assertThat(relu.slopes().toArray())
        .containsExactly(new double[] {-k / 2, -k, -k / 2}, within(1e-12));
    TwoLayerScore network = LineProgram.scoreMatching(data, RELU, false, beta).solve().network();
    assertThat(network.units()).isEqualTo(2);
    assertThat(network.inner().get(0, 0) * network.outer().get(0, 0))
        .isCloseTo(-k / 2, within(1e-12));
    assertThat(network.inner().get(1, 0) * network.outer().get(1, 0))
        .isCloseTo(-k / 2, within(1e-12));
  }

  /// Flat tails are optimal where the slopes at both ends have one sign; else one tail rises, and
  /// what was learned is the score of no law.
  @Test
  void tailsOfAbsoluteValuesAreFlatWhereverThatIsOptimal() {
    int flat = 0;
    for (int seed = 0; seed < 8; seed++) {
      SortedPoints data = SortedPoints.of(normal(seed, 50));
      double affine = LineProgram.scoreMatching(data, ABSOLUTE, false, 50).thresholds().affine();
      LineSolution solution =
          LineProgram.scoreMatching(data, ABSOLUTE, false, 0.7 * affine).solve();
      assertThat(solution.regime()).isEqualTo(LineSolution.Regime.KINKED);
      LineScore score = solution.score();
      double ends = score.slopeAt(data.first()) * score.slopeAt(Math.nextDown(data.last()));
      assertThat(score.slopes().first() == 0).isEqualTo(ends > 0);
      assertThat(score.confines()).isEqualTo(ends > 0);
      flat += ends > 0 ? 1 : 0;
    }
    assertThat(flat).isBetween(1, 7);
  }

  @ParameterizedTest
  @CsvSource({
    "RELU, false, 1.5", "ABSOLUTE, false, 1.5", "RELU, true, 1.5", "ABSOLUTE, true, 3",
    "RELU, false, 30", "ABSOLUTE, false, 30", "RELU, true, 15", "ABSOLUTE, true, 30"
  })
  void tenThousandPointsAreCertified(Activation activation, boolean skip, double beta) {
    SortedPoints data = SortedPoints.of(normal(7, 10_000));
    LineSolution solution = LineProgram.scoreMatching(data, activation, skip, beta).solve();
    assertThat(solution.certificate().relativeGap()).isLessThan(1e-7);
    assertThat(solution.iterations()).isLessThan(60);
  }

  @ParameterizedTest
  @CsvSource({"RELU, false", "ABSOLUTE, true"})
  void denoisingOfTenThousandPointsIsCertified(Activation activation, boolean skip) {
    LineProgram program =
        LineProgram.denoising(
            Vector.adopt(normal(8, 10_000)),
            Vector.adopt(normal(9, 10_000)),
            0.3,
            activation,
            skip,
            20);
    LineSolution solution = program.solve();
    assertThat(solution.certificate().relativeGap()).isLessThan(1e-8);
    // Close to the score of data and noise, which is that of a Gaussian.
    assertThat(solution.score().at(1)).isCloseTo(-1 / 1.09, within(0.1));
  }

  @Tag("slow")
  @Test
  void aMillionPointsAreCertified() {
    SortedPoints data = SortedPoints.of(normal(10, 1_000_000));
    LineSolution solution = LineProgram.scoreMatching(data, RELU, false, 100).solve(1e-7);
    assertThat(solution.certificate().relativeGap()).isLessThan(1e-6);
  }

  @Test
  void spacingsOfAllSizesAreNoObstacle() {
    double[] x = new double[60];
    for (int i = 0; i < 30; i++) {
      x[i] = i + Math.pow(10, -i / 3.0) / 2;
      x[30 + i] = i;
    }
    for (Activation activation : Activation.values()) {
      LineSolution solution =
          LineProgram.scoreMatching(SortedPoints.of(x), activation, false, 4).solve();
      assertThat(solution.certificate().relativeGap()).isLessThan(1e-6);
    }
  }

  @Test
  void refusesAnEtaThatIsNone() {
    LineSolution solution = LineProgram.scoreMatching(FIVE, RELU, false, 2).solve();
    assertThatThrownBy(() -> solution.network(0)).hasMessageContaining("0.0");
  }

  @Test
  void interruptedItReturnsWhatItHas() {
    LineProgram program = LineProgram.scoreMatching(FIVE, RELU, false, 1.5);
    double optimum = program.solve().certificate().primal();
    Thread.currentThread().interrupt();
    LineSolution stopped = program.solve();
    assertThat(Thread.interrupted()).as("the interrupt is left for others to see").isTrue();
    assertThat(stopped.iterations()).isZero();
    assertThat(stopped.certificate().primal()).isGreaterThan(optimum);
    assertThat(stopped.certificate().dual()).isLessThanOrEqualTo(optimum);
    assertThat(program.objective(stopped.network(1e-8)))
        .isCloseTo(stopped.certificate().primal(), within(1e-5));
  }

  @Test
  void refusesPointsThatCoincideToRounding() {
    LineProgram program =
        LineProgram.scoreMatching(SortedPoints.of(1e-20, 2e-20, 1, 2), RELU, false, 2);
    assertThatThrownBy(program::solve)
        .hasMessageContaining("1.0E-20 and 2.0E-20")
        .hasMessageContaining("keep one");
  }

  @Test
  void refusesAScoreThatIsNotFinite() {
    assertThatThrownBy(() -> new LineScore(Vector.of(0), Vector.of(Double.NaN), Vector.of(0, 0)))
        .hasMessageContaining("finite");
  }
}
