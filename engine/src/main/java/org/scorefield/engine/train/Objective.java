package org.scorefield.engine.train;

import java.util.Optional;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.BalancedWeighting;
import org.scorefield.schedule.NoiseLevels;
import org.scorefield.schedule.Weighting;

/// The loss, drawn step by step: which rows, at which noise levels, with which weights and noise. A
/// pure function of the step and the weighting in force.
final class Objective {
  private final Dataset data;
  private final TrainingSettings settings;
  private final TrainingRows rows;
  private final EpochOrder order;
  private final Noising noising;
  private final NoiseLevels levels;
  private final Weighting weighting;
  private final double scale;
  private final NoiseKey key;

  Objective(Dataset data, TrainingSettings settings, Normaliser normaliser, NoiseKey key) {
    this.data = data;
    this.settings = settings;
    this.rows = new TrainingRows(data, normaliser);
    this.order = new EpochOrder(data.size(), key.child("order"));
    this.noising = new Noising(settings.loss().prediction(), normaliser);
    this.scale = normaliser.scale();
    this.levels = settings.loss().levels(scale);
    this.weighting = settings.loss().startWeighting();
    this.key = key;
  }

  double scale() {
    return scale;
  }

  /// The balanced weighting to start with, if that is the one.
  Optional<BalancedWeighting> startBalanced() {
    return weighting instanceof BalancedWeighting balanced
        ? Optional.of(balanced)
        : Optional.empty();
  }

  /// The examples of a step, from 0.
  ///
  /// @param balanced the weighting in force, where it is learned
  NoisyBatch at(int step, Optional<BalancedWeighting> balanced) {
    int n = settings.batch();
    int[] chosen = order.rows((long) step * n, n);
    double[] sigmas = sigmas(step);
    double[] weights = new double[n];
    Weighting inForce = balanced.<Weighting>map(b -> b).orElse(weighting);
    for (int i = 0; i < n; i++) {
      weights[i] = inForce.weight(sigmas[i], levels);
    }
    return noising.apply(
        rows.select(chosen),
        conditions(chosen, step),
        sigmas,
        weights,
        key.child("noise").child(step));
  }

  private double[] sigmas(int step) {
    int n = settings.batch();
    double[] u = new Noise(key.child("levels").child(step), 0, n).uniform(Shape.vector(1)).shared();
    double[] sigmas = new double[n];
    for (int i = 0; i < n; i++) {
      sigmas[i] = levels.sigma(settings.loss().stratified() ? (i + u[i]) / n : u[i]);
    }
    return sigmas;
  }

  private float[] conditions(int[] chosen, int step) {
    if (!(settings.classes() && data instanceof Labelled labelled)) {
      return Noising.none();
    }
    int n = chosen.length;
    int classes = labelled.classes();
    double[] u =
        new Noise(key.child("dropout").child(step), 0, n).uniform(Shape.vector(1)).shared();
    float[] condition = new float[n * classes];
    for (int i = 0; i < n; i++) {
      if (u[i] >= settings.labelDropout()) {
        condition[i * classes + labelled.label(chosen[i])] = 1;
      }
    }
    return condition;
  }
}
