package org.scorefield.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// The {@link Fit} of each jackknife block of a dataset, row i in block `i mod blocks`. As many
/// blocks as fit into 128 MiB are gathered in one pass over the rows. Cost n d^2 in all.
final class BlockFits {
  private static final int NUMBERS_IN_MEMORY = 1 << 24;

  private final int dimension;
  private final double[] shift;
  private final double[] sum;
  private final double[] gram;
  private int count;

  private BlockFits(Vector shift) {
    this.dimension = shift.size();
    this.shift = shift.shared();
    this.sum = new double[dimension];
    this.gram = new double[dimension * dimension];
  }

  /// Passes the fits of blocks 0 .. blocks-1 to `consumer`, in order.
  ///
  /// @param centre near the mean of the data, so that squares lose no digits
  static void forEach(Dataset data, int blocks, Vector centre, ObjIntConsumer<Fit> consumer) {
    long square = (long) centre.size() * centre.size();
    int together = (int) Math.max(1, Math.min(blocks, NUMBERS_IN_MEMORY / square));
    for (int first = 0; first < blocks; first += together) {
      List<BlockFits> open = new ArrayList<>();
      for (int k = first; k < Math.min(blocks, first + together); k++) {
        open.add(new BlockFits(centre));
      }
      int read = data.comfortableBlock();
      for (int from = 0; from < data.size(); from += read) {
        Batch rows = data.rows(from, Math.min(read, data.size() - from));
        for (int k = 0; k < open.size(); k++) {
          open.get(k).add(rows, Math.floorMod(first + k - from, blocks), blocks);
        }
      }
      for (int k = 0; k < open.size(); k++) {
        consumer.accept(open.get(k).fit(), first + k);
      }
    }
  }

  /// Adds rows `start, start + stride, ...` of a batch.
  private void add(Batch rows, int start, int stride) {
    int d = dimension;
    int taken = rows.count() <= start ? 0 : (rows.count() - start + stride - 1) / stride;
    double[] values = rows.shared();
    double[] centred = new double[taken * d];
    for (int i = 0; i < taken; i++) {
      int at = (start + i * stride) * d;
      for (int j = 0; j < d; j++) {
        double v = values[at + j] - shift[j];
        centred[i * d + j] = v;
        sum[j] += v;
      }
    }
    Products.addGram(centred, taken, d, gram);
    count += taken;
  }

  private Fit fit() {
    int d = dimension;
    double n = count;
    double[] covariance = gram.clone();
    for (int i = 0; i < d; i++) {
      for (int j = i; j < d; j++) {
        int at = i * d + j;
        covariance[at] = count < 2 ? 0 : (gram[at] - sum[i] * (sum[j] / n)) / (n - 1);
      }
    }
    Products.mirror(covariance, d);
    Vector mean = Vector.generate(d, j -> shift[j] + sum[j] / n);
    return new Fit(count, mean, Matrix.adopt(d, d, covariance));
  }
}
