package org.scorefield;

import java.util.Arrays;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.LogDensity;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.linalg.Matrix;

/// Independent components, each of law `N(-1, v)/2 + N(1, v)/2`: in one dimension the two-bump
/// mixture, in d dimensions a mixture of 2^d. With `p = v + sigma^2`, `D(x) = (v x + sigma^2
/// tanh(x/p))/p`, component by component.
public record SymmetricPair(Shape shape, double variance)
    implements Denoiser, LogDensity, PosteriorCovariance {

  @Override
  public Batch denoise(Batch x, double sigma) {
    double s = sigma * sigma;
    double p = variance + s;
    return x.map(value -> (variance * value + s * Math.tanh(value / p)) / p);
  }

  @Override
  public Vector logDensity(Batch x, double sigma) {
    double p = variance + sigma * sigma;
    Batch each =
        x.map(value -> {
          double a = Math.abs(value);
          double nearer = -(a - 1) * (a - 1) / (2 * p);
          return nearer
              + Math.log1p(Math.exp(-2 * a / p))
              - Math.log(2 * Math.sqrt(2 * Math.PI * p));
        });
    return Vector.generate(x.count(), i -> Arrays.stream(each.row(i)).sum());
  }

  @Override
  public Vector posteriorTrace(Batch x, double sigma) {
    Batch each = componentVariances(x, sigma);
    return Vector.generate(x.count(), i -> Arrays.stream(each.row(i)).sum());
  }

  @Override
  public List<Matrix> posteriorCovariance(Batch x, double sigma) {
    Batch each = componentVariances(x, sigma);
    return java.util.stream.IntStream.range(0, x.count())
        .mapToObj(i -> Matrix.diagonal(shape.size(), j -> each.get(i, j)))
        .toList();
  }

  private Batch componentVariances(Batch x, double sigma) {
    double s = sigma * sigma;
    double p = variance + s;
    return x.map(value -> {
      double t = Math.tanh(value / p);
      return s * (variance + s / p * (1 - t * t)) / p;
    });
  }
}
