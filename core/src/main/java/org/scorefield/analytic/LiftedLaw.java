package org.scorefield.analytic;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;

/// A law of the coordinates of a {@link Subspace} as one of all D dimensions: Gaussian, of variance
/// tau^2, off the subspace.
///
/// @param frame the subspace
/// @param latent the law of its d coordinates
public record LiftedLaw(Subspace frame, Distribution latent) implements Distribution {

  public LiftedLaw {
    frame.requireLatent(latent);
  }

  @Override
  public Shape shape() {
    return frame.shape();
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    return new LiftedDenoiser(frame, latent).denoise(x, sigma);
  }

  @Override
  public Batch score(Batch x, double sigma) {
    return new LiftedDenoiser(frame, latent).score(x, sigma);
  }

  @Override
  public Vector logDensity(Batch x, double sigma) {
    Batch v = frame.centred(x);
    Batch z = frame.coordinates(v);
    Batch off = v.minus(frame.lifted(z));
    Vector inside = latent.logDensity(z.reshape(latent.shape()), sigma);
    int size = frame.shape().size();
    int rest = size - frame.dimension();
    double variance = frame.residual() + sigma * sigma;
    if (rest > 0 && variance == 0) {
      throw new IllegalArgumentException(
          "a law on a subspace has no density at sigma = 0; ask at sigma > 0");
    }
    return Vector.generate(
        x.count(),
        i -> {
          double outside =
              rest == 0
                  ? 0
                  : rest * Math.log(2 * Math.PI * variance)
                      + Sums.squares(off.shared(), i * size, size) / variance;
          return inside.get(i) - 0.5 * outside;
        });
  }

  @Override
  public Batch sample(Noise noise) {
    Batch z = latent.sample(noise.child("latent"));
    Batch point = frame.embed(z.reshape(Shape.vector(frame.dimension())));
    if (frame.residual() == 0) {
      return point;
    }
    Batch off = noise.child("off").normal(frame.shape());
    Batch within = frame.lifted(frame.coordinates(off));
    double tau = Math.sqrt(frame.residual());
    return Batch.combine(1, point, tau, off, -tau, within);
  }

  @Override
  public double scale() {
    int size = frame.shape().size();
    double inside = latent.scale() * latent.scale() * frame.dimension();
    return Math.sqrt((inside + frame.residual() * (size - frame.dimension())) / size);
  }

  @Override
  public Gaussian matchingGaussian() {
    Gaussian inner = latent.matchingGaussian();
    Gaussian all = Gaussian.of(inner.shape(), inner.mean(), inner.covariance());
    Batch mean = Batch.copyOf(Shape.vector(frame.dimension()), inner.mean().shared());
    return new Gaussian(
        frame.shape(),
        Vector.adopt(frame.embed(mean).toArray()),
        frame.basis().times(all.basis()),
        all.variances(),
        frame.residual());
  }
}
