package org.scorefield.budget;

import java.util.Arrays;
import org.scorefield.array.Vector;
import org.scorefield.linear.AffineRun;

/// What a {@link Scheme} does to each direction, by its recursion: about the mean, a step is `u <-
/// a u + (1 - a) b + sqrt(eta) z`, `a = 1 - (1 + eps) D/(lambda + v)`. It is what {@link AffineRun}
/// reads off the solver itself, in `O(N)` a mode instead of `O(N^2)`.
final class FrozenRecursion {
  private FrozenRecursion() {}

  static AffineRun run(Scheme scheme, GaussianModel model) {
    double[] lambda = model.data().variances().shared();
    double[] factors = new double[lambda.length];
    double[] offsets = new double[lambda.length];
    double[] drawn = new double[lambda.length];
    Arrays.fill(factors, 1);
    Vector noise = scheme.variances();
    for (int k = 0; k < scheme.steps(); k++) {
      double sigma = scheme.grid().sigma(k);
      double v = sigma * sigma;
      double pull = (1 + model.error().relative(sigma)) * scheme.drop(k);
      double shift = model.error().shift(sigma);
      double eta = noise.get(k);
      for (int i = 0; i < lambda.length; i++) {
        double a = (lambda[i] + v - pull) / (lambda[i] + v);
        factors[i] *= a;
        offsets[i] = a * offsets[i] + (1 - a) * shift;
        drawn[i] = a * a * drawn[i] + eta;
      }
    }
    return new AffineRun(Vector.adopt(factors), Vector.adopt(offsets), Vector.adopt(drawn));
  }
}
