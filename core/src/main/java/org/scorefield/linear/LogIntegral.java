package org.scorefield.linear;

import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;

/// The integral over `u = ln sigma` of a positive function that is known at a few levels: between
/// them its logarithm is a parabola. Standard errors add as if perfectly correlated.
final class LogIntegral {
  /// Largest `c h^2` taken from neighbours; beyond it they do not belong to one smooth curve.
  private static final double LARGEST_BEND = 2;

  private final double[] u;
  private final Estimate[] values;

  LogIntegral(Vector sigmas, Estimate[] values) {
    this.u = sigmas.stream().map(Math::log).toArray();
    this.values = values;
  }

  Estimate between(double from, double to) {
    double start = Math.log(from);
    double end = Math.log(to);
    double value = 0;
    double error = 0;
    long n = values[values.length - 1].n();
    for (int i = values.length - 2; i >= 0 && u[i + 1] > start; i--) {
      double low = Math.max(start, u[i]);
      double high = Math.min(end, u[i + 1]);
      if (high > low) {
        Estimate part = segment(i, low, high);
        value += part.value();
        error += part.standardError();
        n = Math.min(n, part.n());
      }
    }
    return new Estimate(value, error, n);
  }

  private Estimate segment(int i, double low, double high) {
    double c = curvature(i);
    Estimate a = at(low, i, c);
    Estimate b = at(high, i, c);
    double h = high - low;
    boolean power = isPower(i);
    double mean = power ? LogarithmicMean.of(a.value(), b.value()) : (a.value() + b.value()) / 2;
    double byA = power ? LogarithmicMean.slope(a.value(), b.value()) : 0.5;
    double byB = power ? LogarithmicMean.slope(b.value(), a.value()) : 0.5;
    double length = h * (1 - c * h * h / 12);
    return new Estimate(
        length * mean,
        length * (byA * a.standardError() + byB * b.standardError()),
        Math.min(a.n(), b.n()));
  }

  /// The value at u on segment i, of curvature c.
  private Estimate at(double at, int i, double c) {
    Estimate a = values[i];
    Estimate b = values[i + 1];
    double w = (at - u[i]) / (u[i + 1] - u[i]);
    double value = (1 - w) * a.value() + w * b.value();
    double byA = 1 - w;
    double byB = w;
    if (isPower(i)) {
      double bend = Math.exp(-c / 2 * (at - u[i]) * (u[i + 1] - at));
      value = Math.pow(a.value(), 1 - w) * Math.pow(b.value(), w) * bend;
      byA *= value / a.value();
      byB *= value / b.value();
    }
    return new Estimate(
        value, byA * a.standardError() + byB * b.standardError(), Math.min(a.n(), b.n()));
  }

  /// Whether the function may be taken as positive on segment i.
  private boolean isPower(int i) {
    return isPositive(i) && isPositive(i + 1);
  }

  private boolean isPositive(int i) {
    return values[i].value() > values[i].standardError();
  }

  /// The second derivative of the logarithm on segment i: the mean of that at its ends, each from
  /// three levels, where there are three.
  private double curvature(int i) {
    double sum = 0;
    int counted = 0;
    for (int j = i; j <= i + 1; j++) {
      if (j > 0 && j < u.length - 1 && isPower(j - 1) && isPower(j)) {
        sum += 2 * (slope(j) - slope(j - 1)) / (u[j + 1] - u[j - 1]);
        counted++;
      }
    }
    double h = u[i + 1] - u[i];
    double most = LARGEST_BEND / (h * h);
    return counted == 0 ? 0 : Math.clamp(sum / counted, -most, most);
  }

  private double slope(int i) {
    return Math.log(values[i + 1].value() / values[i].value()) / (u[i + 1] - u[i]);
  }
}
