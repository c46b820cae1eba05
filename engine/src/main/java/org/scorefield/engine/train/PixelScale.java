package org.scorefield.engine.train;

import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;

/// Pixels less their mean over their standard deviation, one number of each for all of a dataset.
///
/// @param mean of all pixels
/// @param deviation of all pixels, above 0
record PixelScale(double mean, double deviation) {
  PixelScale {
    if (!(deviation > 0)) {
      throw new IllegalArgumentException(
          "pixels must differ, got a standard deviation of " + deviation);
    }
  }

  static PixelScale of(Dataset data) {
    double[] sums = new double[2];
    data.forEachBlock(
        data.comfortableBlock(),
        block -> {
          for (double v : block.shared()) {
            sums[0] += v;
            sums[1] += v * v;
          }
        });
    double n = (double) data.size() * data.shape().size();
    double mean = sums[0] / n;
    return new PixelScale(mean, Math.sqrt(Math.max(0, sums[1] / n - mean * mean)));
  }

  Batch scaled(Batch pictures) {
    return pictures.map(v -> (v - mean) / deviation);
  }

  float[] floats(Batch pictures) {
    double[] values = pictures.shared();
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) ((values[i] - mean) / deviation);
    }
    return floats;
  }
}
