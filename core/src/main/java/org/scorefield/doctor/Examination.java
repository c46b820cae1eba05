package org.scorefield.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.scorefield.analytic.Empirical;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;

/// Readings of a denoiser over noise levels, and what it does to a sample in company.
///
/// @param readings by level, rising
/// @param company root mean square difference between a sample denoised alone and in a batch, and
///   between orders of the batch, the larger, in standard deviations of the data
public record Examination(List<Reading> readings, double company) {
  private static final int COMPANIONS = 3;

  public Examination {
    readings = List.copyOf(readings);
  }

  /// @param sigmas levels, rising
  static Examination of(
      Denoiser denoiser, Trial trial, Yardstick yardstick, Empirical rows, List<Double> sigmas) {
    List<Reading> readings = new ArrayList<>();
    for (int level = 0; level < sigmas.size(); level++) {
      readings.add(reading(denoiser, trial, yardstick, rows, sigmas.get(level), level));
    }
    return new Examination(readings, company(denoiser, trial, yardstick.scale()));
  }

  /// How many samples are denoised for it.
  static int evaluations(int rows, int levels) {
    return rows * levels + 3 * Math.min(COMPANIONS, rows);
  }

  private static Reading reading(
      Denoiser denoiser,
      Trial trial,
      Yardstick yardstick,
      Empirical rows,
      double sigma,
      int level) {
    int n = trial.rows();
    Batch clean = trial.clean();
    Batch noise = trial.noise(level, 0, n);
    Batch x = clean.plus(noise, sigma);
    Batch denoised = denoiser.denoise(x, sigma);
    Batch predicted = Batch.combine(1 / sigma, x, -1 / sigma, denoised);
    double[] agreement = products(noise, predicted);
    double[] square = Trial.squares(predicted);
    boolean finite = denoised.firstNonFinite().isEmpty();
    double[] loss = Trial.squares(denoised.minus(clean));
    double[] gaussian = Trial.squares(yardstick.gaussian().denoise(x, sigma).minus(clean));
    return new Reading(
        sigma,
        finite,
        mean(loss),
        mean(gaussian).value(),
        over(loss, gaussian),
        mean(Trial.squares(rows.denoise(x, sigma).minus(clean))).value(),
        ratio(agreement, square),
        mean(square),
        mean(scaled(products(noise, denoised), 1 / sigma)),
        yardstick.slope(sigma),
        offset(denoised, clean));
  }

  /// What is not finite says so by itself.
  private static Estimate mean(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return new Estimate(Double.MAX_VALUE, 0, values.length);
      }
    }
    return Estimate.mean(values);
  }

  private static Estimate over(double[] loss, double[] gaussian) {
    Estimate ratio = ratio(loss, gaussian);
    return new Estimate(ratio.value() - 1, ratio.standardError(), ratio.n());
  }

  private static Estimate ratio(double[] above, double[] below) {
    double mean = mean(below).value();
    double value = mean == 0 ? 0 : mean(above).value() / mean;
    double[] influence = new double[above.length];
    for (int i = 0; i < above.length; i++) {
      influence[i] = mean == 0 ? 0 : (above[i] - value * below[i]) / mean;
    }
    return new Estimate(value, mean(influence).standardError(), above.length);
  }

  private static double[] products(Batch a, Batch b) {
    int d = a.dimension();
    double[] p = a.shared();
    double[] q = b.shared();
    double[] sums = new double[a.count()];
    for (int i = 0; i < p.length; i++) {
      sums[i / d] += p[i] * q[i] / d;
    }
    return sums;
  }

  private static double[] scaled(double[] values, double by) {
    return java.util.Arrays.stream(values).map(v -> by * v).toArray();
  }

  private static double offset(Batch a, Batch b) {
    int d = a.dimension();
    double[] mean = new double[d];
    for (int i = 0; i < a.shared().length; i++) {
      mean[i % d] += (a.shared()[i] - b.shared()[i]) / a.count();
    }
    return Math.sqrt(java.util.Arrays.stream(mean).map(m -> m * m).sum() / d);
  }

  private static double company(Denoiser denoiser, Trial trial, double scale) {
    int n = Math.min(COMPANIONS, trial.rows());
    double sigma = scale / 2;
    Batch x = trial.clean().slice(0, n).plus(trial.noise(0, 0, n), sigma);
    Batch together = denoiser.denoise(x, sigma);
    List<Batch> alone =
        IntStream.range(0, n).mapToObj(i -> denoiser.denoise(x.slice(i, 1), sigma)).toList();
    Batch turned = denoiser.denoise(reversed(x), sigma);
    double apart = rms(Batch.concat(alone).minus(together));
    return Math.max(apart, rms(reversed(turned).minus(together))) / scale;
  }

  private static Batch reversed(Batch x) {
    return Batch.concat(
        IntStream.range(0, x.count()).mapToObj(i -> x.slice(x.count() - 1 - i, 1)).toList());
  }

  private static double rms(Batch x) {
    return Math.sqrt(java.util.Arrays.stream(Trial.squares(x)).max().orElse(0));
  }

  /// The lowest level from which on, up to the highest, the Gaussian of the data denoises better.
  public OptionalDouble poorAbove() {
    int from = readings.size();
    while (from > 0 && readings.get(from - 1).poor()) {
      from--;
    }
    return from == readings.size()
        ? OptionalDouble.empty()
        : OptionalDouble.of(readings.get(from).sigma());
  }

  /// The highest level up to which, from the lowest, the Gaussian of the data denoises better.
  public OptionalDouble poorBelow() {
    int to = 0;
    while (to < readings.size() && readings.get(to).poor()) {
      to++;
    }
    return to == 0 ? OptionalDouble.empty() : OptionalDouble.of(readings.get(to - 1).sigma());
  }
}
