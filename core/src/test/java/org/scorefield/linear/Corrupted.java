package org.scorefield.linear;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// A denoiser with an error of known size that nothing else knows of: to each component a normal
/// number of standard deviation `amplitude(sigma)`, fixed by the bits of the sample and the seed.
/// So it is pure, and its loss is that of the inner one plus `amplitude^2`.
public record Corrupted(Denoiser inner, DoubleUnaryOperator amplitude, long seed)
    implements Denoiser {
  @Override
  public Shape shape() {
    return inner.shape();
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    double[] out = inner.denoise(x, sigma).toArray();
    int d = x.dimension();
    double size = amplitude.applyAsDouble(sigma);
    for (int i = 0; i < x.count(); i++) {
      NoiseKey key = NoiseKey.of(seed).child(Arrays.hashCode(x.row(i)));
      double[] error = new Noise(key, 0, 1).normal(x.shape()).shared();
      for (int j = 0; j < d; j++) {
        out[i * d + j] += size * error[j];
      }
    }
    return Batch.adopt(x.shape(), out);
  }
}
