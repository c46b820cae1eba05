package org.scorefield.design;

import org.scorefield.analytic.Distribution;
import org.scorefield.array.Batch;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.UniPc;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// A stand-in for a model, with the same kind of data and an exact denoiser that costs next to
/// nothing: real runs on it show what a Gaussian cannot, that errors of different steps do not
/// cancel on data with structure.
///
/// Every run starts from the same white noise at sigma_max, and its error is the distance of the
/// samples from where the exact flow takes that noise (a fine run, made once), root mean square, in
/// units of the spread of the law. What is compared on one proxy is compared sample by sample.
public final class MixtureProxy {
  private static final int REFERENCE_STEPS = 96;
  private static final double REFERENCE_RHO = 7;

  /// The last level of the reference in units of the scale of the data.
  private static final double REFERENCE_LAST = 1e-3;

  private final Distribution law;
  private final Noise noise;
  private final Batch reference;
  private final double totalVariance;

  /// @param law the stand-in; usually a mixture fitted to the data
  /// @param sigmaMax level of the white noise that every run starts from
  /// @param noise of the runs, one sample an index, at least 2
  public MixtureProxy(Distribution law, double sigmaMax, Noise noise) {
    if (noise.count() < 2) {
      throw new IllegalArgumentException(
          "an error with a standard error needs at least 2 samples, got " + noise.count());
    }
    this.law = law;
    this.noise = noise;
    this.totalVariance = law.scale() * law.scale() * law.shape().size();
    if (!(totalVariance > 0)) {
      throw new IllegalArgumentException("a law without spread has nothing to sample");
    }
    double last = Math.min(REFERENCE_LAST * law.scale(), sigmaMax / 10);
    TimeGrid fine = new RhoGrid(REFERENCE_RHO).toZero(REFERENCE_STEPS, sigmaMax, last);
    this.reference =
        new Sampler(fine, new UniPc(3), new Start.Prior()).sample(law, noise).orElseThrow();
  }

  public Distribution law() {
    return law;
  }

  /// Relative root-mean-square distance from the exact flow, with its standard error; infinite if
  /// the run diverges.
  public Estimate error(Sampler sampler) {
    int n = noise.count();
    return switch (sampler.sample(law, noise)) {
      case Outcome.Completed<Batch>(Batch end, int _) -> {
        double[] squares = squares(end);
        double mean = 0;
        for (double s : squares) {
          mean += s / n;
        }
        double scatter = 0;
        for (double s : squares) {
          scatter += (s - mean) * (s - mean);
        }
        double value = Math.sqrt(mean);
        double deviation = Math.sqrt(scatter / (n - 1.0) / n);
        yield new Estimate(value, value == 0 ? 0 : deviation / (2 * value), n);
      }
      case Outcome.Diverged<Batch> _ -> new Estimate(Double.POSITIVE_INFINITY, Double.NaN, n);
      case Outcome.Cancelled<Batch> _ -> throw new IllegalStateException("nobody cancels a proxy");
    };
  }

  private double[] squares(Batch end) {
    int d = end.dimension();
    double[] x = end.shared();
    double[] y = reference.shared();
    double[] out = new double[end.count()];
    for (int at = 0; at < x.length; at++) {
      out[at / d] += (x[at] - y[at]) * (x[at] - y[at]) / totalVariance;
    }
    return out;
  }
}
