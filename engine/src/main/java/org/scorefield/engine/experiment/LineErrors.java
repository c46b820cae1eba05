package org.scorefield.engine.experiment;

import java.util.Arrays;
import java.util.List;
import org.scorefield.budget.DensityPropagation;
import org.scorefield.budget.OutputLaw;
import org.scorefield.budget.Scheme;
import org.scorefield.denoise.Denoiser;
import org.scorefield.sampling.Sampler;

/// Errors of schemes on the line, from the exact law of their samples; of other samplers from
/// samples.
///
/// @param propagation for the law of the data
/// @param sampled for the others
record LineErrors(DensityPropagation propagation, SampledErrors sampled) implements RealisedErrors {

  @Override
  public List<String> measures() {
    return List.of("KL to the data, nats", "W2 to the data, squared");
  }

  @Override
  public Errors of(Scheme scheme, Denoiser network) {
    OutputLaw law = propagation.run(scheme, network);
    return new Errors(List.of(same(law.klToTarget()), same(law.w2() * law.w2())));
  }

  @Override
  public Errors of(Sampler sampler, String name, Denoiser network) {
    // On the line the sliced distance is the distance.
    double[] squared = sampled.of(sampler, name, network).bySet().getFirst();
    return new Errors(List.of(same(Double.NaN), squared));
  }

  private static double[] same(double value) {
    double[] all = new double[SampledErrors.SETS];
    Arrays.fill(all, value);
    return all;
  }
}
