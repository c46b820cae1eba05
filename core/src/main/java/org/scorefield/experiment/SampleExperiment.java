package org.scorefield.experiment;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.scorefield.array.Vector;
import org.scorefield.sampling.Sampler;

/// Draw samples from a model.
///
/// @param model what to sample
/// @param conditioning which samples of it
/// @param n number of samples, at least 1
/// @param spec the sampler
/// @param seed of all randomness
/// @param batchSize samples drawn together
/// @param threads batches drawn at a time
public record SampleExperiment(
    Model model,
    Conditioning conditioning,
    int n,
    SamplerSpec spec,
    long seed,
    int batchSize,
    int threads) {

  public SampleExperiment {
    if (n < 1) {
      throw new IllegalArgumentException("the number of samples must be at least 1, got " + n);
    }
  }

  /// The model whose samples are drawn.
  Model conditioned() {
    return conditioning.of(model);
  }

  /// The sampler this describes.
  public Sampler sampler() {
    return spec.sampler(conditioned());
  }

  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("model", model.card().described());
    settings.putAll(conditioning.settings());
    settings.put("n", String.valueOf(n));
    settings.put("solver", spec.solver().name());
    switch (spec.opening()) {
      case SamplerSpec.Opening.WhiteNoise _ ->
          settings.put("start", "white noise of the first level");
      case SamplerSpec.Opening.Teleport(
              var _,
              double sigmaMax,
              var mode,
              Vector seeds,
              var why) -> {
        settings.put(
            "start",
            "teleport from sigma %s to %s (%s)"
                .formatted(sigmaMax, spec.grid().first(), mode.name().toLowerCase(Locale.ROOT)));
        settings.put("teleport", why);
        settings.put("seed levels of the history", seeds.size() == 0 ? "none" : seeds.toString());
      }
    }
    settings.put("noise levels", spec.grid().sigmas().toString());
    settings.put("sampler made for", spec.aim().text());
    settings.put("batch size", String.valueOf(batchSize));
    settings.put("threads", String.valueOf(threads));
    return settings;
  }
}
