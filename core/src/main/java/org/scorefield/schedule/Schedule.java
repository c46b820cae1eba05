package org.scorefield.schedule;

/// A noise schedule: how a diffusion process in its own time t scales data and adds noise, `x_t =
/// s(t) (x0 + sigma(t) n)`.
///
/// sigma is a standard deviation relative to unscaled data, so every schedule passes through the
/// same family of noisy laws p(x; sigma); only the clock and the scale differ. Inside Scorefield
/// states are unscaled (s = 1) and the clock is sigma itself; a schedule is needed to place grid
/// points uniformly in t, and at the edge, to talk to a network in its own coordinates.
///
/// sigma(t) is strictly increasing on `[minTime, maxTime]`.
public interface Schedule {

  /// The name used on the command line.
  String name();

  /// Noise level sigma(t).
  double sigma(double t);

  /// Scale s(t).
  double scale(double t);

  /// d sigma / dt.
  double sigmaDerivative(double t);

  /// d s / dt.
  double scaleDerivative(double t);

  /// The t with sigma(t) = sigma.
  double time(double sigma);

  double minTime();

  double maxTime();
}
