package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

/// Why the score of any bounded data is linear at high noise: with `|x0 - mu| <= R`,
///
/// `|D(x) - mu - Sigma (x - mu)/sigma^2| <= R^3/(2 sigma^2) + R^3/4 (2|x - mu|/sigma^2 + R/(2
/// sigma^2))^2`, and for the Gaussian itself `<= lambda_1^2 |x - mu| / sigma^4`.
class LinearLimitTest {

  private static final List<Batch> DATASETS =
      List.of(
          Batch.ofRows(Shape.vector(1), new double[][] {{2}, {-0.5}, {-0.5}, {-0.5}, {-0.5}}),
          Noise.of(1, 60).uniform(Shape.vector(3)).map(u -> u * u * u),
          Noise.of(2, 200).normal(Shape.vector(8)).map(Math::signum));

  @Test
  void boundedDataAreLinearWithinTheirBound() {
    double closest = 0;
    for (int which = 0; which < DATASETS.size(); which++) {
      Dataset data = Dataset.of("bounded", "none", DATASETS.get(which));
      int d = data.shape().size();
      Gaussian g = LowRank.exact(data, d);
      Empirical rows = Empirical.of(data);
      double radius = 0;
      for (int i = 0; i < data.size(); i++) {
        radius = Math.max(radius, norm(minusMean(data.rows(i, 1), g)));
      }
      for (int k = 0; k < 20; k++) {
        double sigma = radius * (1 + k);
        Batch x =
            data.select(new int[50])
                .plus(Noise.of(10L * which + k, 50).normal(data.shape()), sigma);
        double variance = sigma * sigma;
        for (int i = 0; i < 50; i++) {
          Batch one = x.slice(i, 1);
          Batch v = minusMean(one, g);
          double far = norm(v);
          Batch linear = covarianceTimes(g, v).times(1 / variance);
          double error = norm(minusMean(rows.denoise(one, sigma), g).minus(linear));
          double tilt = 2 * far / variance + radius / (2 * variance);
          double cube = radius * radius * radius;
          double bound = cube / (2 * variance) + cube / 4 * tilt * tilt;
          assertThat(error).isLessThanOrEqualTo(bound);
          closest = Math.max(closest, error / bound);
          double own = norm(minusMean(g.denoise(one, sigma), g).minus(linear));
          double largest = g.variances().first();
          assertThat(own)
              .isLessThanOrEqualTo(largest * largest * far / (variance * variance) * (1 + 1e-9));
        }
      }
    }
    // The bound is not vacuous here.
    assertThat(closest).isGreaterThan(0.1);
  }

  private static Batch minusMean(Batch x, Gaussian g) {
    return x.minus(Batch.copyOf(x.shape(), g.mean().shared()));
  }

  private static Batch covarianceTimes(Gaussian g, Batch v) {
    int d = v.dimension();
    double[] out = new double[d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        out[i] += g.covariance().get(i, j) * v.get(0, j);
      }
    }
    return Batch.adopt(v.shape(), out);
  }

  private static double norm(Batch v) {
    double sum = 0;
    for (double a : v.shared()) {
      sum += a * a;
    }
    return Math.sqrt(sum);
  }
}
