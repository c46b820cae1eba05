package org.scorefield.engine.train;

import java.util.Optional;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.engine.torch.MiniBatch;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Makes training examples of clean rows, noise levels and noise: the one place where inputs,
/// targets and weights of a network come from.
///
/// For normalised rows z, level s and noise n of a component, with the coefficients of the {@link
/// Parametrisation},
///
/// - input `in (z + s n)`,
/// - target `((1 - skip) z - skip s n)/out`,
/// - weight of the squared error of the output: that on the clean sample times `c_out^2`.
///
/// Where components have deviations of their own, each has its own s and coefficients, and the
/// weight is the one at the mean deviation: each component's error then counts in units of its own
/// `c_out`, a small column as much as a large one.
final class Noising {
  private static final int ROWS_A_BLOCK = 64;

  private final Parametrisation parametrisation;
  private final Normaliser normaliser;
  private final Optional<LinearPart> linear;
  private final double scale;
  private final Shape shape;

  Noising(Parametrisation parametrisation, Normaliser normaliser) {
    this(parametrisation, normaliser, Optional.empty());
  }

  /// @param linear what is given to the network; then the target is `(x0 - G(x))/c_out`
  Noising(Parametrisation parametrisation, Normaliser normaliser, Optional<LinearPart> linear) {
    this.parametrisation = parametrisation;
    this.normaliser = normaliser;
    this.linear = linear;
    this.scale = normaliser.scale();
    this.shape = Shape.vector(normaliser.mean().size());
  }

  /// @param clean normalised rows
  /// @param condition of each row; empty if there are none
  /// @param sigmas level of each row, in units of the data
  /// @param weights on the squared error of the clean sample, in units of the data
  /// @param key of the noise
  NoisyBatch apply(
      float[] clean, float[] condition, double[] sigmas, double[] weights, NoiseKey key) {
    int d = shape.size();
    int n = sigmas.length;
    float[] input = new float[n * d];
    float[] target = new float[n * d];
    float[] level = new float[n];
    float[] weight = new float[n];
    double[] factors = new double[n];
    Rows.parallel(
        n,
        ROWS_A_BLOCK,
        (from, to) -> {
          double[] noise = new Noise(key, from, to - from).normal(shape).shared();
          for (int i = from; i < to; i++) {
            double s = sigmas[i] / scale;
            double out = out(sigmas[i]);
            factors[i] = out * out;
            level[i] = (float) parametrisation.noise(s);
            weight[i] = (float) (weights[i] * scale * scale * factors[i]);
            row(clean, i * d, sigmas[i], noise, (i - from) * d, input, target);
          }
        });
    linear.ifPresent(part -> aimAtTheRest(part, clean, sigmas, input, target));
    return new NoisyBatch(new MiniBatch(input, level, condition, target, weight), sigmas, factors);
  }

  /// Squared error of the clean sample for that of the output, its root, in deviations of the data.
  private double out(double sigma) {
    return linear
        .map(part -> part.out(sigma) / scale)
        .orElseGet(() -> parametrisation.out(sigma / scale));
  }

  /// Replaces targets by `(x0 - G(x))/c_out`.
  private void aimAtTheRest(
      LinearPart part, float[] clean, double[] sigmas, float[] input, float[] target) {
    int d = shape.size();
    double[] noisy = new double[input.length];
    for (int at = 0; at < noisy.length; at++) {
      noisy[at] = scale * input[at] / parametrisation.in(sigmas[at / d] / scale);
    }
    double[] denoised = part.denoise(noisy, sigmas);
    for (int i = 0; i < sigmas.length; i++) {
      double precision = 1 / part.out(sigmas[i]);
      for (int at = i * d; at < (i + 1) * d; at++) {
        target[at] = (float) (precision * (scale * clean[at] - denoised[at]));
      }
    }
  }

  private void row(
      float[] clean,
      int at,
      double sigma,
      double[] noise,
      int noiseAt,
      float[] input,
      float[] target) {
    int d = shape.size();
    double[] deviations = normaliser.deviations().shared();
    Coefficients c = new Coefficients(parametrisation, sigma / deviations[0]);
    for (int j = 0; j < d; j++) {
      if (j > 0 && deviations[j] != deviations[j - 1]) {
        c = new Coefficients(parametrisation, sigma / deviations[j]);
      }
      double z = clean[at + j];
      double n = noise[noiseAt + j];
      input[at + j] = (float) (c.in() * z + c.inNoise() * n);
      target[at + j] = (float) (c.targetClean() * z + c.targetNoise() * n);
    }
  }

  /// Input and target as combinations of the clean component and its noise.
  private record Coefficients(double in, double inNoise, double targetClean, double targetNoise) {
    Coefficients(Parametrisation p, double s) {
      this(p.in(s), p.in(s) * s, (1 - p.skip(s)) / p.out(s), -p.skip(s) * s / p.out(s));
    }
  }
}
