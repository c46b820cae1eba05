package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Guidance;
import org.scorefield.linalg.Matrix;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.wiring.ExactNetwork;
import org.scorefield.wiring.LevelRange;
import org.scorefield.wiring.NoiseInput;
import org.scorefield.wiring.Predicted;
import org.scorefield.wiring.ScheduleSettings;
import org.scorefield.wiring.Wired;
import org.scorefield.wiring.Wiring;
import org.scorefield.wiring.Wirings;

class LevelRangeTest {
  private static final Gaussian LAW =
      Gaussian.isotropic(Shape.image(1, 2, 2), Vector.of(0, 0, 0, 0), 0.25);

  /// Four levels, told as whole timesteps.
  private static final Wired TABLE =
      wired(
          Wirings.of(
              Predicted.EPSILON,
              ScheduleSettings.table(Vector.of(0.01, 0.1, 1, 10)),
              NoiseInput.TIMESTEP));

  private static Wired wired(Wiring wiring) {
    return wiring.denoiser(new ExactNetwork(LAW, wiring), true);
  }

  @Test
  void aModelWithoutLevelsOfItsOwnHasThoseOfEdm() {
    LevelRange range = LevelRange.of(LAW, 0.5);
    assertThat(range.sigmaMax()).isEqualTo(80);
    assertThat(range.sigmaMin()).isEqualTo(0.002);
    TimeGrid grid = TimeGrid.of(80, 1, 0);
    assertThat(range.onLevels(grid)).isEqualTo(grid);
  }

  @Test
  void aModelIsNotAskedAboveOrBelowItsOwn() {
    LevelRange range = LevelRange.of(TABLE, 0.5);
    assertThat(range.sigmaMax()).isEqualTo(10);
    assertThat(range.sigmaMin()).isEqualTo(0.01);
  }

  @Test
  void levelsOfAGridAreMovedToTheTable() {
    LevelRange range = LevelRange.of(TABLE, 0.5);
    assertThat(range.onLevels(TimeGrid.of(9, 1.2, 0.9, 0))).isEqualTo(TimeGrid.of(10, 1, 0.1, 0));
    assertThatThrownBy(() -> range.onLevels(TimeGrid.of(9, 1.2, 0.9, 0.1, 0.02, 0)))
        .hasMessageContaining("fewer steps");
  }

  /// Every range has a clock, those too between whose ends no rate that rises leads; it divides
  /// time evenly, so that levels fall from one end to the other.
  @ParameterizedTest
  @CsvSource({"80, .002", "20, .5", "80, 10", "1.001, 1", ".02, .01"})
  void everyRangeHasAClock(double top, double bottom) {
    LevelRange range = LevelRange.of(LAW, 0.5, OptionalDouble.of(top), OptionalDouble.of(bottom));
    TimeGrid grid = range.toZero(range.clock(), 6).orElseThrow();
    assertThat(grid.steps()).isEqualTo(6);
    assertThat(grid.first()).isEqualTo(top);
    assertThat(grid.sigma(5)).isEqualTo(bottom);
  }

  @Test
  void endsInTheWrongOrderAreRefused() {
    assertThatThrownBy(() -> LevelRange.of(LAW, 0.5, OptionalDouble.of(1), OptionalDouble.of(2)))
        .hasMessageContaining("must fall from a finite sigma_max to a positive sigma_min, got 1");
  }

  @Test
  void aGridHasAtMostAsManyLevelsAsTheModel() {
    LogUniformGrid rule = new LogUniformGrid();
    assertThat(LevelRange.of(TABLE, 0.5).upTo(rule, 30))
        .isEqualTo(TimeGrid.of(10, 1, 0.1, 0.01, 0));
    LevelRange any = LevelRange.of(LAW, 0.5);
    assertThat(any.upTo(rule, 30)).isEqualTo(rule.toZero(30, 80, .002));
  }

  @Test
  void guidedAndStackedModelsKnowTheLevelsOfTheirNetworks() {
    assertThat(LevelRange.of(new Guidance(TABLE, LAW, 2, 0, 100), 0.5).sigmaMax()).isEqualTo(10);
    Stacked stack =
        new Stacked(
            List.of(new NamedDenoiser("gaussian", LAW), new NamedDenoiser("network", TABLE)),
            new WeightCurve(
                Vector.of(0.1, 1), Matrix.copyOf(2, 2, new double[] {0.5, 0.5, 0.5, 0.5}), 0.01));
    assertThat(LevelRange.of(stack, 0.5).sigmaMax()).isEqualTo(10);
  }
}
