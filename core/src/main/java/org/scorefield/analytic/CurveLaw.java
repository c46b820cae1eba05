package org.scorefield.analytic;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.linalg.GaussLegendre;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// The law of `x0 = c(t) + tau n`: a point of one of several curves in the plane, each as likely as
/// the other and t uniform on [0, 1], blurred by a Gaussian of standard deviation tau.
///
/// More noise only widens the blur, so density and denoiser at any sigma are integrals over the
/// curve, with `v = tau^2 + sigma^2`:
///
/// `p(x; sigma) = mean over t of N(x; c(t), v I)`, `D(x; sigma) = C + tau^2/v (x - C)`, C the mean
/// of c(t) given x.
///
/// They are summed by a Gauss-Legendre rule on pieces no longer than the blur, to 1e-10 relative
/// within 20 sqrt(v) of the curves. Wider noise takes fewer pieces. Cost at sigma = 0: `16 L / tau`
/// exponentials a sample for curves of length L.
public final class CurveLaw implements Distribution, PosteriorCovariance {
  private static final Shape PLANE = Shape.vector(2);
  private static final int NODES = 16;
  private static final int FEWEST_PIECES = 6;
  private static final double NEGLIGIBLE_EXPONENT = -50;

  private final List<Arc> arcs;
  private final double blur;
  private final List<Rule> rules;
  private final Gaussian matching;

  /// @param arcs at least one
  /// @param blur tau > 0
  public CurveLaw(List<Arc> arcs, double blur) {
    if (arcs.isEmpty() || !(blur > 0)) {
      throw new IllegalArgumentException(
          "need at least one arc and a positive blur, got " + arcs.size() + " and " + blur);
    }
    this.arcs = List.copyOf(arcs);
    this.blur = blur;
    this.rules = new ArrayList<>();
    double width = blur;
    do {
      rules.add(Rule.of(arcs, width));
      width *= 2;
    } while (rules.getLast().weights.length > NODES * FEWEST_PIECES * arcs.size());
    this.matching = rules.getFirst().matching(blur);
  }

  /// Nodes on the curves for blurs of at least `width`.
  private record Rule(double width, double[] x, double[] y, double[] weights) {

    static Rule of(List<Arc> arcs, double width) {
      GaussLegendre rule = GaussLegendre.of(NODES);
      int[] pieces = new int[arcs.size()];
      int total = 0;
      for (int a = 0; a < pieces.length; a++) {
        pieces[a] = Math.max(FEWEST_PIECES, (int) Math.ceil(arcs.get(a).speed() / width));
        total += pieces[a];
      }
      Rule out =
          new Rule(
              width,
              new double[total * NODES],
              new double[total * NODES],
              new double[total * NODES]);
      int at = 0;
      for (int a = 0; a < pieces.length; a++) {
        for (int p = 0; p < pieces[a]; p++) {
          for (int q = 0; q < NODES; q++) {
            double t = (p + (1 + rule.node(q)) / 2) / pieces[a];
            out.x[at] = arcs.get(a).x().applyAsDouble(t);
            out.y[at] = arcs.get(a).y().applyAsDouble(t);
            out.weights[at++] = rule.weight(q) / (2.0 * pieces[a] * pieces.length);
          }
        }
      }
      return out;
    }

    /// The Gaussian with mean and covariance of the blurred curves.
    Gaussian matching(double blur) {
      double mx = 0;
      double my = 0;
      for (int q = 0; q < weights.length; q++) {
        mx += weights[q] * x[q];
        my += weights[q] * y[q];
      }
      double[] covariance = {blur * blur, 0, 0, blur * blur};
      for (int q = 0; q < weights.length; q++) {
        double dx = x[q] - mx;
        double dy = y[q] - my;
        covariance[0] += weights[q] * dx * dx;
        covariance[1] += weights[q] * dx * dy;
        covariance[2] += weights[q] * dx * dy;
        covariance[3] += weights[q] * dy * dy;
      }
      return Gaussian.of(PLANE, Vector.of(mx, my), Matrix.adopt(2, 2, covariance));
    }
  }

  /// Moments of the point c(t) of the curve given x.
  private record Seen(double logDensity, double cx, double cy, double xx, double xy, double yy) {}

  private Seen at(Rule rule, double x, double y, double v, double[] exponents) {
    int n = rule.weights.length;
    int nearest = 0;
    for (int q = 0; q < n; q++) {
      double dx = x - rule.x[q];
      double dy = y - rule.y[q];
      exponents[q] = -(dx * dx + dy * dy) / (2 * v);
      nearest = exponents[q] > exponents[nearest] ? q : nearest;
    }
    double max = exponents[nearest];
    double nearX = rule.x[nearest];
    double nearY = rule.y[nearest];
    double total = 0;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    double syy = 0;
    for (int q = 0; q < n; q++) {
      double e = exponents[q] - max;
      if (e < NEGLIGIBLE_EXPONENT) {
        continue;
      }
      double w = rule.weights[q] * Math.exp(e);
      // relative to the nearest node: nothing cancels, on the curve or far from it
      double dx = rule.x[q] - nearX;
      double dy = rule.y[q] - nearY;
      total += w;
      sx += w * dx;
      sy += w * dy;
      sxx += w * dx * dx;
      sxy += w * dx * dy;
      syy += w * dy * dy;
    }
    double mx = sx / total;
    double my = sy / total;
    return new Seen(
        max + Math.log(total / (2 * Math.PI * v)),
        nearX + mx,
        nearY + my,
        sxx / total - mx * mx,
        sxy / total - mx * my,
        syy / total - my * my);
  }

  @FunctionalInterface
  private interface Use {
    void accept(int i, Seen seen);
  }

  private void forEach(Batch x, double sigma, Use use) {
    if (x.dimension() != 2) {
      throw new IllegalArgumentException("a law in the plane was given samples of " + x.shape());
    }
    double v = blur * blur + sigma * sigma;
    Rule rule =
        rules.reversed().stream()
            .filter(r -> r.width * r.width <= v)
            .findFirst()
            .orElse(rules.getFirst());
    Rows.parallel(
        x.count(),
        64,
        (from, to) -> {
          double[] exponents = new double[rule.weights.length];
          for (int i = from; i < to; i++) {
            use.accept(i, at(rule, x.get(i, 0), x.get(i, 1), v, exponents));
          }
        });
  }

  @Override
  public Shape shape() {
    return PLANE;
  }

  /// Standard deviation tau of the blur.
  public double blur() {
    return blur;
  }

  @Override
  public Gaussian matchingGaussian() {
    return matching;
  }

  @Override
  public double scale() {
    return matching.scale();
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    double keep = blur * blur / (blur * blur + sigma * sigma);
    double[] out = new double[x.count() * 2];
    forEach(
        x,
        sigma,
        (i, seen) -> {
          out[2 * i] = seen.cx + keep * (x.get(i, 0) - seen.cx);
          out[2 * i + 1] = seen.cy + keep * (x.get(i, 1) - seen.cy);
        });
    return Batch.adopt(PLANE, out);
  }

  @Override
  public Vector logDensity(Batch x, double sigma) {
    double[] out = new double[x.count()];
    forEach(x, sigma, (i, seen) -> out[i] = seen.logDensity);
    return Vector.adopt(out);
  }

  /// `keep sigma^2 I + (1 - keep)^2 Cov[c | x]`, `keep = tau^2/(tau^2 + sigma^2)`.
  @Override
  public List<Matrix> posteriorCovariance(Batch x, double sigma) {
    double variance = sigma * sigma;
    double keep = blur * blur / (blur * blur + variance);
    double move = (1 - keep) * (1 - keep);
    double[] out = new double[x.count() * 4];
    forEach(
        x,
        sigma,
        (i, seen) -> {
          out[4 * i] = keep * variance + move * seen.xx;
          out[4 * i + 1] = move * seen.xy;
          out[4 * i + 2] = move * seen.xy;
          out[4 * i + 3] = keep * variance + move * seen.yy;
        });
    return java.util.stream.IntStream.range(0, x.count())
        .mapToObj(i -> Matrix.adopt(2, 2, java.util.Arrays.copyOfRange(out, 4 * i, 4 * i + 4)))
        .toList();
  }

  @Override
  public Vector posteriorTrace(Batch x, double sigma) {
    List<Matrix> covariances = posteriorCovariance(x, sigma);
    return Vector.generate(
        x.count(), i -> covariances.get(i).get(0, 0) + covariances.get(i).get(1, 1));
  }

  @Override
  public Batch sample(Noise noise) {
    double[] u = noise.child("curve").uniform(PLANE).shared();
    double[] n = noise.child("blur").normal(PLANE).shared();
    double[] out = new double[u.length];
    for (int i = 0; i < out.length; i += 2) {
      Arc arc = arcs.get(Math.min(arcs.size() - 1, (int) (u[i] * arcs.size())));
      out[i] = arc.x().applyAsDouble(u[i + 1]) + blur * n[i];
      out[i + 1] = arc.y().applyAsDouble(u[i + 1]) + blur * n[i + 1];
    }
    return Batch.adopt(PLANE, out);
  }
}
