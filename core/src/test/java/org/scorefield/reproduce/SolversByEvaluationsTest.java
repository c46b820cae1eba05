package org.scorefield.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.data.file.DataSources;
import org.scorefield.design.StageWatch;
import org.scorefield.random.NoiseKey;

class SolversByEvaluationsTest {
  private static final SolversByEvaluations.Scope TINY =
      new SolversByEvaluations.Scope(
          300,
          4,
          new CovarianceKind.LowRank(6),
          2,
          new CovarianceKind.LowRank(4),
          true,
          List.of(8, 10),
          List.of(16),
          8,
          2,
          16);

  private static Reproduced run(StageWatch watch) {
    return new SolversByEvaluations(TINY, TINY)
        .run(Optional.of(DataSources.standard().open("digits")), NoiseKey.of(1), watch);
  }

  @Test
  void everySamplerHasItsNumbersAndTheSameKeyGivesThemAgain() {
    Reproduced found = run(StageWatch.NONE);
    assertThat(found.overviews()).hasSize(6);
    assertThat(found.overviews())
        .allSatisfy(table ->
            assertThat(table.rows())
                .allSatisfy(row -> assertThat(row.values()).allMatch(Optional::isPresent)));
    assertThat(found.claimed()).isEqualTo(12);
    assertThat(run(StageWatch.NONE)).isEqualTo(found);
  }

  @Test
  void aCancelledRunClaimsNothing() {
    StageWatch cancelling =
        new StageWatch() {
          @Override
          public void begin(String stage, long total) {}

          @Override
          public void advance() {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThat(run(cancelling).claimed()).isZero();
  }
}
