package org.scorefield.sampling;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.random.Noise;

/// `tr dD/dx` of a model, by one of the ways of {@link Divergence}, with the probes of one run.
///
/// @param model the denoiser
/// @param divergence how
/// @param probes random directions, one batch for each; none unless Hutchinson's
record JacobianTrace(Denoiser model, Divergence divergence, List<Batch> probes) {

  static JacobianTrace of(Denoiser model, Divergence divergence, Noise noise) {
    return switch (divergence) {
      case Divergence.Exact exact -> {
        if (!(model instanceof PosteriorCovariance)) {
          throw new IllegalArgumentException(
              "the exact divergence needs a denoiser with a posterior covariance, "
                  + model.getClass().getSimpleName()
                  + " has none; use Divergence.Differences, or Hutchinson in many dimensions");
        }
        yield new JacobianTrace(model, exact, List.of());
      }
      case Divergence.Differences differences -> new JacobianTrace(model, differences, List.of());
      case Divergence.Hutchinson hutchinson ->
          new JacobianTrace(
              model,
              hutchinson,
              IntStream.range(0, hutchinson.probes())
                  .mapToObj(k -> probe(hutchinson.law(), model.shape(), noise.child(k)))
                  .toList());
    };
  }

  private static Batch probe(Divergence.Hutchinson.Law law, Shape shape, Noise noise) {
    return switch (law) {
      case RADEMACHER -> noise.uniform(shape).map(u -> u < 0.5 ? -1 : 1);
      case GAUSSIAN -> noise.normal(shape);
    };
  }

  /// Number of estimates for each sample.
  int estimates() {
    return Math.max(1, probes.size());
  }

  /// Evaluations of the model in one call of {@link #at}; the exact trace counts as one.
  int evaluations() {
    return switch (divergence) {
      case Divergence.Exact exact -> 1;
      case Divergence.Differences differences -> 2 * model.shape().size();
      case Divergence.Hutchinson hutchinson -> 2 * hutchinson.probes();
    };
  }

  /// The estimates of each sample, as a batch of vectors of {@link #estimates} components.
  Batch at(Batch x, double sigma) {
    return switch (divergence) {
      case Divergence.Exact exact -> exact(x, sigma);
      case Divergence.Differences differences -> alongAxes(x, sigma, differences.step() * sigma);
      case Divergence.Hutchinson hutchinson -> alongProbes(x, sigma, hutchinson.step() * sigma);
    };
  }

  private Batch exact(Batch x, double sigma) {
    if (!(model instanceof PosteriorCovariance ability)) {
      throw new IllegalStateException("checked when made");
    }
    double[] traces = ability.posteriorTrace(x, sigma).toArray();
    return Batch.adopt(Shape.vector(1), traces).times(1 / (sigma * sigma));
  }

  private Batch alongAxes(Batch x, double sigma, double step) {
    int d = x.dimension();
    double[] sum = new double[x.count()];
    for (int j = 0; j < d; j++) {
      double[] axis = new double[x.count() * d];
      for (int at = j; at < axis.length; at += d) {
        axis[at] = 1;
      }
      addProducts(x, sigma, step, Batch.adopt(x.shape(), axis), sum, 0, 1);
    }
    return Batch.adopt(Shape.vector(1), sum);
  }

  private Batch alongProbes(Batch x, double sigma, double step) {
    int m = probes.size();
    double[] products = new double[x.count() * m];
    for (int k = 0; k < m; k++) {
      addProducts(x, sigma, step, probes.get(k), products, k, m);
    }
    return Batch.adopt(Shape.vector(m), products);
  }

  /// Adds `z . J z` of sample i to `out[i * stride + column]`.
  private void addProducts(
      Batch x, double sigma, double step, Batch z, double[] out, int column, int stride) {
    double[] change =
        model
            .denoise(x.plus(z, step), sigma)
            .minus(model.denoise(x.plus(z, -step), sigma))
            .shared();
    double[] direction = z.shared();
    int d = x.dimension();
    for (int i = 0; i < x.count(); i++) {
      double product = 0;
      for (int j = i * d; j < (i + 1) * d; j++) {
        product += direction[j] * change[j];
      }
      out[i * stride + column] += product / (2 * step);
    }
  }
}
