package org.scorefield.engine.experiment;

import java.util.Arrays;
import java.util.List;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.budget.DensityPropagation;
import org.scorefield.budget.OdePushForward;
import org.scorefield.budget.OutputLaw;
import org.scorefield.budget.Scheme;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.train.TrainingStopped;
import org.scorefield.sampling.Sampler;

/// Errors of samplers on the line, from the exact law of their samples.
///
/// @param law of the data
record LineErrors(GaussianMixture law) implements RealisedErrors {

  @Override
  public List<String> measures() {
    return List.of("KL to the data, nats", "W2 to the data, squared");
  }

  @Override
  public Errors of(Scheme scheme, Denoiser network) {
    return errors(DensityPropagation.of(law).run(scheme, network));
  }

  @Override
  public Errors of(Sampler sampler, String name, Denoiser network) {
    try {
      return errors(OdePushForward.of(law).run(sampler.grid(), sampler.solver(), network));
    } catch (IllegalStateException e) {
      throw new TrainingStopped(name + " diverged: " + e.getMessage());
    }
  }

  private static Errors errors(OutputLaw found) {
    return new Errors(List.of(exactly(found.klToTarget()), exactly(found.w2() * found.w2())));
  }

  /// No chance is in it.
  private static double[] exactly(double value) {
    double[] all = new double[SampledErrors.SETS];
    Arrays.fill(all, value);
    return all;
  }
}
