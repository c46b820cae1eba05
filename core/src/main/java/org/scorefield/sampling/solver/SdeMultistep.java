package org.scorefield.sampling.solver;

import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Stepper;

/// What multistep methods for the diffusion SDE share: the step of {@link SdeStep} with the
/// denoiser carried over it from its last values,
///
/// `x_next = keep x + w_0 D_0 + w_1 D_1 + ... + noiseScale deviation z`,
///
/// newest first. The order rises as outputs come in; a step to 0 returns D and draws nothing. One
/// evaluation a step.
///
/// @param terms outputs used, at least 1
/// @param eta strength of the noise
/// @param noiseScale factor on the noise
/// @param rule the weights w
record SdeMultistep(int terms, double eta, double noiseScale, Multistep.Rule rule) {

  Stepper begin() {
    return new Run(this);
  }

  /// One run.
  private static final class Run implements Stepper {
    private final SdeMultistep method;
    private final History<Batch> history;

    Run(SdeMultistep method) {
      this.method = method;
      this.history = new History<>(method.terms);
    }

    @Override
    public Batch step(Denoiser d, Batch x, double sigma, double next, Noise noise) {
      Batch denoised = d.denoise(x, sigma);
      if (next == 0) {
        return denoised;
      }
      history.add(sigma, denoised);
      double[] levels = history.levels(history.usable(method.terms, sigma - next));
      SdeStep step = SdeStep.of(sigma, next, method.eta);
      double[] weights = method.rule.weights(levels, next);
      Batch mean = Multistep.combine(step.keep(), x, weights, history);
      return Draw.add(mean, method.noiseScale * step.deviation(), noise);
    }
  }
}
