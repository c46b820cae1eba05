package org.scorefield.analytic;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Lloyd's k-means from a k-means++ start (Arthur and Vassilvitskii, SODA 2007): the centres that
/// rows are nearest to.
///
/// Three starts are drawn and iterated on an evenly spread sample of the rows (all of them up to
/// 4096); the one of least inertia there goes on with every row, in blocks. A cluster that loses
/// all its rows is restarted at the row farthest from its centre. If there are fewer distinct rows
/// than clusters, there are fewer centres. Cost `2 N K d` an iteration.
///
/// @param centres at most K x d, one centre a row
/// @param counts rows nearest to each centre, each at least 1
/// @param inertia mean squared distance of a row to its centre
/// @param mean mean of all rows, size d
public record KMeans(Matrix centres, Vector counts, double inertia, Vector mean) {
  private static final int SAMPLE = 4096;

  private static final int STARTS = 3;

  /// Rows a thread takes at a time.
  private static final int BLOCK = 256;

  /// @param iterations at most, on the sample and then again on all rows; it stops earlier when no
  ///   centre moves
  /// @throws IllegalArgumentException if there are more clusters than rows, or a row holds a NaN or
  ///   an infinity
  public static KMeans of(Dataset data, int clusters, int iterations, NoiseKey key) {
    if (clusters < 1 || clusters > data.size()) {
      throw new IllegalArgumentException(
          "the number of clusters must be between 1 and the number of rows, got "
              + clusters
              + " clusters for "
              + data.size()
              + " rows of "
              + data.name()
              + "; ask for fewer components, or give more rows");
    }
    double[] mean = Moments.meanOf(data).shared();
    double[] rows = sample(data, Math.max(SAMPLE, 16 * clusters), key.child("sample"));
    Dataset sample = Dataset.of("sample", data.units(), Batch.adopt(data.shape(), rows));
    double[] centred = Lloyd.centred(rows.clone(), mean);
    Lloyd best = new Lloyd(sample, mean, seeds(centred, mean.length, clusters, key.child(0)));
    best.run(iterations);
    for (int start = 1; start < STARTS; start++) {
      Lloyd next = new Lloyd(sample, mean, seeds(centred, mean.length, clusters, key.child(start)));
      next.run(iterations);
      best = next.inertia < best.inertia ? next : best;
    }
    Lloyd lloyd = new Lloyd(data, mean, best.centres);
    lloyd.run(iterations);
    return lloyd.result();
  }

  /// Index of the nearest centre of each row; ties go to the first.
  public int[] assign(Batch rows) {
    int k = centres.rows();
    int d = centres.columns();
    double[] shifted = Lloyd.centred(centres.toArray(), mean.shared());
    Assignment nearest =
        Assignment.of(Lloyd.centred(rows.toArray(), mean.shared()), rows.count(), shifted, k, d);
    return nearest.index();
  }

  /// k-means++: each next seed is a row drawn with probability proportional to its squared distance
  /// from the seeds so far.
  private static double[] seeds(double[] sample, int d, int clusters, NoiseKey key) {
    int m = sample.length / d;
    double[] u = new Noise(key.child("seeds"), 0, clusters).uniform(Shape.vector(1)).shared();
    double[] distance = new double[m];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    double[] seeds = new double[clusters * d];
    for (int c = 0; c < clusters; c++) {
      int row = c == 0 ? Math.min(m - 1, (int) (u[0] * m)) : draw(distance, u[c]);
      if (row < 0) {
        return Arrays.copyOf(seeds, c * d);
      }
      System.arraycopy(sample, row * d, seeds, c * d, d);
      for (int i = 0; i < m; i++) {
        distance[i] =
            Math.min(distance[i], Sums.squaredDistance(sample, i * d, sample, row * d, d));
      }
    }
    return seeds;
  }

  /// Row drawn in proportion to `weights`, or -1 if all are 0.
  private static int draw(double[] weights, double u) {
    double total = 0;
    for (double w : weights) {
      total += w;
    }
    double left = u * total;
    int last = -1;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
        if (left < 0) {
          return i;
        }
      }
    }
    return last;
  }

  /// About `wanted` different rows: one at random from each of as many even stretches.
  private static double[] sample(Dataset data, int wanted, NoiseKey key) {
    int n = data.size();
    int d = data.shape().size();
    int m = Math.min(n, wanted);
    double[] u = new Noise(key, 0, m).uniform(Shape.vector(1)).shared();
    double[] out = new double[Math.multiplyExact(m, d)];
    int block = data.comfortableBlock();
    int next = 0;
    for (int from = 0; from < n; from += block) {
      Batch rows = data.rows(from, Math.min(block, n - from));
      while (next < m) {
        int row = m == n ? next : (int) Math.min(n - 1, (next + u[next]) * n / m);
        if (row >= from + rows.count()) {
          break;
        }
        System.arraycopy(rows.shared(), (row - from) * d, out, next * d, d);
        next++;
      }
    }
    return out;
  }

  /// Nearest centre of each of n rows, and the squared distance to it.
  private record Assignment(int[] index, double[] distance) {
    static Assignment of(double[] x, int n, double[] centres, int k, int d) {
      double[] inner = Products.timesTransposed(x, n, Matrix.copyOf(k, d, centres));
      double[] norms = Products.squaredNorms(centres, k, d);
      int[] index = new int[n];
      double[] distance = new double[n];
      Rows.parallel(
          n,
          BLOCK,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              index[i] = nearest(norms, inner, i * k);
              distance[i] = Sums.squaredDistance(x, i * d, centres, index[i] * d, d);
            }
          });
      return new Assignment(index, distance);
    }

    /// The centre of least `|c|^2 - 2 c^T x`.
    private static int nearest(double[] norms, double[] inner, int at) {
      int nearest = 0;
      double best = Double.POSITIVE_INFINITY;
      for (int c = 0; c < norms.length; c++) {
        double score = norms[c] - 2 * inner[at + c];
        if (score < best) {
          best = score;
          nearest = c;
        }
      }
      return nearest;
    }
  }

  /// The state of the iteration; all rows and centres relative to the mean.
  private static final class Lloyd {
    private final Dataset data;
    private final double[] mean;
    private final int d;
    private final int k;
    private double[] centres;
    private double[] counts;
    private double inertia;

    Lloyd(Dataset data, double[] mean, double[] seeds) {
      this.data = data;
      this.mean = mean;
      this.d = mean.length;
      this.k = seeds.length / d;
      this.centres = seeds;
      this.counts = new double[k];
    }

    static double[] centred(double[] rows, double[] mean) {
      int d = mean.length;
      Rows.parallel(
          rows.length / d,
          BLOCK,
          (from, to) -> {
            for (int at = from * d; at < to * d; at += d) {
              for (int j = 0; j < d; j++) {
                rows[at + j] -= mean[j];
              }
            }
          });
      return rows;
    }

    /// Iterates until no centre moves, at most so often; then finds the inertia.
    void run(int iterations) {
      for (int i = 0; i < iterations && iterate(); i++) {}
      pass(new double[k * d], new double[d]);
    }

    /// Whether a centre moved.
    boolean iterate() {
      double[] sums = new double[k * d];
      double[] farthest = new double[d];
      pass(sums, farthest);
      boolean reseeded = false;
      for (int c = 0; c < k; c++) {
        for (int j = 0; j < d; j++) {
          int at = c * d + j;
          // An empty cluster keeps its place until the one before it is restarted.
          sums[at] = counts[c] > 0 ? sums[at] / counts[c] : !reseeded ? farthest[j] : centres[at];
        }
        reseeded |= counts[c] == 0;
      }
      boolean moved = !Arrays.equals(sums, centres);
      centres = sums;
      return moved;
    }

    private void pass(double[] sums, double[] farthest) {
      counts = new double[k];
      double total = 0;
      double record = -1;
      int block = data.comfortableBlock();
      for (int from = 0; from < data.size(); from += block) {
        int n = Math.min(block, data.size() - from);
        double[] x = centred(data.rows(from, n).toArray(), mean);
        Assignment nearest = Assignment.of(x, n, centres, k, d);
        IntStream.range(0, k).parallel().forEach(c -> addMembers(c, x, nearest.index(), sums));
        for (int i = 0; i < n; i++) {
          total += nearest.distance()[i];
          if (nearest.distance()[i] > record) {
            record = nearest.distance()[i];
            System.arraycopy(x, i * d, farthest, 0, d);
          }
        }
      }
      inertia = total / data.size();
    }

    /// Adds the rows of cluster c, in order, to its sum.
    private void addMembers(int c, double[] x, int[] index, double[] sums) {
      for (int i = 0; i < index.length; i++) {
        if (index[i] == c) {
          counts[c]++;
          for (int j = 0; j < d; j++) {
            sums[c * d + j] += x[i * d + j];
          }
        }
      }
    }

    KMeans result() {
      int kept = 0;
      double[] out = new double[k * d];
      double[] sizes = new double[k];
      for (int c = 0; c < k; c++) {
        if (counts[c] > 0) {
          for (int j = 0; j < d; j++) {
            out[kept * d + j] = centres[c * d + j] + mean[j];
          }
          sizes[kept++] = counts[c];
        }
      }
      return new KMeans(
          Matrix.adopt(kept, d, Arrays.copyOf(out, kept * d)),
          Vector.adopt(Arrays.copyOf(sizes, kept)),
          inertia,
          Vector.adopt(mean));
    }
  }
}
