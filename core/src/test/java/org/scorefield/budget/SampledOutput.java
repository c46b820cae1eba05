package org.scorefield.budget;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.linear.ModeModel;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// What real runs put out on Gaussian data, about the mean of the data.
///
/// @param model of the data, every direction an entry of its own
/// @param samples one component a direction
record SampledOutput(GaussianModel model, Batch samples) {

  static SampledOutput of(
      Solver solver, TimeGrid grid, GaussianModel counted, StartLaw start, Noise noise) {
    GaussianModel model = new GaussianModel(apart(counted.data()), counted.error());
    ModeModel modes = model.modes();
    GaussianOutput law = GaussianOutput.start(model, start, grid.first());
    double[] x = noise.child("x").normal(modes.shape()).toArray();
    int m = model.data().size();
    for (int at = 0; at < x.length; at++) {
      x[at] = law.offsets().get(at % m) + Math.sqrt(law.variances().get(at % m)) * x[at];
    }
    Start given = new Start.Given(Batch.adopt(modes.shape(), x));
    return new SampledOutput(
        model, new Sampler(grid, solver, given).sample(modes, noise).orElseThrow());
  }

  private static Spectrum apart(Spectrum data) {
    int[] entries =
        IntStream.range(0, data.size())
            .flatMap(i -> IntStream.range(0, (int) data.counts().get(i)).map(_ -> i))
            .toArray();
    return new Spectrum(
        Vector.generate(entries.length, k -> data.variances().get(entries[k])),
        Vector.generate(entries.length, _ -> 1),
        Vector.generate(
            entries.length,
            k -> data.squaredMeans().get(entries[k]) / data.counts().get(entries[k])));
  }

  private DoubleStream along(int entry) {
    return IntStream.range(0, samples.count()).mapToDouble(i -> samples.get(i, entry));
  }

  double mean(int entry) {
    return along(entry).average().orElseThrow();
  }

  double variance(int entry) {
    double mean = mean(entry);
    return along(entry).map(x -> (x - mean) * (x - mean)).sum() / (samples.count() - 1);
  }

  /// `KL(p_sigma | q)` from the mean and variance of n samples, of bias `O(n^-3)`: with nu = n - 1
  /// the variance found is `s chi^2_nu/nu`, so `E[1/s] = nu/(nu - 2)/s` and `E[ln s]` is too small
  /// by `ln(nu/2) - digamma(nu/2)`; the squared mean is too large by `s/n`. The standard error is
  /// that of the first and second order in the errors of mean and variance.
  Estimate divergence(double sigma) {
    double n = samples.count();
    double nu = n - 1;
    double digamma = -1 / nu - 1 / (3 * nu * nu);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < model.data().size(); i++) {
      double target = model.data().variances().get(i) + sigma * sigma;
      double s = variance(i);
      double e = mean(i);
      double inverse = (nu - 2) / nu / s;
      sum += (inverse * (target + e * e) - 1 / n - 1 - Math.log(target / s) - digamma) / 2;
      double slope = (1 - (target + e * e) / s) / 2;
      double curve = target / s - 0.5;
      double perMode =
          slope * slope * 2 / nu + e * e / s / n + curve * curve * 2 / (nu * nu) + 1 / (2 * n * n);
      squares += perMode;
    }
    return new Estimate(sum, Math.sqrt(squares), samples.count());
  }
}
