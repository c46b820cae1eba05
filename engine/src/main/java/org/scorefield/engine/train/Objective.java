package org.scorefield.engine.train;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.BalancedWeighting;
import org.scorefield.schedule.NoiseLevels;
import org.scorefield.schedule.UniformWeighting;
import org.scorefield.schedule.Weighting;

/// The loss, drawn step by step: which rows, at which noise levels, with which weights and noise. A
/// pure function of the step and of what has been learned of the weights.
final class Objective {
  private static final int ROWS_A_BLOCK = 256;

  private final Dataset data;
  private final TrainingSettings settings;
  private final Conditions conditions;
  private final TrainingRows rows;
  private final EpochOrder order;
  private final Noising noising;
  private final double scale;
  private final Weighting startWeighting;

  /// None if they follow a balanced weighting.
  private final Optional<NoiseLevels> fixedLevels;

  private final NoiseKey key;

  Objective(
      Dataset data,
      TrainingSettings settings,
      Normaliser normaliser,
      Optional<LinearPart> linear,
      NoiseKey key) {
    this.data = data;
    this.settings = settings;
    this.conditions = Conditions.of(data, settings);
    this.rows = new TrainingRows(data, normaliser);
    this.order = new EpochOrder(data.size(), key.child("order"));
    this.noising = new Noising(settings.loss().prediction(), normaliser, linear);
    this.scale = normaliser.scale();
    this.startWeighting = settings.loss().startWeighting();
    this.fixedLevels =
        settings.loss().adaptive() ? Optional.empty() : Optional.of(settings.loss().levels(scale));
    this.key = key;
  }

  /// Standard deviation of the data.
  double scale() {
    return scale;
  }

  /// The balanced weighting to start with, if that is the one.
  Optional<BalancedWeighting> startBalanced() {
    return startWeighting instanceof BalancedWeighting balanced
        ? Optional.of(balanced)
        : Optional.empty();
  }

  /// The uncertainty to start with, if it is to be learned.
  Optional<Uncertainty> startUncertainty() {
    return settings.loss().uncertainty()
        ? Optional.of(Uncertainty.start(key.child("uncertainty")))
        : Optional.empty();
  }

  /// The examples of the next step.
  NoisyBatch next(TrainingState state) {
    int step = state.step();
    int n = settings.batch();
    int[] chosen = order.rows((long) step * n, n);
    float[] clean = rows.select(chosen);
    float[] condition = new float[n * conditions.size()];
    tellClasses(chosen, step, condition);
    if (conditions.augmentation() > 0) {
      new Augmentation(data.shape(), settings.augmentation())
          .apply(clean, condition, conditions.size(), key.child("augmentation").child(step));
    }
    NoiseLevels levels = levels(state);
    double[] sigmas = sigmas(levels, step);
    double[] weights = weights(levels, sigmas, state);
    return noising.apply(clean, condition, sigmas, weights, key.child("noise").child(step));
  }

  private NoiseLevels levels(TrainingState state) {
    return fixedLevels.orElseGet(() -> state.balanced().orElseThrow().levels(scale));
  }

  private double[] sigmas(NoiseLevels levels, int step) {
    int n = settings.batch();
    double[] u = uniforms("levels", step);
    boolean stratified = settings.loss().stratified();
    return each(n, i -> levels.sigma(stratified ? (i + u[i]) / n : u[i]));
  }

  private double[] weights(NoiseLevels levels, double[] sigmas, TrainingState state) {
    Weighting weighting =
        fixedLevels.isEmpty()
            ? new UniformWeighting()
            : state.balanced().<Weighting>map(b -> b).orElse(startWeighting);
    double[] weights = each(sigmas.length, i -> weighting.weight(sigmas[i], levels));
    state
        .uncertainty()
        .ifPresent(uncertainty -> {
          double[] u = uncertainty.at(inDeviations(sigmas));
          for (int i = 0; i < weights.length; i++) {
            weights[i] *= Math.exp(-u[i]);
          }
        });
    return weights;
  }

  /// Noise levels in standard deviations of the data.
  double[] inDeviations(double[] sigmas) {
    return Arrays.stream(sigmas).map(sigma -> sigma / scale).toArray();
  }

  private static double[] each(int count, IntToDoubleFunction value) {
    double[] all = new double[count];
    Rows.parallel(
        count,
        ROWS_A_BLOCK,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            all[i] = value.applyAsDouble(i);
          }
        });
    return all;
  }

  private void tellClasses(int[] chosen, int step, float[] condition) {
    if (conditions.classes() > 0 && data instanceof Labelled labelled) {
      double[] u = uniforms("dropout", step);
      for (int i = 0; i < chosen.length; i++) {
        if (u[i] >= settings.labelDropout()) {
          condition[i * conditions.size() + labelled.label(chosen[i])] = 1;
        }
      }
    }
  }

  private double[] uniforms(String purpose, int step) {
    return new Noise(key.child(purpose).child(step), 0, settings.batch())
        .uniform(Shape.vector(1))
        .shared();
  }
}
