package org.scorefield.design;

import java.util.Arrays;
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
/// samples from where the exact flow takes that noise (a fine run, made once; it is off by less
/// than 5e-4), in units of the spread of the law. What is compared on one proxy is compared sample
/// by sample.
public final class MixtureProxy {
  private static final int REFERENCE_STEPS = 64;
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

  /// How far runs end from where the exact flow does, relative to the spread of the law.
  ///
  /// @param rootMeanSquare over samples, what is usually reported; a few samples that went to
  ///   another component than the flow does can make most of it
  /// @param mean over samples of the distance, which is steadier: what choices are made by
  public record Distance(Estimate rootMeanSquare, Estimate mean) {
    private static Distance diverged(int n) {
      Estimate lost = new Estimate(Double.POSITIVE_INFINITY, Double.NaN, n);
      return new Distance(lost, lost);
    }
  }

  /// The error of a run, with standard errors; infinite if it diverges.
  public Distance error(Sampler sampler) {
    return switch (sampler.sample(law, noise)) {
      case Outcome.Completed<Batch>(Batch end, int _) -> {
        double[] squares = squares(end);
        Estimate square = Estimate.mean(squares);
        double root = Math.sqrt(square.value());
        double deviation = root == 0 ? 0 : square.standardError() / (2 * root);
        Estimate rootMeanSquare = new Estimate(root, deviation, noise.count());
        yield new Distance(
            rootMeanSquare, Estimate.mean(Arrays.stream(squares).map(Math::sqrt).toArray()));
      }
      case Outcome.Diverged<Batch> _ -> Distance.diverged(noise.count());
      case Outcome.Cancelled<Batch> _ -> throw new IllegalStateException("a proxy was cancelled");
    };
  }

  /// Squared distance of each sample from its reference, over the total variance.
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
