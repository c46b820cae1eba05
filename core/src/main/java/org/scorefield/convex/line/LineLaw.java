package org.scorefield.convex.line;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.scorefield.array.Vector;
import org.scorefield.linalg.GaussLegendre;

/// The law that a piecewise linear score is the score of, `p(x) = exp(integral of s) / Z`: Gaussian
/// from knot to knot. It is what Langevin dynamics `dX = s(X)/2 dt + dW` converges to, so it is
/// what a network with that score has learned.
///
/// Integrals are sums of Gauss-Legendre panels in which the exponent varies little, good to about
/// 13 digits; tails end where the density is e^-60 of its largest in them.
public final class LineLaw {
  private static final GaussLegendre RULE = GaussLegendre.of(20);

  /// Fall of the exponent at which a tail ends.
  private static final double TAIL = 60;

  /// How much the exponent may vary within a panel, about.
  private static final double VARIATION = 8;

  private final LineScore score;
  // The log density up to a constant at the edges of the panels, and the mass to the left of them.
  private final double[] edges;
  private final double[] logs;
  private final double[] below;

  /// @throws IllegalArgumentException if the score does not confine: then there is no law
  public LineLaw(LineScore score) {
    if (!score.confines()) {
      throw new IllegalArgumentException(
          "exp of the integral of this score has no finite mass: the tails have slopes %s and %s, and Langevin dynamics leaves for infinity; take a larger beta, or a skip connection"
              .formatted(score.slopes().first(), score.slopes().last()));
    }
    this.score = score;
    edges = edges(score);
    logs = new double[edges.length];
    for (int k = 1; k < edges.length; k++) {
      double width = edges[k] - edges[k - 1];
      logs[k] = logs[k - 1] + width * (score.at(edges[k]) + score.at(edges[k - 1])) / 2;
    }
    double peak = Arrays.stream(logs).max().orElse(0);
    for (int k = 0; k < logs.length; k++) {
      logs[k] -= peak;
    }
    below = new double[edges.length];
    CompensatedSum mass = new CompensatedSum();
    for (int k = 1; k < edges.length; k++) {
      mass.add(integral(k - 1, edges[k], x -> 1));
      below[k] = mass.value();
    }
  }

  public LineScore score() {
    return score;
  }

  /// log p; nats.
  public double logDensity(double x) {
    int k = Math.clamp(panel(x), 0, edges.length - 2);
    double from = edges[k];
    double exponent;
    if (x > edges[edges.length - 1]) {
      from = edges[edges.length - 1];
      exponent = logs[edges.length - 1];
    } else {
      exponent = logs[k];
    }
    return exponent + (x - from) * (score.at(from) + score.at(x)) / 2 - Math.log(mass());
  }

  public double density(double x) {
    return Math.exp(logDensity(x));
  }

  /// The share of the law that is at most x.
  public double cdf(double x) {
    if (x <= edges[0]) {
      return 0;
    }
    if (x >= edges[edges.length - 1]) {
      return 1;
    }
    int k = panel(x);
    return (below[k] + integral(k, x, t -> 1)) / mass();
  }

  /// The x with `cdf(x) = u`, to rounding.
  ///
  /// @param u strictly between 0 and 1
  public double quantile(double u) {
    if (!(u > 0 && u < 1)) {
      throw new IllegalArgumentException("a share must be between 0 and 1, got " + u);
    }
    int k = Arrays.binarySearch(below, u * mass());
    int right = Math.clamp(k >= 0 ? k : -k - 1, 1, edges.length - 1);
    double low = edges[right - 1];
    double high = edges[right];
    while (true) {
      double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) {
        return middle;
      }
      if (cdf(middle) < u) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }

  /// `E f(x)`, for a smooth f; kinks of f belong among the knots of the score.
  public double expectation(DoubleUnaryOperator f) {
    CompensatedSum sum = new CompensatedSum();
    for (int k = 0; k + 1 < edges.length; k++) {
      sum.add(integral(k, edges[k + 1], f));
    }
    return sum.value() / mass();
  }

  public double mean() {
    return expectation(x -> x);
  }

  public double variance() {
    double mean = mean();
    return expectation(x -> (x - mean) * (x - mean));
  }

  private double mass() {
    return below[below.length - 1];
  }

  /// The panel that holds x: between edges k and k + 1.
  private int panel(double x) {
    int k = Arrays.binarySearch(edges, x);
    return k >= 0 ? Math.min(k, edges.length - 2) : -k - 2;
  }

  /// `integral of f p` from the left edge of a panel to a point of it, up to the mass.
  private double integral(int panel, double to, DoubleUnaryOperator f) {
    double from = edges[panel];
    double half = (to - from) / 2;
    double left = score.at(from);
    double slope = to > from ? (score.at(edges[panel + 1]) - left) / (edges[panel + 1] - from) : 0;
    double sum = 0;
    for (int q = 0; q < RULE.points(); q++) {
      double t = half * (1 + RULE.node(q));
      double exponent = logs[panel] + t * (left + slope * t / 2);
      sum += RULE.weight(q) * Math.exp(exponent) * f.applyAsDouble(from + t);
    }
    return half * sum;
  }

  private static double[] edges(LineScore score) {
    Vector knots = score.knots();
    double left = reach(score.values().first(), score.slopes().first());
    double right = reach(-score.values().last(), score.slopes().last());
    double[] coarse = new double[knots.size() + 2];
    coarse[0] = knots.first() - left;
    System.arraycopy(knots.shared(), 0, coarse, 1, knots.size());
    coarse[coarse.length - 1] = knots.last() + right;
    DoubleStream.Builder edges = DoubleStream.builder();
    edges.add(coarse[0]);
    for (int k = 1; k < coarse.length; k++) {
      double a = coarse[k - 1];
      double width = coarse[k] - a;
      double steepest = Math.max(Math.abs(score.at(a)), Math.abs(score.at(coarse[k])));
      int parts = (int) Math.min(1000, 1 + steepest * width / VARIATION);
      for (int p = 1; p < parts; p++) {
        edges.add(a + width * p / parts);
      }
      edges.add(coarse[k]);
    }
    return edges.build().toArray();
  }

  /// How far out of the last knot the density falls by e^-60 from its largest there.
  ///
  /// @param inward the score at the knot, positive toward the data
  /// @param slope of the score, at most 0
  private static double reach(double inward, double slope) {
    double stiffness = -slope;
    double pull = Math.max(inward, 0);
    double rising = inward < 0 ? -inward / stiffness : 0;
    return rising + 2 * TAIL / (pull + Math.sqrt(pull * pull + 2 * stiffness * TAIL));
  }
}
