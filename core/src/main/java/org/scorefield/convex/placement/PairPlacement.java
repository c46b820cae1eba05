package org.scorefield.convex.placement;

import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.NoiseKey;

/// Gates across pairs of rows between which a reference denoiser changes fast: `x_j, x_k` in
/// proportion to `|D(x_j) - D(x_k)| / |x_j - x_k|`, the gate through x_j and across the line to x_k
/// (Bolager et al., *Sampling weights of deep neural networks*, 2306.16830). Finite differences of
/// distant rows: no derivatives are needed, and nothing local is seen where rows are far apart.
///
/// @param model the reference
/// @param sigma noise level in units of the data, > 0
/// @param frame coordinates of the rows that gates are placed for
/// @param candidates pairs considered at most, >= 1
public record PairPlacement(Denoiser model, double sigma, InputFrame frame, int candidates)
    implements GatePlacement {

  public PairPlacement {
    if (candidates < 1) {
      throw new IllegalArgumentException("need at least one candidate, got " + candidates);
    }
    if (!(sigma > 0) || !Double.isFinite(sigma)) {
      throw new IllegalArgumentException("a noise level must be positive and finite, got " + sigma);
    }
  }

  public PairPlacement(Denoiser model, double sigma, InputFrame frame) {
    this(model, sigma, frame, CumulantPlacement.CANDIDATES);
  }

  @Override
  public Matrix place(Batch x, int count, NoiseKey key) {
    Candidates all = Candidates.of(x, candidates, key);
    int n = all.count();
    int d = x.dimension();
    double[] other = all.uniforms(key.child("other"));
    double[] rows = all.block(0, n).shared();
    double[] mean = model.denoise(frame.data(all.block(0, n)), sigma).shared();
    double[] weights = new double[n];
    double[] directions = new double[n * d];
    for (int j = 0; n > 1 && j < n; j++) {
      int k = (j + 1 + (int) (other[j] * (n - 1))) % n;
      double distance = difference(rows, k, j, d, directions, j * d);
      double change = difference(mean, k, j, d, new double[d], 0);
      for (int i = j * d; i < (j + 1) * d; i++) {
        directions[i] = distance > 0 ? directions[i] / distance : 0;
      }
      weights[j] = distance > 0 ? change / distance : 0;
    }
    return all.draw(weights, directions, count, key);
  }

  /// Writes row k less row j and returns its norm.
  private static double difference(double[] rows, int k, int j, int d, double[] out, int at) {
    for (int i = 0; i < d; i++) {
      out[at + i] = rows[k * d + i] - rows[j * d + i];
    }
    return Directions.norm(out, at, d);
  }
}
