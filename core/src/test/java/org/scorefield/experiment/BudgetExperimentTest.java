package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.Schemes;
import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

class BudgetExperimentTest {
  private static final Gaussian LAW = Gaussian.isotropic(Shape.vector(2), Vector.of(0, 0), 0.25);

  private static Model model(Gaussian law) {
    return new Model(
        law, new ModelCard("gaussian", law.shape(), "", law.scale(), "drawn", "", 0, 0, ""));
  }

  private static Dataset rows(int count) {
    return Dataset.of("drawn", "", LAW.sample(Noise.of(1, count)));
  }

  private static BudgetExperiment.Settings settings(int steps, int levels) {
    return settings(steps, levels, OptionalInt.empty(), OptionalDouble.empty());
  }

  private static BudgetExperiment.Settings settings(
      int steps, int levels, OptionalInt rows, OptionalDouble precision) {
    return new BudgetExperiment.Settings(
        Schemes.EDM,
        NoiseChoice.FROZEN_SCORE,
        steps,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        rows,
        levels,
        precision,
        OptionalInt.empty(),
        false);
  }

  private static BudgetExperiment experiment(
      Dataset data, List<BudgetExperiment.Named> references, List<BudgetExperiment.Named> earlier) {
    return new BudgetExperiment(
        model(LAW), data, Optional.empty(), references, earlier, settings(18, 40), 0);
  }

  @Test
  void settingsSayWhatIsAllowed() {
    assertThat(settings(1, 8).steps()).isEqualTo(1);
    refused("1 to 1000 steps, got 0", () -> settings(0, 40));
    refused("1 to 1000 steps, got 1001", () -> settings(1001, 40));
    refused("at least 8 noise levels", () -> settings(18, 7));
    refused(
        "at least 40 rows, got 39",
        () -> settings(18, 40, OptionalInt.of(39), OptionalDouble.empty()));
    refused(
        "standard error above 0",
        () -> settings(18, 40, OptionalInt.empty(), OptionalDouble.of(0)));
  }

  @Test
  void modelsAndDataGoTogether() {
    BudgetExperiment.Named once = new BudgetExperiment.Named("a", model(LAW));
    Gaussian line = Gaussian.isotropic(Shape.vector(3), Vector.of(0, 0, 0), 1);
    assertThat(experiment(rows(80), List.of(once), List.of()).references()).hasSize(1);
    refused("at least 80 rows", () -> experiment(rows(79), List.of(), List.of()));
    refused("'a' is given twice", () -> experiment(rows(80), List.of(), List.of(once, once)));
    refused("'a' is given twice", () -> experiment(rows(80), List.of(once), List.of(once)));
    refused(
        "b is for samples of shape 3, drawn has 2",
        () ->
            experiment(rows(80), List.of(new BudgetExperiment.Named("b", model(line))), List.of()));
  }

  private static void refused(String words, Runnable attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }
}
