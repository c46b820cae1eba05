package org.scorefield.engine.train;

import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// The uncertainty that the network has at each noise level, learned beside it (Kendall and Gal
/// 1703.07115; Karras et al. 2312.02696, equation 14): the loss `w e` of a row becomes
///
/// `w e / exp(u(sigma)) + u(sigma)`,
///
/// least where `exp(u)` is the mean of `w e` at that level, so that every level then contributes
/// alike. `u = sum_k a_k f_k(c)` is linear in fixed random Fourier features of `c =
/// ln(sigma/sd)/4`, one of them constant, and starts at 0. It steers training only; the trained
/// network does not hold it.
///
/// @param frequencies of the features, turns for a unit of c
/// @param phases of the features, in turns
/// @param weights a
/// @param mean of its gradients, as Adam has it
/// @param square of its gradients, as Adam has it
record Uncertainty(Vector frequencies, Vector phases, Vector weights, Vector mean, Vector square) {
  private static final int FEATURES = 32;
  private static final double EPSILON = 1e-8;
  private static final int ROWS_A_BLOCK = 256;

  /// Knowing nothing.
  static Uncertainty start(NoiseKey key) {
    Noise noise = new Noise(key, 0, FEATURES);
    Vector zeros = Vector.generate(FEATURES, _ -> 0);
    double[] frequencies = noise.child("frequencies").normal(Shape.vector(1)).toArray();
    double[] phases = noise.child("phases").uniform(Shape.vector(1)).toArray();
    frequencies[0] = 0;
    phases[0] = 0;
    return new Uncertainty(Vector.adopt(frequencies), Vector.adopt(phases), zeros, zeros, zeros);
  }

  Uncertainty with(Vector newWeights, Vector newMean, Vector newSquare) {
    for (Vector vector : new Vector[] {newWeights, newMean, newSquare}) {
      if (vector.size() != FEATURES) {
        throw new IllegalArgumentException(
            "an uncertainty has %d features, got %d".formatted(FEATURES, vector.size()));
      }
    }
    return new Uncertainty(frequencies, phases, newWeights, newMean, newSquare);
  }

  /// u at noise levels in standard deviations of the data.
  double[] at(double... s) {
    return at(features(s), s.length);
  }

  private double[] at(double[] features, int rows) {
    double[] u = new double[rows];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < FEATURES; k++) {
        u[i] += weights.get(k) * features[i * FEATURES + k];
      }
    }
    return u;
  }

  private double[] features(double[] s) {
    double[] features = new double[s.length * FEATURES];
    Rows.parallel(
        s.length,
        ROWS_A_BLOCK,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double c = Math.log(s[i]) / 4;
            for (int k = 0; k < FEATURES; k++) {
              double turns = frequencies.get(k) * c + phases.get(k);
              features[i * FEATURES + k] = Math.sqrt(2) * Math.cos(2 * Math.PI * turns);
            }
          }
        });
    return features;
  }

  /// After one step of Adam on the rows of a step.
  ///
  /// @param s levels in standard deviations of the data
  /// @param losses weighted losses at them, `w e`
  /// @param step counted from 1
  Uncertainty updated(
      double[] s, double[] losses, int step, double rate, OptimizerSettings settings) {
    double[] features = features(s);
    double[] u = at(features, s.length);
    double[] gradient = new double[FEATURES];
    for (int i = 0; i < s.length; i++) {
      double slope = (1 - losses[i] * Math.exp(-u[i])) / s.length;
      for (int k = 0; k < FEATURES; k++) {
        gradient[k] += slope * features[i * FEATURES + k];
      }
    }
    return stepped(gradient, step, rate, settings);
  }

  private Uncertainty stepped(
      double[] gradient, int step, double rate, OptimizerSettings settings) {
    double b1 = settings.beta1();
    double b2 = settings.beta2();
    Vector m = Vector.generate(FEATURES, k -> b1 * mean.get(k) + (1 - b1) * gradient[k]);
    Vector v =
        Vector.generate(FEATURES, k -> b2 * square.get(k) + (1 - b2) * gradient[k] * gradient[k]);
    double first = 1 - Math.pow(b1, step);
    double second = 1 - Math.pow(b2, step);
    Vector a =
        Vector.generate(
            FEATURES,
            k ->
                weights.get(k)
                    - rate * m.get(k) / first / (Math.sqrt(v.get(k) / second) + EPSILON));
    return new Uncertainty(frequencies, phases, a, m, v);
  }
}
