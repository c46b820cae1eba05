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

  TrainingState(
      int step,
      float[] parameters,
      float[] mean,
      float[] square,
      float[][] averages,
      Optional<BalancedWeighting> balanced) {
    this.step = step;
    this.parameters = parameters;
    this.mean = mean;
    this.square = square;
    this.averages = averages;
    this.balanced = balanced;
  }

  /// Before the first step.
  static TrainingState start(
      float[] parameters, int averages, Optional<BalancedWeighting> balanced) {
    float[][] copies = new float[averages][];
    for (int a = 0; a < averages; a++) {
      copies[a] = parameters.clone();
    }
    int n = parameters.length;
    return new TrainingState(0, parameters, new float[n], new float[n], copies, balanced);
  }

  /// Steps done.
  int step() {
    return step;
  }

  float[] parameters() {
    return parameters;
  }

  float[] mean() {
    return mean;
  }

  float[] square() {
    return square;
  }

  float[] average(int a) {
    return averages[a];
  }

  int averages() {
    return averages.length;
  }

  Optional<BalancedWeighting> balanced() {
    return balanced;
  }

  void balance(BalancedWeighting weighting) {
    balanced = Optional.of(weighting);
  }

  void stepDone() {
    step++;
  }
}
