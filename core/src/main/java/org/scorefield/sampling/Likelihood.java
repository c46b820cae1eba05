package org.scorefield.sampling;

import java.util.OptionalInt;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.LogDensity;
import org.scorefield.random.Noise;

/// The log likelihood of data under a model, by the change of variables along its probability-flow
/// ODE (Song et al. 2011.13456, section 4.3; Chen et al. 1806.07366). With `u = ln sigma` and
/// `dx/du = x - D(x; sigma)`, upward from the data at sigmaMin to sigmaMax,
///
/// `log p(x; sigmaMin) = log p_end(x_end) + d ln(sigmaMax/sigmaMin) - integral of tr dD/dx du`.
///
/// What is computed is the density at **sigmaMin**, of data with noise of that level, evaluated at
/// the point given. It is the density of the model's samples too, if sampling stops at sigmaMin. On
/// a smooth law it differs from that of clean data by `(sigmaMin^2/2) laplacian(p)/p`; on data that
/// lie on a surface or on a lattice (8-bit images) it grows without limit as sigmaMin falls, and a
/// figure means something only together with its sigmaMin, and for held-out data with noise of
/// sigmaMin added.
///
/// The end is a choice to be stated: {@link #prior} is where samplers start and makes this the
/// likelihood of the sampler, normalised whatever the model; a {@link Gaussian} with the data's
/// mean and covariance, or any {@link LogDensity}, is closer to the law of the data at sigmaMax and
/// makes it that of the data.
///
/// The integrator is Dormand and Prince's, of order 5, with equal steps in u and all samples at
/// once. The run is made twice, with all steps and with half of them; the difference is reported as
/// the integration error, some 30 times too large where the steps are small enough. For points like
/// the data 100 to 200 steps from .002 to 80 leave less than 1e-6; points in an empty gap between
/// modes need several times as many, and the integration error says so. Evaluations: 9 steps, times
/// 1 for the state and what the trace takes.
///
/// @param steps number of steps, even, at least 2
/// @param sigmaMin level at which the data are read, > 0
/// @param sigmaMax level of the end, > sigmaMin
/// @param end log density at sigmaMax
/// @param divergence how the trace is found
public record Likelihood(
    int steps, double sigmaMin, double sigmaMax, LogDensity end, Divergence divergence) {

  public Likelihood {
    if (steps < 2 || steps % 2 != 0) {
      throw new IllegalArgumentException(
          "the number of steps must be even, for the run with half of them, and at least 2, got "
              + steps);
    }
    if (!(sigmaMin > 0) || !(sigmaMax > sigmaMin) || !Double.isFinite(sigmaMax)) {
      throw new IllegalArgumentException(
          "need 0 < sigma_min < sigma_max, got " + sigmaMin + " and " + sigmaMax);
    }
  }

  /// White noise, N(0, sigmaMax^2 I), as the law at the end.
  public static LogDensity prior(Shape shape) {
    return Gaussian.isotropic(shape, Vector.generate(shape.size(), i -> 0), 0);
  }

  /// The log likelihood of each sample.
  ///
  /// @param model the denoiser
  /// @param data samples of its shape
  /// @param noise for the probes of Hutchinson's estimate, for the samples of `data`; not used
  ///   otherwise
  public Outcome<LogLikelihoods> of(Denoiser model, Batch data, Noise noise) {
    if (noise.count() != data.count()) {
      throw new IllegalArgumentException(
          "noise for " + noise.count() + " samples was given with " + data.count() + " samples");
    }
    JacobianTrace trace = JacobianTrace.of(model, divergence, noise.child("probe"));
    boolean estimated = divergence instanceof Divergence.Hutchinson;
    return run(trace, data, steps / 2, noise.firstSample())
        .then(half ->
            run(trace, data, steps, noise.firstSample())
                .then(full ->
                    new Outcome.Completed<>(
                        LogLikelihoods.of(
                            data.dimension(), full.result(), half.result(), estimated),
                        full.evaluations() + half.evaluations())));
  }

  /// Log densities with `n` steps, one component for each estimate of the trace.
  private Outcome<Batch> run(JacobianTrace trace, Batch data, int n, long firstSample) {
    double length = Math.log(sigmaMax / sigmaMin);
    FlowIntegral flow = FlowIntegral.begin(trace, data, Math.log(sigmaMin));
    for (int k = 0; k < n; k++) {
      FlowIntegral after = flow.step(trace, length / n);
      OptionalInt bad = after.firstNonFinite();
      if (bad.isPresent()) {
        return new Outcome.Diverged<>(k, Math.exp(flow.u()), firstSample + bad.getAsInt());
      }
      flow = after;
    }
    Vector atEnd = end.logDensity(flow.x(), sigmaMax);
    double volume = data.dimension() * length;
    int m = trace.estimates();
    double[] logDensity = new double[data.count() * m];
    for (int at = 0; at < logDensity.length; at++) {
      logDensity[at] = atEnd.get(at / m) + volume - flow.integral().get(at / m, at % m);
    }
    return new Outcome.Completed<>(
        Batch.adopt(Shape.vector(m), logDensity),
        n * FlowIntegral.STAGES * (1 + trace.evaluations()));
  }
}
