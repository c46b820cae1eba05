package org.scorefield.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;
import org.scorefield.schedule.LogBins;
import org.scorefield.schedule.LogUniformLevels;
import org.scorefield.schedule.NoiseLevels;
import org.scorefield.schedule.UniformWeighting;
import org.scorefield.select.SpeedComparison.Standing;
import org.scorefield.select.SpeedScore.AllSteps;

class SpeedOverSeedsTest {
  private static final NoiseLevels LEVELS = new LogUniformLevels(0.1, 10).scaledTo(1);

  private static final SpeedScale SCALE =
      new SpeedScale(new UniformWeighting(), LEVELS, new LogBins(0.1, 10, 2), 1);

  private static LossTrace trace(String name, double... losses) {
    LossRecorder recorder = new LossRecorder(name, SCALE);
    for (double loss : losses) {
      recorder.step(new int[] {0}, Vector.of(1.0), Vector.of(loss));
    }
    return recorder.trace();
  }

  private static SpeedComparison seed(double[] a, double[] b) {
    return new SpeedComparison(List.of(trace("a", a), trace("b", b)));
  }

  private static final SpeedComparison FIRST = seed(new double[] {3, 1}, new double[] {5, 3});
  private static final SpeedComparison SECOND = seed(new double[] {5, 3}, new double[] {7, 7});

  /// Sums a: 4 and 8; b: 8 and 14; differences 4 and 6, of mean 5 and standard error 1.
  @Test
  void standardErrorsAreOverSeedsAndPaired() {
    SpeedOverSeeds both = new SpeedOverSeeds(List.of(FIRST, SECOND));
    List<Standing> standings = both.ranking(new AllSteps());
    assertThat(standings).extracting(Standing::name).containsExactly("a", "b");
    assertThat(standings.getFirst().value().value()).isEqualTo(6);
    assertThat(standings.getFirst().value().standardError()).isCloseTo(2, within(1e-12));
    assertThat(standings.getFirst().behind().value()).isZero();
    assertThat(standings.getFirst().behind().standardError()).isZero();
    assertThat(standings.getLast().behind().value()).isEqualTo(5);
    assertThat(standings.getLast().behind().standardError()).isCloseTo(1, within(1e-12));
    assertThat(standings.getLast().behind().n()).isEqualTo(2);
    assertThat(both.loss(1, 1).value()).isEqualTo(5);
  }

  @Test
  void oneSeedHasTheStandardErrorsOfItsDraws() {
    assertThat(new SpeedOverSeeds(List.of(FIRST)).ranking(new AllSteps()))
        .isEqualTo(FIRST.ranking(new AllSteps()));
  }

  @Test
  void seedsOfOtherCandidatesAreRefused() {
    SpeedComparison other = new SpeedComparison(List.of(trace("a", 1), trace("c", 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpeedOverSeeds(List.of(FIRST, other)))
        .withMessageContaining("same candidates, got [a, b] and [a, c]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpeedOverSeeds(List.of()))
        .withMessageContaining("at least one");
  }
}
