package org.scorefield.budget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.analytic.ErrorFunction;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;

/// `sum_i m_i N(c_i, s_i^2)` on the line, of a few normal laws or of very many: the data with
/// noise, and what one step of a stochastic sampler makes of any law.
///
/// A normal law counts up to nine standard deviations from its centre; beyond is 2e-19 of it.
final class NormalSum implements LineDensity {
  private static final double REACH = 9;

  /// Widest panel, in standard deviations: eight nodes integrate the product of two normal laws of
  /// that deviation over it to 1e-9.
  static final double PANEL = 2.5;

  private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

  private final double[] centres;
  private final double[] masses;
  private final double[] deviations;

  private NormalSum(double[] centres, double[] masses, double[] deviations) {
    this.centres = centres;
    this.masses = masses;
    this.deviations = deviations;
  }

  /// White noise of level sigma.
  static NormalSum white(double sigma) {
    return new NormalSum(new double[1], new double[] {1}, new double[] {sigma});
  }

  /// A mixture on the line with noise of level sigma.
  static NormalSum of(GaussianMixture law, double sigma) {
    int[] present =
        IntStream.range(0, law.components().size()).filter(c -> law.weights().get(c) > 0).toArray();
    List<Gaussian> components = law.components();
    for (int c : present) {
      if (!(components.get(c).totalVariance() + sigma * sigma > 0)) {
        throw new IllegalArgumentException(
            "component %d of the mixture is a point and has no density at sigma = %s; ask at a sigma > 0"
                .formatted(c, sigma));
      }
    }
    return new NormalSum(
        Arrays.stream(present).mapToDouble(c -> components.get(c).mean().first()).toArray(),
        Arrays.stream(present).mapToDouble(law.weights()::get).toArray(),
        Arrays.stream(present)
            .mapToDouble(c -> Math.sqrt(components.get(c).totalVariance() + sigma * sigma))
            .toArray());
  }

  /// Many normal laws of one deviation. Takes both arrays over.
  ///
  /// @param centres in any order
  static NormalSum of(double[] centres, double[] masses, double deviation) {
    double[] deviations = new double[centres.length];
    Arrays.fill(deviations, deviation);
    return new NormalSum(centres, masses, deviations);
  }

  double mass() {
    return Arrays.stream(masses).sum();
  }

  double mean() {
    double sum = 0;
    for (int i = 0; i < masses.length; i++) {
      sum += masses[i] * centres[i];
    }
    return sum / mass();
  }

  double variance() {
    double mean = mean();
    double sum = 0;
    for (int i = 0; i < masses.length; i++) {
      double off = centres[i] - mean;
      sum += masses[i] * (off * off + deviations[i] * deviations[i]);
    }
    return sum / mass();
  }

  @Override
  public double[] density(double[] points) {
    double[] out = new double[points.length];
    for (int i = 0; i < centres.length; i++) {
      double c = centres[i];
      double s = deviations[i];
      double peak = masses[i] / (s * ROOT_TWO_PI);
      double rate = -1 / (2 * s * s);
      double end = c + REACH * s;
      for (int j = first(points, c - REACH * s); j < points.length && points[j] <= end; j++) {
        double off = points[j] - c;
        out[j] += peak * Math.exp(rate * off * off);
      }
    }
    return out;
  }

  @Override
  public double[] logDensity(double[] points) {
    double[] out = density(points);
    for (int j = 0; j < out.length; j++) {
      out[j] = out[j] > 0 ? Math.log(out[j]) : farLog(points[j]);
    }
    return out;
  }

  /// The log density where every normal law is out of reach.
  private double farLog(double y) {
    double top = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < centres.length; i++) {
      top = Math.max(top, logTerm(i, y));
    }
    double sum = 0;
    for (int i = 0; i < centres.length; i++) {
      sum += Math.exp(logTerm(i, y) - top);
    }
    return top + Math.log(sum);
  }

  private double logTerm(int i, double y) {
    double z = (y - centres[i]) / deviations[i];
    return Math.log(masses[i] / (deviations[i] * ROOT_TWO_PI)) - z * z / 2;
  }

  @Override
  public double[] cumulative(double[] points) {
    double[] out = new double[points.length];
    double[] whole = new double[points.length + 1];
    for (int i = 0; i < centres.length; i++) {
      double c = centres[i];
      double s = deviations[i];
      double end = c + REACH * s;
      int j = first(points, c - REACH * s);
      for (; j < points.length && points[j] <= end; j++) {
        out[j] += masses[i] * ErrorFunction.normalBelow((points[j] - c) / s);
      }
      whole[j] += masses[i];
    }
    double passed = 0;
    for (int j = 0; j < out.length; j++) {
      passed += whole[j];
      out[j] += passed;
    }
    return out;
  }

  double densityAt(double y) {
    return density(new double[] {y})[0];
  }

  double logDensityAt(double y) {
    return logDensity(new double[] {y})[0];
  }

  double cumulativeAt(double y) {
    return cumulative(new double[] {y})[0];
  }

  double leastDeviation() {
    return Arrays.stream(deviations).min().orElseThrow();
  }

  @Override
  public LinePanels panels() {
    return panels(PANEL);
  }

  /// @param width widest panel, in standard deviations
  LinePanels panels(double width) {
    int[] order =
        IntStream.range(0, centres.length)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(i -> deviations[i])
                    .thenComparingDouble(i -> centres[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<LinePanels.Band> bands = new ArrayList<>();
    for (int at = 0; at < order.length; ) {
      double s = deviations[order[at]];
      double from = centres[order[at]] - REACH * s;
      double to = from;
      while (at < order.length
          && deviations[order[at]] == s
          && (to == from || centres[order[at]] - REACH * s <= to)) {
        to = centres[order[at++]] + REACH * s;
      }
      bands.add(new LinePanels.Band(from, to, width * s));
    }
    return LinePanels.covering(bands);
  }

  /// Index of the first point that is not below `from`.
  private static int first(double[] points, double from) {
    int at = Arrays.binarySearch(points, from);
    return at >= 0 ? at : -at - 1;
  }
}
