package org.scorefield.budget;

import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linear.Spectrum;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.metric.NoisyKl;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// A mixture of Gaussians in any number of dimensions, with everything that the error of a sampler
/// on it depends on, from draws of it: one set of rows and noises for all levels, models and
/// schemes, so that differences have small standard errors.
///
/// The least loss is taken from the posterior variance at each draw, `ell* = E tr Cov[x0 | x] / v`,
/// which no row's own noise enters. From it follows the entropy that a run takes out,
///
/// `h(v_0) - h(v_N) = 1/2 int I dv = d ln(sigma_0/sigma_N) - int ell* d ln sigma`,
///
/// and with it every part of the budget is one linear functional of a curve, with its standard
/// error.
public final class DrawnMixture {
  private final GaussianMixture law;
  private final HeldOut rows;
  private final LossCurve least;
  private final Noise noise;

  private DrawnMixture(GaussianMixture law, HeldOut rows, Noise noise) {
    this.law = law;
    this.rows = rows;
    this.least = rows.least(law);
    this.noise = noise;
  }

  /// Cost: `samples x levels` evaluations of the law.
  ///
  /// @param sigmas noise levels, rising, from the last level of every scheme to the first: 200 at
  ///   equal steps of the logarithm are plenty, see {@link HeldOut#logLevels}
  /// @param samples rows drawn, at least 2
  public static DrawnMixture of(GaussianMixture law, Vector sigmas, int samples, NoiseKey key) {
    Noise noise = new Noise(key, 0, Math.max(0, samples));
    Dataset data = Dataset.of("drawn", "units of the mixture", law.sample(noise.child("rows")));
    return new DrawnMixture(
        law, HeldOut.of(data, sigmas, Integer.MAX_VALUE, 1, key.child("held out")), noise);
  }

  /// The least loss any model has, that of the exact score.
  public LossCurve least() {
    return least;
  }

  /// By how much a model's loss exceeds the least.
  public LossCurve excess(Denoiser model) {
    return rows.excess(model, law);
  }

  /// The loss of a model: the least plus its excess.
  public LossCurve loss(Denoiser model) {
    return least.plus(excess(model));
  }

  /// `h(p; from) - h(p; to)` in nats, by the integral of the Fisher information.
  ///
  /// @param from the higher level
  public Estimate entropyDrop(double from, double to) {
    Estimate integral = least.integral(to, from);
    return new Estimate(
        dimension() * Math.log(from / to) - integral.value(),
        integral.standardError(),
        integral.n());
  }

  /// The same as a difference of mean log densities, `E ln p(x; to) - ln p(x; from)`, with the same
  /// row and noise at both levels. The integral has the smaller standard error.
  public Estimate entropyDropOfLogs(double from, double to) {
    Batch clean = law.sample(noise.child("rows"));
    Batch white = noise.child("entropy").normal(law.shape());
    Vector low = law.logDensity(clean.plus(white, to), to);
    Vector high = law.logDensity(clean.plus(white, from), from);
    return Estimate.mean(Vector.generate(low.size(), i -> low.get(i) - high.get(i)).toArray());
  }

  /// I, `KL(p_v | N(0, v I))` with v = sigma^2. With G the Gaussian of the mixture's mean and
  /// covariance it is exactly `KL(p_v | G) + KL(G | N(0, v I))`; only the first, which is small at
  /// high noise, is left to chance.
  public Estimate start(double sigma) {
    Gaussian matching = law.matchingGaussian();
    Estimate shape = new NoisyKl(noise.count()).measure(law, matching, sigma, noise.child("start"));
    double white = GaussianModel.exact(Spectrum.of(matching)).start(sigma);
    return new Estimate(shape.value() + white, shape.standardError(), shape.n());
  }

  /// D, what the frozen score of a scheme costs though it is exact.
  public Estimate discretisation(Scheme scheme) {
    return PathCost.discretisation(scheme, least);
  }

  /// S, what the error of a model costs.
  public Estimate score(Scheme scheme, Denoiser model) {
    LossCurve excess = excess(model);
    return excess.combination(PathCost.weights(scheme, excess));
  }

  /// The parts of the divergence of the path, beside that divergence measured from its definition
  /// with other random numbers, see {@link PathDivergence}.
  public ErrorBudget path(Scheme scheme, Denoiser model) {
    return new ErrorBudget(
        "path divergence, nats",
        ErrorBudget.Rule.IDENTITY,
        parts(scheme, model),
        Optional.of(
            new PathDivergence(noise.count()).measure(law, scheme, model, noise.child("paths"))));
  }

  /// The same parts as a bound of the divergence of the samples.
  ///
  /// @param divergence of the samples, measured elsewhere
  public ErrorBudget marginal(Scheme scheme, Denoiser model, Estimate divergence) {
    return new ErrorBudget(
        "marginal divergence, nats",
        ErrorBudget.Rule.BOUND,
        parts(scheme, model),
        Optional.of(divergence));
  }

  private List<ErrorBudget.Part> parts(Scheme scheme, Denoiser model) {
    return List.of(
        new ErrorBudget.Part("start", start(scheme.grid().first())),
        new ErrorBudget.Part("discretisation", discretisation(scheme)),
        new ErrorBudget.Part("score", score(scheme, model)));
  }

  private int dimension() {
    return law.shape().size();
  }
}
