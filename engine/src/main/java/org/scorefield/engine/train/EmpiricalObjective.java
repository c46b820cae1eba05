package org.scorefield.engine.train;

import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.engine.torch.MiniBatch;
import org.scorefield.random.NoiseKey;

/// The objective that the theory of Wang, He and Tao (2406.12839, equation 5) descends: n rows,
/// each with one noise at each of N levels, drawn once and kept,
///
/// `L = 1/(2n) sum_i sum_j beta_j |sigma_j S(x_i + sigma_j xi_ij; sigma_j) + xi_ij|^2`.
///
/// A loss of zero interpolates these noises, which is no good score.
public final class EmpiricalObjective {
  private final Vector sigmas;
  private final NoisyBatch batch;
  private final int components;

  private EmpiricalObjective(Vector sigmas, NoisyBatch batch, int components) {
    this.sigmas = sigmas;
    this.batch = batch;
    this.components = components;
  }

  /// @param sigmas levels, in the units of the data
  /// @param betas total weight of each
  /// @param key of the noises
  public static EmpiricalObjective of(Dataset data, Vector sigmas, Vector betas, NoiseKey key) {
    if (sigmas.size() != betas.size() || sigmas.size() == 0) {
      throw new IllegalArgumentException(
          "need one weight for each of at least one level, got %d for %d"
              .formatted(betas.size(), sigmas.size()));
    }
    int d = data.shape().size();
    int levels = sigmas.size();
    Normaliser none = new Normaliser(Vector.generate(d, _ -> 0), Vector.generate(d, _ -> 1));
    TrainingRows rows = new TrainingRows(data, none);
    int pairs = Math.multiplyExact(data.size(), levels);
    int[] chosen = new int[pairs];
    double[] level = new double[pairs];
    double[] weight = new double[pairs];
    for (int p = 0; p < pairs; p++) {
      int j = p % levels;
      chosen[p] = p / levels;
      level[p] = sigmas.get(j);
      weight[p] = betas.get(j) / (sigmas.get(j) * sigmas.get(j));
    }
    NoisyBatch batch =
        new Noising(Parametrisation.SCORE, none)
            .apply(rows.select(chosen), new float[0], level, weight, key);
    return new EmpiricalObjective(sigmas, batch, d);
  }

  /// All pairs of a row and a level, level by level for each row.
  MiniBatch rows() {
    return batch.rows();
  }

  /// L over the mean weighted squared error a component, which is what {@link
  /// org.scorefield.engine.torch.Gradients} differentiates.
  double factor() {
    return sigmas.size() * components / 2.0;
  }

  /// L for the squared errors a component of all pairs.
  double value(float[] losses) {
    double sum = 0;
    for (int p = 0; p < losses.length; p++) {
      sum += (double) batch.rows().weight()[p] * losses[p];
    }
    return factor() * sum / losses.length;
  }

  /// Mean over rows of `|sigma S + xi|^2` at each level.
  Vector residuals(float[] losses) {
    int levels = sigmas.size();
    int rows = losses.length / levels;
    return Vector.generate(
        levels,
        j -> {
          double sum = 0;
          for (int i = 0; i < rows; i++) {
            sum += losses[i * levels + j];
          }
          return sum / rows * components * sigmas.get(j) * sigmas.get(j);
        });
  }
}
