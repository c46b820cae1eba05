package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.linear.Spectrum;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.wiring.LevelRange;

class GaussianComparisonTest {
  private static final LevelRange RANGE = new LevelRange(80, 0.01, new RhoGrid(7));
  private static final Spectrum DATA = Spectrum.powerLaw(16, 2, 4);
  private static final Schemes SCHEMES = Schemes.of(RANGE, GaussianModel.exact(DATA), 18);
  private static final List<GaussianComparison.Row> ROWS =
      GaussianComparison.of(DATA, SCHEMES.all(18), Schemes.EDM, RANGE);

  @Test
  void noSamplerSpendsMoreEvaluationsThanTheSchemes() {
    assertThat(ROWS).hasSize(18 + 5).allMatch(row -> row.evaluations() <= 18);
    assertThat(ROWS).filteredOn(row -> row.name().equals("heun, rho 7")).hasSize(1);
  }

  @Test
  void thePathDivergenceBoundsThatOfTheSamplesAndOnlySchemesHaveOne() {
    for (GaussianComparison.Row row : ROWS) {
      row.path().ifPresent(path -> assertThat(row.marginal()).isLessThanOrEqualTo(path));
    }
    assertThat(ROWS.stream().filter(row -> row.path().isPresent())).hasSize(18);
  }

  @Test
  void optimisedLevelsWithTheirNoiseHaveTheLeastPathDivergenceOfAll() {
    double best =
        ROWS.stream().flatMap(row -> row.path().stream()).mapToDouble(p -> p).min().orElseThrow();
    assertThat(ROWS)
        .filteredOn(row -> row.path().filter(p -> p == best).isPresent())
        .extracting(GaussianComparison.Row::name)
        .containsExactly("optimised levels, best noise");
  }
}
