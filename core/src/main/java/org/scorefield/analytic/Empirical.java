package org.scorefield.analytic;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Panels;
import org.scorefield.linalg.Products;
import org.scorefield.random.Noise;

/// The law of a finite dataset itself, `1/N sum_i delta(x - x_i)`: what a score network of
/// unlimited capacity learns, and the score that only memorises.
///
/// - denoiser: `D(x; sigma) = sum_i w_i x_i`, `w = softmax_i(-|x - x_i|^2 / 2 sigma^2)`;
/// - log density: `log 1/N sum_i N(x; x_i, sigma^2 I)`; there is none at sigma = 0;
/// - posterior covariance: that of the weights w over the rows.
///
/// One pass over the data a batch, in blocks of rows: inner products by the BLAS, a running maximum
/// and sum for the softmax, weighted rows by the BLAS again where any weight counts. Cost `4 N d`
/// operations a sample, half of it where the weights have gathered on few rows. Where inner
/// products would lose the digits of a distance (sigma small beside the data), the rows whose
/// weight counts get it by direct differences.
///
/// Memory: the centred rows as float64, `8 N d` bytes (376 MB for 60,000 images of 784 pixels).
public final class Empirical implements Distribution, PosteriorCovariance {
  private static final int CHUNK = 128;

  private final Shape shape;
  private final int count;
  private final double[] centre;
  private final EmpiricalScan rows;
  private final double totalVariance;

  private Empirical(Shape shape, int count, double[] centre, double[] centred) {
    this.shape = shape;
    this.count = count;
    this.centre = centre;
    int d = centre.length;
    double[] squares = new double[count];
    Arrays.setAll(squares, i -> Sums.squares(centred, i * d, d));
    this.rows = new EmpiricalScan(centred, squares, d);
    this.totalVariance = Arrays.stream(squares).sum() / count;
  }

  /// Copies the rows of a dataset.
  ///
  /// @throws IllegalArgumentException if it is empty, too large for one array (N d >= 2^31), or
  ///   holds a NaN or an infinity
  public static Empirical of(Dataset data) {
    int n = data.size();
    int d = data.shape().size();
    if (n < 1) {
      throw new IllegalArgumentException(
          "an empirical law needs at least 1 row, " + data.name() + " has none");
    }
    if ((long) n * d > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          data.name()
              + " has "
              + n
              + " rows of "
              + d
              + " components, more than one array holds;"
              + " use a part of it");
    }
    double[] values = new double[n * d];
    double[] centre = new double[d];
    int block = data.comfortableBlock();
    double[] shift = data.rows(0, 1).toArray();
    for (int from = 0; from < n; from += block) {
      Batch part = data.rows(from, Math.min(block, n - from));
      Moments.requireFinite(data, part, from);
      System.arraycopy(part.shared(), 0, values, from * d, part.count() * d);
    }
    for (int at = 0; at < values.length; at += d) {
      for (int j = 0; j < d; j++) {
        centre[j] += values[at + j] - shift[j];
      }
    }
    for (int j = 0; j < d; j++) {
      centre[j] = shift[j] + centre[j] / n;
    }
    for (int at = 0; at < values.length; at += d) {
      for (int j = 0; j < d; j++) {
        values[at + j] -= centre[j];
      }
    }
    return new Empirical(data.shape(), n, centre, values);
  }

  @Override
  public Shape shape() {
    return shape;
  }

  /// The law of rows that are given as their mean and their differences from it, as {@link #mean}
  /// and {@link #centredRows} give them: so a law that was written to a file comes back bit for
  /// bit.
  ///
  /// @param centred N x d
  public static Empirical ofCentred(Shape shape, Vector mean, Matrix centred) {
    if (mean.size() != shape.size() || centred.columns() != shape.size() || centred.rows() < 1) {
      throw new IllegalArgumentException(
          "an empirical law on shape "
              + shape
              + " needs a mean of "
              + shape.size()
              + " and at least one row of as many, got a mean of "
              + mean.size()
              + " and "
              + centred);
    }
    return new Empirical(shape, centred.rows(), mean.toArray(), centred.shared());
  }

  /// The rows less their mean, N x d.
  public Matrix centredRows() {
    return Matrix.adopt(count, shape.size(), rows.values());
  }

  /// Number of rows N.
  public int count() {
    return count;
  }

  /// Mean of the rows.
  public Vector mean() {
    return Vector.of(centre);
  }

  /// Cost `N d^2 + 9 d^3`.
  @Override
  public Gaussian matchingGaussian() {
    int d = shape.size();
    double[] gram = new double[Math.multiplyExact(d, d)];
    Products.addGram(rows.values(), count, d, gram);
    Products.mirror(gram, d);
    for (int i = 0; i < gram.length; i++) {
      gram[i] /= count;
    }
    return Gaussian.of(shape, mean(), Matrix.adopt(d, d, gram));
  }

  @Override
  public double scale() {
    return Math.sqrt(totalVariance / shape.size());
  }

  /// Rows of the data, drawn with replacement.
  @Override
  public Batch sample(Noise noise) {
    int d = shape.size();
    double[] u = noise.child("row").uniform(Shape.vector(1)).shared();
    double[] out = new double[u.length * d];
    for (int i = 0; i < u.length; i++) {
      int row = Math.min(count - 1, (int) (u[i] * count));
      for (int j = 0; j < d; j++) {
        out[i * d + j] = centre[j] + rows.values()[row * d + j];
      }
    }
    return Batch.adopt(shape, out);
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    int d = shape.size();
    double[] out = new double[Math.multiplyExact(x.count(), d)];
    forEachChunk(
        x,
        sigma,
        (from, average) -> {
          for (int i = 0; i < average.count(); i++) {
            for (int j = 0; j < d; j++) {
              out[(from + i) * d + j] = centre[j] + average.mean(i, j);
            }
          }
        });
    return Batch.adopt(shape, out);
  }

  @Override
  public Vector logDensity(Batch x, double sigma) {
    if (!(sigma > 0)) {
      throw new IllegalArgumentException(
          "a finite dataset has a density only at sigma > 0, got " + sigma);
    }
    double constant = -Math.log(count) - 0.5 * shape.size() * Math.log(2 * Math.PI * sigma * sigma);
    double[] out = new double[x.count()];
    forEachChunk(
        x,
        sigma,
        (from, average) -> {
          for (int i = 0; i < average.count(); i++) {
            out[from + i] = constant + average.logTotal(i);
          }
        });
    return Vector.adopt(out);
  }

  @Override
  public Vector posteriorTrace(Batch x, double sigma) {
    double[] out = new double[x.count()];
    forEachChunk(
        x,
        sigma,
        (from, average) -> {
          for (int i = 0; i < average.count(); i++) {
            out[from + i] = average.trace(i);
          }
        });
    return Vector.adopt(out);
  }

  /// Cost `N d` and `d^2` for every row whose weight counts, a sample; on one sample at a time.
  @Override
  public List<Matrix> posteriorCovariance(Batch x, double sigma) {
    double[] offset = centred(x);
    double[] mean = denoise(x, sigma).shared();
    return IntStream.range(0, x.count())
        .mapToObj(i -> covarianceAt(offset, mean, i, sigma))
        .toList();
  }

  private Matrix covarianceAt(double[] offset, double[] mean, int i, double sigma) {
    int d = shape.size();
    double[] weights = new double[count];
    Arrays.setAll(
        weights,
        row ->
            -Sums.squaredDistance(offset, i * d, rows.values(), row * d, d) / (2 * sigma * sigma));
    Sums.softmax(weights, 0, count, EmpiricalScan.NEGLIGIBLE);
    int[] kept = IntStream.range(0, count).filter(row -> weights[row] != 0).toArray();
    double[] gram = new double[Math.multiplyExact(d, d)];
    int block = Math.max(1, (1 << 20) / d);
    for (int from = 0; from < kept.length; from += block) {
      int length = Math.min(block, kept.length - from);
      double[] deviations = new double[length * d];
      for (int a = 0; a < length; a++) {
        int row = kept[from + a];
        double root = Math.sqrt(weights[row]);
        for (int j = 0; j < d; j++) {
          double centredMean = mean[i * d + j] - centre[j];
          deviations[a * d + j] = root * (rows.values()[row * d + j] - centredMean);
        }
      }
      Products.addGram(deviations, length, d, gram);
    }
    Products.mirror(gram, d);
    return Matrix.adopt(d, d, gram);
  }

  /// What is made of the averages over the data for the samples from `from`.
  @FunctionalInterface
  private interface Chunk {
    void accept(int from, EmpiricalAverage average);
  }

  private void forEachChunk(Batch x, double sigma, Chunk body) {
    int d = shape.size();
    double[] offset = centred(x);
    int cores = Runtime.getRuntime().availableProcessors();
    int share = Panels.padded(Math.ceilDiv(Math.max(1, x.count()), cores));
    int chunk = rows.parts() >= cores ? CHUNK : Math.min(CHUNK, share);
    Rows.parallel(
        x.count(),
        chunk,
        (from, to) -> {
          int n = to - from;
          double[] queries = new double[Panels.padded(n) * d];
          System.arraycopy(offset, from * d, queries, 0, n * d);
          body.accept(from, rows.average(queries, n, sigma * sigma));
        });
  }

  private double[] centred(Batch x) {
    int d = shape.size();
    if (x.dimension() != d) {
      throw new IllegalArgumentException(
          "an empirical law on shape " + shape + " was given samples of shape " + x.shape());
    }
    double[] out = x.toArray();
    for (int at = 0; at < out.length; at += d) {
      for (int j = 0; j < d; j++) {
        out[at + j] -= centre[j];
      }
    }
    return out;
  }
}
