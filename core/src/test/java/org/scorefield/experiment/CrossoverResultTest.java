package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;
import org.scorefield.budget.Decision.Verdict;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.Schemes;
import org.scorefield.experiment.CrossoverResult.Contest;
import org.scorefield.experiment.CrossoverResult.Duel;
import org.scorefield.experiment.CrossoverResult.Losses;
import org.scorefield.experiment.CrossoverResult.Moment;
import org.scorefield.experiment.CrossoverResult.Premise;
import org.scorefield.experiment.CrossoverResult.Score;
import org.scorefield.experiment.CrossoverResult.Trial;
import org.scorefield.metric.Estimate;

class CrossoverResultTest {
  private static final int STEPS = 10;
  private static final Score NONE = new Score(0, 0, 0);

  private static Estimate known(double value) {
    return new Estimate(value, 0.1, 10);
  }

  /// EDM's grid is predicted ahead of the exponential one by `predicted` at every step noise, and
  /// is ahead of it by `realised`.
  private static Moment moment(
      long seed, double share, double predicted, double realised, Optional<Premise> premise) {
    List<Trial> trials = new ArrayList<>();
    List<Duel> duels = new ArrayList<>();
    for (NoiseChoice noise : NoiseChoice.values()) {
      double base = 10 * noise.ordinal();
      trials.add(trial(Schemes.EDM.name(), noise, base, base));
      trials.add(trial(Schemes.SONG.name(), noise, base + predicted, base + realised));
      duels.add(new Duel(noise, known(-predicted), List.of(known(-realised))));
    }
    return new Moment(
        seed,
        share,
        (int) (100 * share),
        new Losses(Vector.of(1, 2), List.of(known(1), known(1)), Optional.empty()),
        List.of(new Contest(STEPS, trials, NONE, NONE, duels, premise, List.of())));
  }

  private static Trial trial(String grid, NoiseChoice noise, double predicted, double realised) {
    return new Trial(grid, noise, known(predicted), List.of(known(realised)));
  }

  private static CrossoverResult result(Moment... moments) {
    RunRecord record =
        new RunRecord(
            "crossover",
            Map.of(),
            RunRecord.COMPLETED,
            Optional.empty(),
            1,
            List.of(),
            List.of(),
            Provenance.now(0));
    return new CrossoverResult(record, List.of("distance"), Arrays.asList(moments));
  }

  private static Optional<Premise> premise(double score, double discretisation) {
    return Optional.of(new Premise(known(score), known(discretisation)));
  }

  @Test
  void rightWrongAndOpenVerdictsAreCounted() {
    CrossoverResult result =
        result(
            moment(0, 1, 1, 1, Optional.empty()),
            moment(1, 1, 1, -1, Optional.empty()),
            moment(2, 1, 0.01, 1, Optional.empty()));
    assertThat(result.foretold(1, 0, List.of(CrossoverResult.PLAIN))).isEqualTo(new Score(1, 1, 1));
    assertThat(result.foretold(1, 0, List.of(NoiseChoice.values()))).isEqualTo(new Score(3, 3, 3));
  }

  /// Polynomial levels where the score's error is more than half of both, else exponential ones.
  @Test
  void thePublishedRuleGoesByItsPremiseWhereThatIsKnown() {
    Moment young = moment(0, 0.1, 1, 1, premise(3, 1));
    Moment old = moment(0, 1, 1, 1, premise(1, 3));
    CrossoverResult result = result(young, old);
    assertThat(result.rule(0.1, young.contest(STEPS))).isEqualTo(Verdict.FIRST);
    assertThat(result.rule(1, old.contest(STEPS))).isEqualTo(Verdict.SECOND);
    assertThat(result.ruled(0.1, 0)).isEqualTo(new Score(1, 0, 0));
    assertThat(result.ruled(1, 0)).isEqualTo(new Score(0, 1, 0));
  }

  @Test
  void thePublishedRuleGoesByTheStageWhereItsPremiseIsNotKnown() {
    Moment first = moment(0, 0.01, 1, 1, Optional.empty());
    Moment middle = moment(0, 0.1, 1, 1, Optional.empty());
    Moment last = moment(0, 1, 1, 1, Optional.empty());
    CrossoverResult result = result(first, middle, last);
    assertThat(result.rule(0.01, first.contest(STEPS))).isEqualTo(Verdict.FIRST);
    assertThat(result.rule(0.1, middle.contest(STEPS))).isEqualTo(Verdict.TIE);
    assertThat(result.rule(1, last.contest(STEPS))).isEqualTo(Verdict.SECOND);
  }

  /// Of two seeds, one right in all orders and one wrong in each of the three pairs of grids, of 15
  /// pairs: 1 and 1 - 6/15; among grids at one noise 1 and -1.
  @Test
  void correlationsAreMeansOverSeeds() {
    CrossoverResult result =
        result(moment(0, 1, 1, 1, Optional.empty()), moment(1, 1, 1, -1, Optional.empty()));
    assertThat(result.kendall(1, STEPS, 0).value()).isCloseTo(0.8, within(1e-12));
    assertThat(result.kendall(1, STEPS, 0).standardError()).isCloseTo(0.2, within(1e-12));
    Estimate grids = result.spearman(1, STEPS, 0, NoiseChoice.BEST);
    assertThat(grids.value()).isZero();
    assertThat(grids.standardError()).isEqualTo(1);
  }

  @Test
  void oneSeedKeepsItsOwnStandardError() {
    CrossoverResult one = result(moment(0, 1, 1, 1, Optional.empty()));
    Estimate own =
        one.over(1, m -> m.contest(STEPS).duel(CrossoverResult.PLAIN).realised().getFirst());
    assertThat(own).isEqualTo(known(-1));
  }
}
