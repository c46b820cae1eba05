package org.scorefield.engine.experiment;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.train.Trained;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.EdmWeighting;
import org.scorefield.schedule.LogBins;
import org.scorefield.schedule.LogUniformLevels;
import org.scorefield.schedule.NoiseLevels;
import org.scorefield.schedule.TrainingLevels;
import org.scorefield.schedule.UniformWeighting;
import org.scorefield.schedule.Weighting;
import org.scorefield.select.LossRecorder;
import org.scorefield.select.SpeedScale;

/// The loss that all candidates are ranked by, whatever each is trained with: at rows and noises
/// that are new in every probe, and the same for all candidates.
///
/// @param rows at which it is taken
/// @param levels that are spread evenly over this distribution
/// @param weighting of the error at each
/// @param buckets of noise levels
record SpeedProbe(Dataset rows, NoiseLevels levels, Weighting weighting, LogBins buckets) {
  private static final int STRATA = 16;
  private static final int ROWS_A_LEVEL = 16;
  private static final int BUCKETS = 8;

  /// Rows of a probe.
  static final int ROWS = STRATA * ROWS_A_LEVEL;

  /// @param scale standard deviation of the data
  static SpeedProbe of(SpeedExperiment.Loss loss, Dataset rows, double scale) {
    double low = SpeedExperiment.LOWEST * scale;
    double high = SpeedExperiment.HIGHEST * scale;
    LogBins buckets = new LogBins(low, high, BUCKETS);
    return switch (loss) {
      case UNIFORM ->
          new SpeedProbe(
              rows,
              new LogUniformLevels(SpeedExperiment.LOWEST / 2, SpeedExperiment.HIGHEST / 2)
                  .scaledTo(scale),
              new UniformWeighting(),
              buckets);
      case EDM ->
          new SpeedProbe(
              rows, TrainingLevels.parse("lognormal").scaledTo(scale), new EdmWeighting(), buckets);
    };
  }

  LossRecorder recorder(String name) {
    return new LossRecorder(name, new SpeedScale(weighting, levels, buckets, 1));
  }

  /// Takes the loss of a network as it is now.
  void record(Trained trained, long seed, LossRecorder recorder) {
    Denoiser network = trained.last();
    NoiseKey key = NoiseKey.of(seed).child("probe").child(trained.steps());
    int d = rows.shape().size();
    int[] chosen = RandomRows.indices(rows.size(), Math.min(ROWS, rows.size()), key.child("rows"));
    double[] sigmas = new double[chosen.length];
    double[] errors = new double[chosen.length];
    for (int stratum = 0; stratum < STRATA; stratum++) {
      int from = stratum * chosen.length / STRATA;
      int to = (stratum + 1) * chosen.length / STRATA;
      if (from == to) {
        continue;
      }
      double sigma = levels.sigma((stratum + 0.5) / STRATA);
      Batch clean = rows.select(Arrays.copyOfRange(chosen, from, to));
      Batch noise = new Noise(key.child("noise"), from, to - from).normal(clean.shape());
      Batch denoised = network.denoise(Batch.combine(1, clean, sigma, noise), sigma);
      double[] gap = denoised.minus(clean).shared();
      for (int i = from; i < to; i++) {
        sigmas[i] = sigma;
        for (int j = 0; j < d; j++) {
          double e = gap[(i - from) * d + j];
          errors[i] += e * e / d;
        }
      }
    }
    recorder.step(chosen, Vector.adopt(sigmas), Vector.adopt(errors));
  }
}
