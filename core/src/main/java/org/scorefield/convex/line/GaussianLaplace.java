package org.scorefield.convex.line;

import org.scorefield.convex.Activation;

import org.scorefield.array.Vector;
import org.scorefield.linalg.GaussLegendre;

/// A Gaussian with exponential tails: the law that score matching with absolute values and without
/// a skip connection learns at large weight decay (Zhang and Pilanci 2402.01965),
///
/// `-log p = K (x - mu)^2 / 2` between a and b, continued by its tangents; score `-K (x - mu)`,
/// constant outside.
///
/// With n data points of mean mu and variance v it is the law of the solution for beta between
/// {@link LineThresholds#affine} and n, with `K = (n - beta)/(n v)`, a and b the first and the last
/// point: inside a Gaussian of variance `n v/(n - beta)`, wider than the data. Log-concave; its
/// score is K-Lipschitz.
///
/// @param mean mu, of the Gaussian part
/// @param precision K, > 0, over units of the data squared
/// @param first a < mu
/// @param last b > mu
public record GaussianLaplace(double mean, double precision, double first, double last) {
  private static final GaussLegendre RULE = GaussLegendre.of(24);

  public GaussianLaplace {
    if (!(precision > 0) || !Double.isFinite(precision)) {
      throw new IllegalArgumentException(
          "the precision must be positive and finite, got "
              + precision
              + "; at beta = n and above the score is 0 and there is no law");
    }
    if (!(first < mean && mean < last) || !Double.isFinite(last - first)) {
      throw new IllegalArgumentException(
          "the mean must lie between the ends, got %s, %s and %s".formatted(first, mean, last));
    }
  }

  /// What score matching learns of the data at the given weight decay, if that is in the range
  /// where this is the law.
  public static GaussianLaplace learned(SortedPoints data, double beta) {
    LineProgram program = LineProgram.scoreMatching(data, Activation.ABSOLUTE, false, beta);
    LineThresholds thresholds = program.thresholds();
    if (beta < thresholds.affine() || beta >= thresholds.empty()) {
      throw new IllegalArgumentException(
          "the law is of this form for beta from %s to below %s, got %s; solve the program and take the law of its score"
              .formatted(thresholds.affine(), thresholds.empty(), beta));
    }
    double n = data.size();
    return new GaussianLaplace(
        data.mean(), (n - beta) / (n * data.variance()), data.first(), data.last());
  }

  /// The score, continuous and piecewise linear.
  public LineScore score() {
    return new LineScore(
        Vector.of(first, last),
        Vector.of(precision * (mean - first), precision * (mean - last)),
        Vector.of(0, -precision, 0));
  }

  /// `Z = integral of exp(-K (x - mu)^2 / 2)` inside, and of its tangents outside.
  public double normaliser() {
    return leftTail() + inside(first, last) + rightTail();
  }

  public double density(double x) {
    double nearest = Math.clamp(x, first, last);
    double d = nearest - mean;
    double exponent = -precision * d * (d / 2 + (x - nearest));
    return Math.exp(exponent) / normaliser();
  }

  public double cdf(double x) {
    double z = normaliser();
    if (x <= first) {
      return leftTail() * Math.exp(precision * (mean - first) * (x - first)) / z;
    }
    if (x >= last) {
      return 1 - rightTail() * Math.exp(-precision * (last - mean) * (x - last)) / z;
    }
    return (leftTail() + inside(first, x)) / z;
  }

  /// The mean of the law, by parts: inside and tails share the boundary terms.
  public double expectation() {
    double a = first - mean;
    double b = last - mean;
    double tails =
        leftTail() * (a - 1 / (precision * -a)) + rightTail() * (b + 1 / (precision * b));
    return mean + (tails + (weight(a) - weight(b)) / precision) / normaliser();
  }

  public double variance() {
    double a = first - mean;
    double b = last - mean;
    double left = 1 / (precision * -a);
    double right = 1 / (precision * b);
    double tails =
        leftTail() * (a * a - 2 * a * left + 2 * left * left)
            + rightTail() * (b * b + 2 * b * right + 2 * right * right);
    double inner = (inside(first, last) + a * weight(a) - b * weight(b)) / precision;
    double shift = expectation() - mean;
    return (tails + inner) / normaliser() - shift * shift;
  }

  private double weight(double d) {
    return Math.exp(-precision * d * d / 2);
  }

  private double leftTail() {
    return weight(first - mean) / (precision * (mean - first));
  }

  private double rightTail() {
    return weight(last - mean) / (precision * (last - mean));
  }

  /// Panels one standard deviation wide, as far as 12 from the mean.
  private double inside(double from, double to) {
    double deviation = 1 / Math.sqrt(precision);
    double a = Math.max(from - mean, -12 * deviation);
    double b = Math.min(to - mean, 12 * deviation);
    if (!(b > a)) {
      return 0;
    }
    int panels = (int) Math.ceil((b - a) / deviation);
    double half = (b - a) / (2 * panels);
    double sum = 0;
    for (int p = 0; p < panels; p++) {
      for (int q = 0; q < RULE.points(); q++) {
        sum += RULE.weight(q) * weight(a + half * (2 * p + 1 + RULE.node(q)));
      }
    }
    return half * sum;
  }
}
