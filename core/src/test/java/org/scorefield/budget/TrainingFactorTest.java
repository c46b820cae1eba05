package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.schedule.WeightConvention;

class TrainingFactorTest {
  private static final Percentage EXACT = Percentage.withPercentage(1e-4);

  private static TrainingFactor edm(int steps) {
    return TrainingFactor.pointwise(
        new RhoGrid(7).toMin(steps, 80, 0.002), Clock.EDM, TrainingFactor::edm);
  }

  private static TrainingFactor song(int steps) {
    return TrainingFactor.pointwise(
        new LogUniformGrid().toMin(steps, 80, 0.002), Clock.SONG, TrainingFactor::edm);
  }

  /// Golden: an independent program.
  @Test
  void theWeightingOfEdmIsThePrintedOne() {
    double[][] known = {
      {.002, .0807232923},
      {.1, 6.818843434},
      {.2, 5.472030702},
      {.5, 3.658645888},
      {1, 3.032653299},
      {10, .5664415278},
      {80, .006404562974}
    };
    for (double[] row : known) {
      assertThat(TrainingFactor.edm(row[0])).isCloseTo(row[1], EXACT);
    }
  }

  /// Golden: an independent program.
  @Test
  void factorsOfTheTwoSchedulesAreTheKnownOnes() {
    assertThat(edm(18).ofSpacing()).isCloseTo(21.32852327, EXACT);
    assertThat(song(18).ofSpacing()).isCloseTo(27.67689944, EXACT);
    assertThat(edm(18).ofSpacing() / song(18).ofSpacing()).isCloseTo(.7706255, EXACT);
    assertThat(edm(1000).ofSpacing()).isCloseTo(.43573963, EXACT);
    assertThat(song(1000).ofSpacing()).isCloseTo(.83881081, EXACT);
    assertThat(edm(1000).ofSpacing() / song(1000).ofSpacing()).isCloseTo(.5194731, EXACT);
    assertThat(edm(18).largest(WeightConvention.PAPER)).isCloseTo(3330.20744, EXACT);
    assertThat(song(18).largest(WeightConvention.PAPER)).isCloseTo(4321.43451, EXACT);
    assertThat(edm(18).each(WeightConvention.PAPER).first())
        .isEqualTo(edm(18).largest(WeightConvention.PAPER));
    assertThat(song(18).each(WeightConvention.PAPER).first())
        .isEqualTo(song(18).largest(WeightConvention.PAPER));
  }

  /// `rho sigma_max (1 - R^(-1/rho))/N` against `sigma_max ln R/N`.
  @Test
  void theAdvantageTendsToAHalf() {
    int n = 3_000_000;
    double polynomial = edm(n).ofSpacing() * n;
    double exponential = song(n).ofSpacing() * n;
    assertThat(polynomial).isCloseTo(436.760, Percentage.withPercentage(1e-3));
    assertThat(exponential).isCloseTo(847.731, Percentage.withPercentage(1e-3));
    assertThat(polynomial / exponential).isCloseTo(.5152110, Percentage.withPercentage(1e-3));
  }

  /// Under the correct power every factor is over sigma once more, and on the clock sqrt(t) the
  /// largest is half of kappa.
  @Test
  void theCorrectPowerChangesTheFactor() {
    for (TrainingFactor factor : new TrainingFactor[] {edm(18), song(18)}) {
      Vector printed = factor.each(WeightConvention.PAPER);
      Vector correct = factor.each(WeightConvention.CORRECT);
      for (int k = 0; k < 18; k++) {
        assertThat(correct.get(k) * factor.grid().sigma(k) / printed.get(k))
            .isCloseTo(1, within(1e-12));
      }
    }
    assertThat(song(18).largest(WeightConvention.CORRECT) * 2 / song(18).kappa())
        .isCloseTo(1, within(1e-12));
  }

  /// Golden: an independent program.
  @Test
  void theAdvantageIsOneOfAnotherObjective() {
    int[] steps = {18, 100, 1000};
    double[] known = {.66790, .54363, .51806};
    for (int i = 0; i < 3; i++) {
      assertThat(edm(steps[i]).kappa() / song(steps[i]).kappa()).isCloseTo(known[i], within(1e-5));
    }
    DoubleUnaryOperator beta = TrainingFactor::edm;
    TimeGrid fine = new RhoGrid(7).toMin(20_000, 80, 0.002);
    TimeGrid other = new LogUniformGrid().toMin(20_000, 80, 0.002);
    double one = TrainingFactor.ofOneObjective(fine, Clock.EDM, beta).kappa();
    double two = TrainingFactor.ofOneObjective(other, Clock.SONG, beta).kappa();
    double limit = 0;
    for (int k = 0; k < 20_000; k++) {
      limit = Math.max(limit, 2 / (other.sigma(k) * beta.applyAsDouble(other.sigma(k))));
    }
    assertThat(one).isCloseTo(limit, Percentage.withPercentage(.5));
    assertThat(two).isCloseTo(limit, Percentage.withPercentage(.5));
  }

  /// The exact inequality that kappa is the constant of, for any excess.
  @Test
  void kappaBoundsTheScorePartByTheExcessOfTheObjective() {
    for (TrainingFactor factor : new TrainingFactor[] {edm(18), song(18)}) {
      TimeGrid grid = factor.grid();
      double closest = 0;
      for (int bump = 0; bump < 18; bump++) {
        double score = 0;
        double objective = 0;
        for (int k = 0; k < 18; k++) {
          double excess = k == bump ? 1 : 1e-6;
          score += Scheme.plain("", grid).removed(k) * excess / 2;
          objective += factor.betas().get(k) * excess / 2;
        }
        closest = Math.max(closest, score / (factor.kappa() * objective));
      }
      assertThat(closest).isBetween(0.98, 1.0);
    }
  }

  @Test
  void weightsArePositiveAndOneALevel() {
    TimeGrid grid = TimeGrid.of(3, 2, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingFactor(grid, Clock.EDM, Vector.of(1)))
        .withMessageContaining("each of the 2 levels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingFactor(grid, Clock.EDM, Vector.of(1, 0)))
        .withMessageContaining("weight > 0");
  }
}
