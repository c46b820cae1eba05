package org.scorefield.doctor;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Rows and noises on which denoisers are compared: the same for all of them, so that their
/// differences are sharper than their losses by far.
///
/// @param clean rows
/// @param key of the noise
record Trial(Batch clean, NoiseKey key) {

  Trial {
    if (clean.count() < 2) {
      throw new IllegalArgumentException("a diagnosis needs at least 2 rows, got " + clean.count());
    }
  }

  int rows() {
    return clean.count();
  }

  /// Unit noise of some rows at a level.
  Batch noise(int level, int from, int to) {
    return new Noise(key.child(level), from, to - from).normal(clean.shape());
  }

  /// The squared error a component of each of some rows; infinite where the result is not finite,
  /// and where the network refuses what a wiring would tell it, such as half a timestep.
  double[] losses(Denoiser denoiser, double sigma, int level, int from, int to) {
    Batch rows = clean.slice(from, to - from);
    Batch x = rows.plus(noise(level, from, to), sigma);
    try {
      return squares(denoiser.denoise(x, sigma).minus(rows));
    } catch (IllegalArgumentException e) {
      double[] refused = new double[rows.count()];
      Arrays.fill(refused, Double.POSITIVE_INFINITY);
      return refused;
    }
  }

  /// Mean square of each sample.
  static double[] squares(Batch x) {
    int d = x.dimension();
    double[] values = x.shared();
    double[] squares = new double[x.count()];
    for (int i = 0; i < values.length; i++) {
      squares[i / d] += values[i] * values[i] / d;
    }
    for (int i = 0; i < squares.length; i++) {
      squares[i] = Double.isFinite(squares[i]) ? squares[i] : Double.POSITIVE_INFINITY;
    }
    return squares;
  }
}
