package org.scorefield.budget;

import java.util.List;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Empirical;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linear.Spectrum;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.wiring.LevelRange;

/// Losses on rows drawn from a law.
record Measured(Distribution law, double sigmaMax, double sigmaMin, int rows, long seed) {
  Vector sigmas() {
    return HeldOut.logLevels(sigmaMin, sigmaMax, 40);
  }

  private Dataset drawn(String purpose) {
    return Dataset.of(
        purpose, "", law.sample(new Noise(NoiseKey.of(seed).child(purpose), 0, rows)));
  }

  HeldOut heldOut() {
    return HeldOut.of(drawn("rows"), sigmas(), rows, 1, NoiseKey.of(seed).child("noise"));
  }

  LossCurve curve(Denoiser denoiser) {
    return heldOut().curve(denoiser);
  }

  /// Of other rows, as a model of themselves.
  LossCurve floor() {
    Dataset remembered = drawn("remembered");
    return HeldOut.of(remembered, sigmas(), rows, 1, NoiseKey.of(seed).child("floor"))
        .curve(Empirical.of(remembered));
  }

  LevelRange range() {
    return new LevelRange(sigmaMax, sigmaMin, new LogUniformGrid());
  }

  /// What is known of a model where the law is.
  MeasuredModel exactly(Denoiser model) {
    return new MeasuredModel(
        curve(model),
        new ScoreEvidence.Exact(heldOut().excess(model, law)),
        Spectrum.of(law.matchingGaussian()),
        range());
  }

  /// What is known of it where the law is not.
  ScoreEvidence.Proxies enclosed(Denoiser model, ScoreEvidence.Reference... references) {
    return new ScoreEvidence.Proxies(curve(model), List.of(references), floor());
  }
}
