package org.scorefield.engine.train;

import org.scorefield.settings.Settings;

/// How parameters follow gradients: AdamW (Loshchilov and Hutter 1711.05101) and the course of its
/// learning rate.
///
/// @param learningRate the largest rate, > 0
/// @param warmup steps over which it rises linearly from nothing
/// @param decay how it falls
/// @param decayStart share of all steps after which it begins to fall, from 0 to 1
/// @param beta1 memory of the mean of gradients, in [0, 1)
/// @param beta2 memory of their squares, in [0, 1)
/// @param epsilon added to the root of the squares, > 0
/// @param weightDecay share of the weights, not of the biases, lost in a step of rate 1
/// @param clip largest norm of the gradient of all parameters; infinite for none
public record OptimizerSettings(
    double learningRate,
    int warmup,
    Decay decay,
    double decayStart,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double clip) {

  public static final OptimizerSettings DEFAULTS =
      new OptimizerSettings(1e-3, 200, Decay.COSINE, 0, 0.9, 0.99, 1e-8, 0, 10);

  /// How the learning rate falls, as a share of the largest.
  public enum Decay {
    /// Not at all.
    CONSTANT,
    /// On a straight line to 0 at the last step.
    LINEAR,
    /// On half a cosine to 0 at the last step.
    COSINE,
    /// As `1/sqrt(step/start)`: the run may end at any time (EDM2, 2312.02696).
    INVERSE_SQRT
  }

  public OptimizerSettings {
    require(
        learningRate > 0 && Double.isFinite(learningRate), "learning rate", learningRate, "> 0");
    require(warmup >= 0, "warm-up", warmup, "0 steps or more");
    require(decayStart >= 0 && decayStart <= 1, "start of the decay", decayStart, "0 to 1");
    require(beta1 >= 0 && beta1 < 1, "beta1", beta1, "0 to less than 1");
    require(beta2 >= 0 && beta2 < 1, "beta2", beta2, "0 to less than 1");
    require(epsilon > 0, "epsilon", epsilon, "> 0");
    require(weightDecay >= 0 && weightDecay < 1e3, "weight decay", weightDecay, "0 or more");
    require(clip > 0, "clip", clip, "> 0, or infinite for none");
  }

  private static void require(boolean fits, String what, double value, String allowed) {
    if (!fits) {
      throw new IllegalArgumentException(
          "the %s must be %s, got %s".formatted(what, allowed, value));
    }
  }

  /// The learning rate of a step.
  ///
  /// @param step from 0
  /// @param steps of the whole run
  public double rate(int step, int steps) {
    double rising = warmup == 0 ? 1 : Math.min(1, (step + 1.0) / warmup);
    double start = decayStart * steps;
    double gone = steps > start ? Math.clamp((step - start) / (steps - start), 0, 1) : 0;
    double left =
        switch (decay) {
          case CONSTANT -> 1;
          case LINEAR -> 1 - gone;
          case COSINE -> (1 + Math.cos(Math.PI * gone)) / 2;
          case INVERSE_SQRT -> Math.sqrt(Math.max(1, start) / Math.max(step, Math.max(1, start)));
        };
    return learningRate * rising * left;
  }

  /// The same with another largest rate.
  public OptimizerSettings withLearningRate(double rate) {
    return Settings.with(this, "learningRate", rate);
  }
}
