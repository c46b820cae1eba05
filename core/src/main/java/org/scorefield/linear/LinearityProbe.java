package org.scorefield.linear;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Measures how much of a model's score closed-form surrogates leave unexplained, noise level by
/// noise level: the protocol of Wang and Vastola (2412.09726). Rows of real data get noise, and at
/// `x = x0 + sigma n` the model's denoiser D is set beside each surrogate's D_q.
///
/// All models and all levels see the same rows and the same noise (common random numbers), so that
/// differences between surrogates, between levels and between checkpoints of one network are far
/// more certain than each number by itself. Best use rows that no surrogate was fitted to: the
/// empirical law knows its own rows too well.
///
/// Cost: one evaluation of each model for each row, draw and level.
///
/// @param rows at most this many different rows, drawn without replacement; at least 2
/// @param repeats draws of noise a row
public record LinearityProbe(int rows, int repeats) {
  /// Values of one batch.
  private static final int COMFORTABLE = 1 << 19;

  public LinearityProbe {
    if (rows < 2 || repeats < 1) {
      throw new IllegalArgumentException(
          "a probe needs at least 2 rows and 1 draw of noise each, got "
              + rows
              + " and "
              + repeats);
    }
  }

  /// As published: 256 rows, four draws of noise each.
  public LinearityProbe() {
    this(256, 4);
  }

  /// Told of each finished level, and able to end there.
  @FunctionalInterface
  public interface Watch {
    /// Whether to go on.
    boolean measured(double sigma);
  }

  /// {@link #measure(NamedDenoiser, Dataset, List, Vector, NoiseKey, Watch)} with no one looking
  /// on.
  public Linearity measure(
      NamedDenoiser model,
      Dataset data,
      List<NamedDenoiser> surrogates,
      Vector sigmas,
      NoiseKey key) {
    return measure(model, data, surrogates, sigmas, key, sigma -> true);
  }

  /// @param model whose score is to be explained
  /// @param data real rows, in the model's units
  /// @param surrogates what may explain it; names distinct
  /// @param sigmas noise levels, positive, strictly increasing
  /// @param key of the rows and the noise; the same key gives the same ones for every model
  /// @param watch told of each level, highest first; levels after the end are left out
  /// @throws IllegalArgumentException if shapes differ, if there are fewer than 2 rows, or if a
  ///   model returns another shape, a NaN or an infinity; the message names it and the level
  public Linearity measure(
      NamedDenoiser model,
      Dataset data,
      List<NamedDenoiser> surrogates,
      Vector sigmas,
      NoiseKey key,
      Watch watch) {
    model.requireShape(data.shape(), data.name());
    surrogates.forEach(s -> s.requireShape(data.shape(), data.name()));
    if (data.size() < 2) {
      throw new IllegalArgumentException(
          "a probe needs at least 2 rows, " + data.name() + " has " + data.size());
    }
    Dataset probed = RandomRows.atMost(rows, data, key.child("rows"));
    Probing probing =
        new Probing(model, surrogates, probed, Moments.meanOf(data).shared(), key.child("noise"));
    List<Linearity.Level> levels = new ArrayList<>();
    for (int i = sigmas.size() - 1; i >= 0; i--) {
      levels.addFirst(probing.level(sigmas.get(i)));
      if (!watch.measured(sigmas.get(i))) {
        break;
      }
    }
    return new Linearity(
        model.name(), surrogates.stream().map(NamedDenoiser::name).toList(), levels);
  }

  /// One measurement's fixed parts.
  private final class Probing {
    private final NamedDenoiser model;
    private final List<NamedDenoiser> surrogates;
    private final Dataset data;
    private final double[] mean;
    private final NoiseKey key;

    Probing(
        NamedDenoiser model,
        List<NamedDenoiser> surrogates,
        Dataset data,
        double[] mean,
        NoiseKey key) {
      this.model = model;
      this.surrogates = surrogates;
      this.data = data;
      this.mean = mean;
      this.key = key;
    }

    Linearity.Level level(double sigma) {
      int n = data.size();
      RowMeans energy = new RowMeans(n, repeats);
      RowMeans loss = new RowMeans(n, repeats);
      List<Gap> gaps = surrogates.stream().map(_ -> new Gap(n, repeats)).toList();
      int samples = Math.multiplyExact(n, repeats);
      int block = Math.max(1, COMFORTABLE / data.shape().size());
      for (int first = 0; first < samples; first += block) {
        Batch clean = repeated(first, Math.min(block, samples - first));
        Batch noise = new Noise(key, first, clean.count()).normal(data.shape());
        Batch x = clean.plus(noise, sigma);
        Batch denoised = model.denoise(x, sigma);
        for (int i = 0; i < x.count(); i++) {
          energy.add(first + i, squaredDistance(denoised, x, i));
          loss.add(first + i, squaredDistance(denoised, clean, i));
        }
        for (int q = 0; q < gaps.size(); q++) {
          Batch other = surrogates.get(q).denoise(x, sigma);
          for (int i = 0; i < x.count(); i++) {
            gaps.get(q).add(first + i, i, clean, x, denoised, other, mean);
          }
        }
      }
      List<Linearity.Residual> residuals = new ArrayList<>();
      for (int q = 0; q < gaps.size(); q++) {
        residuals.add(gaps.get(q).residual(surrogates.get(q).name(), energy));
      }
      double toScore = 1 / (sigma * sigma * sigma * sigma);
      return new Linearity.Level(
          sigma, Linearity.scaled(energy.mean(), toScore), loss.mean(), residuals);
    }

    /// The clean rows of some samples; sample `i` is of row `i / repeats`.
    private Batch repeated(int first, int count) {
      int from = first / repeats;
      Batch rows = data.rows(from, (first + count - 1) / repeats + 1 - from);
      if (repeats == 1) {
        return rows;
      }
      int d = rows.dimension();
      double[] out = new double[count * d];
      for (int i = 0; i < count; i++) {
        System.arraycopy(rows.shared(), ((first + i) / repeats - from) * d, out, i * d, d);
      }
      return Batch.adopt(rows.shape(), out);
    }
  }

  /// The sums over samples for one surrogate.
  private static final class Gap {
    private final RowMeans residual;
    private final RowMeans scoreRatio;
    private final RowMeans reversedRatio;
    private final RowMeans rawRatio;
    private final RowMeans raw;
    private final RowMeans centredRatio;
    private final RowMeans centred;
    private final RowMeans lossGap;

    Gap(int rows, int repeats) {
      this.residual = new RowMeans(rows, repeats);
      this.scoreRatio = new RowMeans(rows, repeats);
      this.reversedRatio = new RowMeans(rows, repeats);
      this.rawRatio = new RowMeans(rows, repeats);
      this.raw = new RowMeans(rows, repeats);
      this.centredRatio = new RowMeans(rows, repeats);
      this.centred = new RowMeans(rows, repeats);
      this.lossGap = new RowMeans(rows, repeats);
    }

    void add(int sample, int i, Batch clean, Batch x, Batch model, Batch other, double[] mean) {
      int d = x.dimension();
      double[] m = model.shared();
      double[] clear = clean.shared();
      double[] q = other.shared();
      double gap = squaredDistance(model, other, i);
      double size = 0;
      double deviation = 0;
      double cross = 0;
      for (int j = 0; j < d; j++) {
        int at = i * d + j;
        size += m[at] * m[at];
        deviation += (m[at] - mean[j]) * (m[at] - mean[j]);
        cross += (m[at] - q[at]) * (clear[at] - m[at]);
      }
      residual.add(sample, gap);
      scoreRatio.add(sample, share(gap, squaredDistance(model, x, i)));
      reversedRatio.add(sample, share(gap, squaredDistance(other, x, i)));
      rawRatio.add(sample, share(gap, size));
      raw.add(sample, size);
      centredRatio.add(sample, share(gap, deviation));
      centred.add(sample, deviation);
      lossGap.add(sample, gap + 2 * cross);
    }

    Linearity.Residual residual(String name, RowMeans energy) {
      return new Linearity.Residual(
          name,
          new Linearity.Share(scoreRatio.mean(), residual.over(energy)),
          reversedRatio.mean(),
          new Linearity.Share(rawRatio.mean(), residual.over(raw)),
          new Linearity.Share(centredRatio.mean(), residual.over(centred)),
          residual.mean(),
          lossGap.mean());
    }

    private static double share(double part, double whole) {
      return part == 0 ? 0 : part / whole;
    }
  }

  private static double squaredDistance(Batch a, Batch b, int row) {
    int d = a.dimension();
    double[] p = a.shared();
    double[] q = b.shared();
    double sum = 0;
    for (int j = row * d; j < (row + 1) * d; j++) {
      sum += (p[j] - q[j]) * (p[j] - q[j]);
    }
    return sum;
  }
}
