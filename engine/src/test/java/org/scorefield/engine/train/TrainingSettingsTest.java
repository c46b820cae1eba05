package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.data.DataException;
import org.scorefield.engine.train.OptimizerSettings.Decay;
import org.scorefield.settings.Settings;

class TrainingSettingsTest {
  private static OptimizerSettings rates(int warmup, Decay decay, double start) {
    return new OptimizerSettings(2, warmup, decay, start, 0.9, 0.99, 1e-8, 0, 1);
  }

  @Test
  void settingsReadBackFromYaml() {
    String yaml =
        """
        steps: 70
        loss:
          prediction: flow
          levels: logit-normal
          normalise: columns
        optimizer:
          clip: .inf
        averages: [0.02, 0.2]
        """;
    TrainingSettings read = Settings.parse("test", yaml, TrainingSettings.DEFAULTS);
    assertThat(read.steps()).isEqualTo(70);
    assertThat(read.loss().prediction()).isEqualTo(Parametrisation.FLOW);
    assertThat(read.loss().normalise()).isEqualTo(Normaliser.Scope.COLUMNS);
    assertThat(read.optimizer().clip()).isInfinite();
    assertThat(read.averages()).containsExactly(0.02, 0.2);
    assertThat(read.batch()).isEqualTo(TrainingSettings.DEFAULTS.batch());
    assertThat(Settings.parse("test", Settings.yaml(read), TrainingSettings.class)).isEqualTo(read);
  }

  @Test
  void typosAndValuesThatAreNotAllowedAreRefusedWithTheirLine() {
    assertThatThrownBy(() -> Settings.parse("f", "stepps: 3", TrainingSettings.DEFAULTS))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("stepps", "'steps'");
    assertThatThrownBy(() -> Settings.parse("f", "steps: 0", TrainingSettings.DEFAULTS))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("line 1", "at least 1, got 0");
    assertThatThrownBy(
            () -> Settings.parse("f", "loss:\n  weighting: snr", TrainingSettings.DEFAULTS))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("snr", "min-snr");
    assertThatThrownBy(
            () -> Settings.parse("f", "loss:\n  levels: adaptive", TrainingSettings.DEFAULTS))
        .hasMessageContaining("write 'balanced'");
    assertThatThrownBy(() -> Settings.parse("f", "averages: [0.4]", TrainingSettings.DEFAULTS))
        .hasMessageContainingAll("between 0 and 0.28", "0.4");
  }

  /// Each changes what it is named for and nothing else.
  @Test
  void withersChangeOneThing() {
    TrainingSettings a = TrainingSettings.DEFAULTS;
    LossSettings l = LossSettings.DEFAULTS;
    assertThat(a.withSteps(7).steps()).isEqualTo(7);
    assertThat(a.withBatch(7).batch()).isEqualTo(7);
    assertThat(a.withClasses(true).classes()).isTrue();
    assertThat(a.withAugmentation(0.3).augmentation()).isEqualTo(0.3);
    assertThat(a.withIntervals(3, 4).checkpointEvery()).isEqualTo(3);
    assertThat(a.withIntervals(3, 4).logEvery()).isEqualTo(4);
    assertThat(a.withOptimizer(rates(1, Decay.LINEAR, 0)).optimizer())
        .isEqualTo(rates(1, Decay.LINEAR, 0));
    assertThat(a.withLoss(l.withLinear(true)).loss().linear()).isTrue();
    assertThat(l.withPrediction(Parametrisation.V).prediction()).isEqualTo(Parametrisation.V);
    assertThat(l.withLevels("log-uniform").levels()).isEqualTo("log-uniform");
    assertThat(l.withWeighting("min-snr").weighting()).isEqualTo("min-snr");
    assertThat(l.withUncertainty(true).uncertainty()).isTrue();
    assertThat(l.withNormalise(Normaliser.Scope.COLUMNS).normalise())
        .isEqualTo(Normaliser.Scope.COLUMNS);
    assertThat(a.optimizer().withLearningRate(0.3).learningRate()).isEqualTo(0.3);
    assertThat(a.withSteps(7).withSteps(a.steps())).isEqualTo(a);
    assertThatThrownBy(() -> a.withSteps(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1, got 0");
  }

  @Test
  void theRateRisesOverTheWarmup() {
    OptimizerSettings settings = rates(4, Decay.CONSTANT, 0);
    assertThat(settings.rate(0, 100)).isEqualTo(0.5);
    assertThat(settings.rate(3, 100)).isEqualTo(2);
    assertThat(settings.rate(99, 100)).isEqualTo(2);
  }

  @Test
  void theRateFallsAsItsDecaySays() {
    assertThat(rates(0, Decay.LINEAR, 0.5).rate(50, 100)).isEqualTo(2);
    assertThat(rates(0, Decay.LINEAR, 0.5).rate(75, 100)).isCloseTo(1, within(1e-12));
    assertThat(rates(0, Decay.COSINE, 0).rate(50, 100)).isCloseTo(1, within(1e-12));
    assertThat(rates(0, Decay.COSINE, 0).rate(25, 100))
        .isCloseTo(1 + Math.sqrt(0.5), within(1e-12));
    assertThat(rates(0, Decay.COSINE, 0).rate(99, 100)).isBetween(0.0, 1e-3);
    assertThat(rates(0, Decay.INVERSE_SQRT, 0.1).rate(10, 100)).isEqualTo(2);
    assertThat(rates(0, Decay.INVERSE_SQRT, 0.1).rate(40, 100)).isCloseTo(1, within(1e-12));
  }
}
