package org.scorefield.budget;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.scorefield.linalg.GaussLegendre;

/// The quantile function of a law on the line that is known on a grid: between grid points the
/// cumulative is the cubic that has its values and the density as slopes.
///
/// @param points rising
/// @param below share of the law at or below each point, not falling
/// @param density at each point
record Quantiles(double[] points, double[] below, double[] density) {

  private static final GaussLegendre RULE = GaussLegendre.of(3);

  /// The Wasserstein distance of order 2, `W2^2 = int_0^1 (F^-1(u) - G^-1(u))^2 du`: in one
  /// dimension the best coupling pairs quantiles. Three Gauss-Legendre nodes between any two
  /// neighbouring values of the cumulatives.
  static double distance(Quantiles a, Quantiles b) {
    double[] shares =
        DoubleStream.concat(Arrays.stream(a.below), Arrays.stream(b.below))
            .map(u -> Math.clamp(u, 0, 1))
            .sorted()
            .distinct()
            .toArray();
    int nodes = RULE.points();
    double[] inside = new double[(shares.length - 1) * nodes];
    Arrays.setAll(
        inside,
        i -> {
          double from = shares[i / nodes];
          return from + (shares[i / nodes + 1] - from) * (1 + RULE.node(i % nodes)) / 2;
        });
    double[] first = a.at(inside);
    double[] second = b.at(inside);
    double sum = 0;
    for (int i = 0; i < inside.length; i++) {
      double width = shares[i / nodes + 1] - shares[i / nodes];
      double off = first[i] - second[i];
      sum += RULE.weight(i % nodes) / 2 * width * off * off;
    }
    return Math.sqrt(sum);
  }

  /// The quantile of each share; shares rise.
  double[] at(double[] shares) {
    double[] out = new double[shares.length];
    int cell = 0;
    for (int i = 0; i < shares.length; i++) {
      double u = shares[i];
      while (cell < points.length - 2 && below[cell + 1] < u) {
        cell++;
      }
      out[i] = inside(cell, u);
    }
    return out;
  }

  private double inside(int cell, double u) {
    double from = below[cell];
    double to = below[cell + 1];
    double width = points[cell + 1] - points[cell];
    if (u <= from) {
      return points[cell];
    }
    if (u >= to) {
      return points[cell + 1];
    }
    return points[cell]
        + width
            * MonotoneCubic.of(from, to, density[cell] * width, density[cell + 1] * width)
                .inverse(u);
  }
}
