package org.scorefield.engine.train;

import java.util.Optional;
import org.scorefield.schedule.BalancedWeighting;

/// All that changes while a network is trained, and so all that a checkpoint holds. Belongs to one
/// run, which writes to it.
final class TrainingState {
  private int step;
  private final float[] parameters;
  private final float[] mean;
  private final float[] square;
  private final float[][] averages;
  private Optional<BalancedWeighting> balanced;
  private Optional<Uncertainty> uncertainty;

  TrainingState(
      int step,
      float[] parameters,
      float[] mean,
      float[] square,
      float[][] averages,
      Optional<BalancedWeighting> balanced,
      Optional<Uncertainty> uncertainty) {
    this.step = step;
    this.parameters = parameters;
    this.mean = mean;
    this.square = square;
    this.averages = averages;
    this.balanced = balanced;
    this.uncertainty = uncertainty;
  }

  /// Before the first step.
  static TrainingState start(
      float[] parameters,
      int averages,
      Optional<BalancedWeighting> balanced,
      Optional<Uncertainty> uncertainty) {
    float[][] copies = new float[averages][];
    for (int a = 0; a < averages; a++) {
      copies[a] = parameters.clone();
    }
    int n = parameters.length;
    return new TrainingState(
        0, parameters, new float[n], new float[n], copies, balanced, uncertainty);
  }

  /// Steps done.
  int step() {
    return step;
  }

  float[] parameters() {
    return parameters;
  }

  /// Adam's mean of gradients.
  float[] mean() {
    return mean;
  }

  /// Adam's mean of squared gradients.
  float[] square() {
    return square;
  }

  float[] average(int a) {
    return averages[a];
  }

  int averages() {
    return averages.length;
  }

  /// Whether nothing has overflowed.
  boolean isFinite() {
    float check = 0;
    for (float[] values : new float[][] {parameters, mean, square}) {
      for (float value : values) {
        check += value * 0;
      }
    }
    return check == 0;
  }

  Optional<BalancedWeighting> balanced() {
    return balanced;
  }

  Optional<Uncertainty> uncertainty() {
    return uncertainty;
  }

  void balance(BalancedWeighting weighting) {
    balanced = Optional.of(weighting);
  }

  void learn(Uncertainty more) {
    uncertainty = Optional.of(more);
  }

  void stepDone() {
    step++;
  }
}
