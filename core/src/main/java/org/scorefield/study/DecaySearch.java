package org.scorefield.study;

import java.util.Arrays;
import java.util.function.DoubleFunction;

/// Least squares for `floor + amplitude x decay`, by variable projection: for every rate and
/// exponent the best floor and amplitude are linear least squares, so only one or two parameters
/// are searched, over a grid of their logarithms that holds every minimum worth finding, then by
/// golden section.
final class DecaySearch {
  private static final int RATES = 60;
  private static final int EXPONENTS = 16;
  private static final int SECTIONS = 28;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /// Slowest decay considered, over the whole trace; the fastest is that over its shortest gap.
  private static final double SLOWEST = 1e-3;

  private static final double FASTEST = 50;

  private final Decay decay;
  private final double[] steps;
  private final double[] values;
  private final double[] weights;

  DecaySearch(Decay decay, double[] steps, double[] values, double[] weights) {
    this.decay = decay;
    this.steps = steps;
    this.values = values;
    this.weights = weights;
  }

  /// One point of the search.
  ///
  /// @param squares weighted sum of squared residuals
  record Candidate(double rate, double exponent, double floor, double amplitude, double squares) {}

  Candidate best() {
    if (!decay.hasExponent()) {
      return bestRate(1);
    }
    return minimise(
        Math.log(decay.leastExponent()),
        Math.log(decay.mostExponent()),
        EXPONENTS,
        u -> bestRate(Math.exp(u)));
  }

  private Candidate bestRate(double exponent) {
    double last = steps[steps.length - 1];
    double gap = last;
    for (int i = 1; i < steps.length; i++) {
      gap = Math.min(gap, steps[i] - steps[i - 1]);
    }
    return minimise(
        Math.log(SLOWEST / last),
        Math.log(FASTEST / gap),
        RATES,
        u -> project(Math.exp(u), exponent));
  }

  private static Candidate minimise(
      double low, double high, int points, DoubleFunction<Candidate> at) {
    double step = (high - low) / (points - 1);
    Candidate best = at.apply(low);
    int where = 0;
    for (int i = 1; i < points; i++) {
      Candidate next = at.apply(low + i * step);
      if (next.squares() < best.squares()) {
        best = next;
        where = i;
      }
    }
    double a = low + Math.max(0, where - 1) * step;
    double b = low + Math.min(points - 1, where + 1) * step;
    Candidate section = golden(a, b, at);
    return section.squares() < best.squares() ? section : best;
  }

  private static Candidate golden(double low, double high, DoubleFunction<Candidate> at) {
    double a = low;
    double b = high;
    double c = b - GOLDEN * (b - a);
    double d = a + GOLDEN * (b - a);
    Candidate atC = at.apply(c);
    Candidate atD = at.apply(d);
    for (int i = 0; i < SECTIONS; i++) {
      if (atC.squares() < atD.squares()) {
        b = d;
        d = c;
        atD = atC;
        c = b - GOLDEN * (b - a);
        atC = at.apply(c);
      } else {
        a = c;
        c = d;
        atC = atD;
        d = a + GOLDEN * (b - a);
        atD = at.apply(d);
      }
    }
    return atC.squares() < atD.squares() ? atC : atD;
  }

  /// The best floor >= 0 and amplitude at a rate and exponent.
  private Candidate project(double rate, double exponent) {
    double[] g = new double[steps.length];
    Arrays.setAll(g, i -> decay.at(steps[i], rate, exponent));
    double total = 0;
    double meanG = 0;
    double meanY = 0;
    for (int i = 0; i < g.length; i++) {
      total += weights[i];
      meanG += weights[i] * g[i];
      meanY += weights[i] * values[i];
    }
    meanG /= total;
    meanY /= total;
    double gg = 0;
    double gy = 0;
    for (int i = 0; i < g.length; i++) {
      gg += weights[i] * (g[i] - meanG) * (g[i] - meanG);
      gy += weights[i] * (g[i] - meanG) * (values[i] - meanY);
    }
    double amplitude = gg > 0 ? gy / gg : 0;
    double floor = meanY - amplitude * meanG;
    if (floor < 0) {
      floor = 0;
      amplitude = (gy + total * meanG * meanY) / (gg + total * meanG * meanG);
    }
    double squares = 0;
    for (int i = 0; i < g.length; i++) {
      double r = values[i] - floor - amplitude * g[i];
      squares += weights[i] * r * r;
    }
    return new Candidate(rate, exponent, floor, amplitude, squares);
  }
}
