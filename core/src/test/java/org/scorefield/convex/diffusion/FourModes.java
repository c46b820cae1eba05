package org.scorefield.convex.diffusion;

import java.util.Arrays;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.gated.GatedPenalty;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.EnergyDistance;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// Four modes at (+-1.5, +-1.5) of variance 0.1, a thousand rows of them, and 14 levels.
record FourModes(NoiseKey key, Batch rows, Batch heldOut) {
  static final GaussianMixture TRUTH =
      GaussianMixture.isotropic(
          Batch.ofRows(
              Shape.vector(2),
              new double[] {1.5, 1.5},
              new double[] {-1.5, 1.5},
              new double[] {1.5, -1.5},
              new double[] {-1.5, -1.5}),
          0.1);
  static final Vector LEVELS = NoiseLadder.geometric(4, 0.08, 14);
  static final int SAMPLES = 1500;

  static FourModes of(long seed) {
    NoiseKey key = NoiseKey.of(seed);
    return new FourModes(
        key,
        TRUTH.sample(new Noise(key.child("rows"), 0, 1000)),
        TRUTH.sample(new Noise(key.child("held-out"), 0, 500)));
  }

  static ConvexPlan plan(int gates, ConvexPlan.Placement placement) {
    return new ConvexPlan(
        4,
        gates,
        placement,
        Activation.RELU,
        GatedPenalty.NUCLEAR,
        AffinePart.SKIP_AND_BIAS,
        8,
        1e-3,
        1e-3,
        1000);
  }

  ConvexDiffusion fit(ConvexPlan plan) {
    return LevelTraining.fit(rows, heldOut, LEVELS, plan, key, DiffusionWatch.NONE);
  }

  /// The score of a Gaussian with the moments of the rows.
  Gaussian linear() {
    Moments moments = Moments.of(dataset(rows));
    return Gaussian.of(rows.shape(), moments.mean(), moments.covariance());
  }

  /// Samples over the levels and down to 0.
  Batch samples(Denoiser model, Solver solver) {
    double[] levels = Arrays.copyOf(LEVELS.toArray(), LEVELS.size() + 1);
    return new Sampler(TimeGrid.of(levels), solver, new Start.Prior())
        .sample(model, new Noise(key.child("samples"), 0, SAMPLES))
        .orElseThrow();
  }

  /// The energy distance to as many fresh rows.
  double distance(Batch samples) {
    Batch fresh = TRUTH.sample(new Noise(key.child("fresh"), 0, SAMPLES));
    return new EnergyDistance(SAMPLES)
        .measure(dataset(samples), dataset(fresh), new Noise(key.child("energy"), 0, 1))
        .value();
  }

  /// The share of samples in each quadrant.
  static double[] shares(Batch samples) {
    double[] shares = new double[4];
    for (int i = 0; i < samples.count(); i++) {
      int quadrant = (samples.get(i, 0) > 0 ? 1 : 0) + (samples.get(i, 1) > 0 ? 2 : 0);
      shares[quadrant] += 1.0 / samples.count();
    }
    return shares;
  }

  /// `sqrt(E|s - s*|^2 / E|s*|^2)` at rows of the true noisy law.
  double error(Denoiser model, double sigma) {
    Noise noise = new Noise(key.child("error"), 0, 3000);
    Batch x = TRUTH.noisy(noise.normal(Shape.vector(2)), noise.child("modes"), sigma);
    double[] truth = TRUTH.score(x, sigma).shared();
    double[] score = model.score(x, sigma).shared();
    double off = 0;
    double norm = 0;
    for (int k = 0; k < truth.length; k++) {
      off += (score[k] - truth[k]) * (score[k] - truth[k]);
      norm += truth[k] * truth[k];
    }
    return Math.sqrt(off / norm);
  }

  private static Dataset dataset(Batch rows) {
    return Dataset.of("four modes", "1", rows);
  }
}
