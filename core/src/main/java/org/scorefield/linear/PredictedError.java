package org.scorefield.linear;

import java.util.OptionalDouble;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.TimeGrid;

/// The error of a run on Gaussian data, exact and before it is made: no model, no samples. With the
/// factors A of the run and A* of the exact flow ({@link Amplification}), a start of variance v and
/// a run that ends at sigma_N, sums over the d principal directions:
///
/// - trajectory: `sqrt(sum (A - A*)^2 E y_0^2 / tr Sigma)`, y_0 the start relative to the mean: how
///   far samples end from where the exact flow takes the same start, in units of the spread of the
///   data;
/// - Wasserstein: `sqrt(W2^2 / tr Sigma)`, `W2^2 = sum (sqrt(V) - sqrt(lambda + sigma_N^2))^2 +
///   |bias|^2`, where `V = A^2 v + ` what was drawn, to the law at sigma_N;
/// - KL: of the output from that law, `1/2 sum (q - 1 - ln q) + 1/2 sum bias_k^2/(lambda_k +
///   sigma_N^2)`, `q = V/(lambda + sigma_N^2)`, in nats. It weighs the faint directions as much as
///   the strong ones;
/// - bias: length of the error of the mean, in units of `sqrt(tr Sigma)`.
///
/// The trajectory error is that of the solver alone; the other three hold the error of the {@link
/// StartLaw} too.
///
/// @param trajectory relative root-mean-square; empty for solvers that draw noise, which follow
///   none
/// @param wasserstein relative 2-Wasserstein distance
/// @param kl Kullback-Leibler divergence in nats; infinite where a direction of no variance gets
///   some
/// @param bias relative length of the bias of the mean
public record PredictedError(
    OptionalDouble trajectory, double wasserstein, double kl, double bias) {

  /// The error of a solver that needs to know nothing of the data.
  public static PredictedError of(Solver solver, TimeGrid grid, Spectrum spectrum, StartLaw start) {
    return of(Amplification.of(solver, grid, spectrum.variances()), spectrum, start);
  }

  /// The error of a run of these factors.
  ///
  /// @param run on the variances of the spectrum
  public static PredictedError of(Amplification run, Spectrum spectrum, StartLaw start) {
    if (!run.variances().equals(spectrum.variances())) {
      throw new IllegalArgumentException(
          "the factors are those of other variances than the spectrum has; compute both from one");
    }
    double first = run.grid().first();
    double last = run.grid().last();
    double path = 0;
    double spread = 0;
    double kl = 0;
    double bias = 0;
    boolean draws = false;
    for (int k = 0; k < run.modes(); k++) {
      double lambda = spectrum.variances().get(k);
      double count = spectrum.counts().get(k);
      double offset = start.meanOffset(lambda, first);
      double squaredMean = spectrum.squaredMeans().get(k) * offset * offset;
      double from = start.variance(lambda, first);
      double factor = run.factors().get(k);
      double off = factor - run.exact(k);
      double target = lambda + last * last;
      double reached = factor * factor * from + run.drawn().get(k);
      double squaredBias = factor * factor * squaredMean;
      double gap = Math.sqrt(reached) - Math.sqrt(target);
      path += off * off * (count * from + squaredMean);
      spread += count * gap * gap;
      kl += divergence(reached, target) * count + excess(squaredBias, target);
      bias += squaredBias;
      draws |= run.drawn().get(k) > 0;
    }
    double total = spectrum.totalVariance();
    return new PredictedError(
        draws ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(path / total)),
        Math.sqrt((spread + bias) / total),
        kl,
        Math.sqrt(bias / total));
  }

  /// KL of N(0, reached) from N(0, target).
  private static double divergence(double reached, double target) {
    if (target == 0) {
      return reached == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    double over = reached / target - 1;
    return (over - Math.log1p(over)) / 2;
  }

  private static double excess(double squaredBias, double target) {
    return squaredBias == 0 ? 0 : squaredBias / target / 2;
  }
}
