package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.wiring.LevelRange;

class SchemesTest {
  private static final LevelRange RANGE = new LevelRange(20, 0.01, new LogUniformGrid());

  /// Of the exact score of N(0, 1/4) in eight components.
  private static final EpsilonLoss LOSS =
      new EpsilonLoss() {
        @Override
        public int dimension() {
          return 8;
        }

        @Override
        public double at(double sigma) {
          return 0.25 / (0.25 + sigma * sigma);
        }
      };

  private static final Schemes ALL = Schemes.of(RANGE, LOSS, 20);

  @Test
  void allHaveTheStepsAskedForAndTheSameEnds() {
    List<Scheme> schemes = ALL.all(12);
    assertThat(schemes).hasSizeGreaterThan(12).allMatch(scheme -> scheme.steps() == 12);
    assertThat(schemes)
        .allSatisfy(scheme -> {
          assertThat(scheme.grid().first()).isCloseTo(20, within(1e-9));
          assertThat(scheme.grid().last()).isCloseTo(0.01, within(1e-9));
        });
    assertThat(schemes.stream().map(Scheme::name)).doesNotHaveDuplicates();
  }

  @Test
  void theBestIsNoneOfTheOthersWorseThan() {
    Scheme best = ALL.best(12).orElseThrow();
    double least = PathCost.of(best, LOSS);
    assertThat(ALL.all(12)).allMatch(scheme -> PathCost.of(scheme, LOSS) >= least);
    assertThat(best.name()).endsWith(NoiseChoice.BEST.suffix());
  }

  /// Optimised levels cost no more than any rule with the same noise, up to the fineness of the
  /// levels that are chosen among.
  @Test
  void optimisedLevelsAreNoWorseThanAnyRule() {
    for (NoiseChoice noise : List.of(NoiseChoice.FROZEN_SCORE, NoiseChoice.DDPM)) {
      double optimised = PathCost.of(ALL.optimised(noise, 12).orElseThrow(), LOSS);
      for (Scheme scheme : Schemes.byRule(RANGE, LOSS).all(12)) {
        if (scheme.name().endsWith(noise.suffix())
            && (noise != NoiseChoice.FROZEN_SCORE || !scheme.name().contains(","))) {
          assertThat(optimised).as(scheme.name()).isLessThan(PathCost.of(scheme, LOSS) + 1e-3);
        }
      }
    }
  }

  @Test
  void rulesHaveTheirUsualNames() {
    assertThat(Schemes.named(new RhoGrid(7))).isEqualTo(Schemes.EDM);
    assertThat(Schemes.named(new LogUniformGrid())).isEqualTo(Schemes.SONG);
    assertThat(Schemes.named(new RhoGrid(2)).name()).isEqualTo(new RhoGrid(2).name());
  }

  /// A network that knows four levels.
  @Test
  void aModelOfFewLevelsHasNoLongSchemes() {
    LevelRange few =
        new LevelRange(
            8, 1, new LogUniformGrid(), s -> Math.pow(2, Math.rint(Math.log(s) / Math.log(2))));
    Schemes schemes = Schemes.byRule(few, LOSS);
    assertThat(schemes.by(Schemes.SONG, NoiseChoice.FROZEN_SCORE, 3).orElseThrow().grid().sigmas())
        .isEqualTo(org.scorefield.array.Vector.of(8, 4, 2, 1));
    assertThat(schemes.by(Schemes.SONG, NoiseChoice.FROZEN_SCORE, 9)).isEmpty();
    assertThatThrownBy(() -> schemes.require(Schemes.SONG, NoiseChoice.BEST, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 steps of exponential")
        .hasMessageContaining("take fewer steps");
  }
}
