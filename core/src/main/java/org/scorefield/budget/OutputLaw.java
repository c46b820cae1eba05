package org.scorefield.budget;

import org.scorefield.array.Vector;

/// The law of the samples that a sampler draws on the line, and how far it is from the one it aims
/// at: the data with noise of the last level.
///
/// @param points rising, where the law or its target is
/// @param density of the samples at each point
/// @param target density aimed at, at each point
/// @param mass of the law as it came out; off 1 by the error of the quadrature
/// @param mean of the samples
/// @param variance of the samples
/// @param klToTarget `KL(target | law)` in nats, over where the target is above 1e-14
/// @param w2 Wasserstein distance of order 2 to the target, to about 1e-5 deviations
public record OutputLaw(
    Vector points,
    Vector density,
    Vector target,
    double mass,
    double mean,
    double variance,
    double klToTarget,
    double w2) {

  /// Below this a density aimed at does not count.
  private static final double NEGLIGIBLE = 1e-14;

  /// Widest panel of the target, in standard deviations.
  private static final double PANEL = 0.5;

  static OutputLaw of(
      LineDensity law, double mass, double mean, double variance, NormalSum target) {
    double[] points =
        java.util.stream.DoubleStream.concat(
                java.util.Arrays.stream(law.panels().points()),
                java.util.Arrays.stream(target.panels(PANEL).points()))
            .sorted()
            .distinct()
            .toArray();
    double[] density = law.density(points);
    double[] aim = target.density(points);
    double w2 =
        Quantiles.distance(
            new Quantiles(points, law.cumulative(points), density),
            new Quantiles(points, target.cumulative(points), aim));
    return new OutputLaw(
        Vector.adopt(points),
        Vector.adopt(density),
        Vector.adopt(aim),
        mass,
        mean,
        variance,
        divergence(law, target),
        w2);
  }

  private static double divergence(LineDensity law, NormalSum target) {
    LinePanels panels = target.panels(PANEL);
    double[] points = panels.points();
    double[] weights = panels.weights();
    double[] aim = target.density(points);
    double[] log = law.logDensity(points);
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      if (aim[i] > NEGLIGIBLE) {
        sum += weights[i] * aim[i] * (Math.log(aim[i]) - log[i]);
      }
    }
    return sum;
  }
}
