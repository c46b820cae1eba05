package org.scorefield.metric;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Some rows of a dataset, in their order. Nothing is copied until rows are asked for, and never
/// more than a comfortable block of the base at a time.
final class Subset implements Dataset {
  private final Dataset base;
  private final int[] indices;

  private Subset(Dataset base, int[] ascending) {
    this.base = base;
    this.indices = ascending;
  }

  /// The rows at `indices`, which must ascend strictly.
  static Subset of(Dataset base, int[] indices) {
    return new Subset(base, indices.clone());
  }

  /// `count` rows drawn without replacement, every set of them equally likely; all rows, if there
  /// are no more than that.
  static Dataset random(Dataset base, int count, NoiseKey key) {
    return base.size() <= count ? base : new Subset(base, chosen(base.size(), count, key));
  }

  /// The `count` indices below n that draw the smallest uniforms, ascending.
  static int[] chosen(int n, int count, NoiseKey key) {
    double[] u = new Noise(key, 0, n).uniform(Shape.vector(1)).shared();
    double[] sorted = u.clone();
    Arrays.sort(sorted);
    double limit = sorted[count - 1];
    int[] out = new int[count];
    for (int i = 0, at = 0; at < count; i++) {
      if (u[i] <= limit) {
        out[at++] = i;
      }
    }
    return out;
  }

  /// The indices below n that are not in the ascending list `indices`.
  static int[] others(int n, int[] indices) {
    int[] out = new int[n - indices.length];
    for (int i = 0, next = 0, at = 0; i < n; i++) {
      if (next < indices.length && indices[next] == i) {
        next++;
      } else {
        out[at++] = i;
      }
    }
    return out;
  }

  /// Where row i of this stands in the base.
  int index(int i) {
    return indices[i];
  }

  @Override
  public String name() {
    return base.name();
  }

  @Override
  public Shape shape() {
    return base.shape();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public String units() {
    return base.units();
  }

  @Override
  public Batch rows(int from, int count) {
    int d = shape().size();
    double[] out = new double[Math.multiplyExact(count, d)];
    int block = base.comfortableBlock();
    int end;
    for (int at = from; at < from + count; at = end) {
      int first = indices[at];
      end = at + 1;
      while (end < from + count && indices[end] - first < block) {
        end++;
      }
      double[] read = base.rows(first, indices[end - 1] - first + 1).shared();
      for (int i = at; i < end; i++) {
        System.arraycopy(read, (indices[i] - first) * d, out, (i - from) * d, d);
      }
    }
    return Batch.adopt(shape(), out);
  }

  @Override
  public String toString() {
    return "Subset[" + size() + " rows of " + base.name() + "]";
  }

  /// The column means of a dataset, in one pass.
  static Vector mean(Dataset data) {
    int d = data.shape().size();
    double[] sum = new double[d];
    data.forEachBlock(
        data.comfortableBlock(),
        rows -> {
          double[] values = rows.shared();
          for (int at = 0; at < values.length; at += d) {
            for (int j = 0; j < d; j++) {
              sum[j] += values[at + j];
            }
          }
        });
    return Vector.generate(d, j -> sum[j] / data.size());
  }
}
