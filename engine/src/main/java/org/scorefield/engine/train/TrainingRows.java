package org.scorefield.engine.train;

import org.scorefield.data.Dataset;

/// Normalised rows as floats, in memory where they fit and read again for each batch where not.
final class TrainingRows {
  /// Most numbers kept: a quarter of a gigabyte.
  private static final long KEPT = 1L << 26;

  private final Dataset data;
  private final double[] mean;
  private final double[] precision;
  private final float[] kept;

  TrainingRows(Dataset data, Normaliser normaliser) {
    this.data = data;
    int d = data.shape().size();
    mean = normaliser.mean().toArray();
    precision = normaliser.deviations().stream().map(s -> 1 / s).toArray();
    boolean fits = (long) data.size() * d <= KEPT;
    kept = new float[fits ? data.size() * d : 0];
    int block = data.comfortableBlock();
    for (int from = 0; fits && from < data.size(); from += block) {
      double[] rows = data.rows(from, Math.min(block, data.size() - from)).shared();
      normalise(rows, kept, from * d);
    }
  }

  int dimension() {
    return mean.length;
  }

  /// These rows, one after the other.
  float[] select(int... rows) {
    int d = dimension();
    float[] out = new float[rows.length * d];
    if (kept.length == 0) {
      normalise(data.select(rows).shared(), out, 0);
      return out;
    }
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(kept, rows[i] * d, out, i * d, d);
    }
    return out;
  }

  private void normalise(double[] rows, float[] out, int at) {
    int d = dimension();
    for (int i = 0; i < rows.length; i++) {
      int j = i % d;
      out[at + i] = (float) ((rows[i] - mean[j]) * precision[j]);
    }
  }
}
