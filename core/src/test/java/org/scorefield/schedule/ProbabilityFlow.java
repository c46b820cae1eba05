package org.scorefield.schedule;

/// The probability-flow ODE of N(mean, variance) in the time and coordinates of a schedule, by the
/// classical Runge-Kutta method: an oracle that shares nothing with the closed forms it checks but
/// the schedule.
final class ProbabilityFlow {
  private ProbabilityFlow() {}

  static double integrate(
      Schedule schedule, double mean, double variance, double z, double from, double to, int n) {
    double h = (to - from) / n;
    double x = z;
    for (int i = 0; i < n; i++) {
      double t = from + i * h;
      double end = i == n - 1 ? to : t + h;
      double k1 = slope(schedule, mean, variance, x, t);
      double k2 = slope(schedule, mean, variance, x + h / 2 * k1, t + h / 2);
      double k3 = slope(schedule, mean, variance, x + h / 2 * k2, t + h / 2);
      double k4 = slope(schedule, mean, variance, x + h * k3, end);
      x += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
    }
    return x;
  }

  private static double slope(Schedule schedule, double mean, double variance, double z, double t) {
    double s = schedule.scale(t);
    double sigma = schedule.sigma(t);
    double score = (s * mean - z) / (s * s * (variance + sigma * sigma));
    return schedule.scaleDerivative(t) / s * z
        - s * s * sigma * schedule.sigmaDerivative(t) * score;
  }
}
