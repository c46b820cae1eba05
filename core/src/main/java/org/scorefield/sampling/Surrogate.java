package org.scorefield.sampling;

import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.random.Noise;
import org.scorefield.schedule.Schedule;

/// A law q that stands in for a model where the model says nothing new: its noisy versions and its
/// probability-flow ODE `dx/dln sigma = x - D_q(x; sigma)` cost no call of the model. What standing
/// in costs at the end is `KL(p_sigma | q_sigma)`, whatever law q is.
///
/// Of a Gaussian the flow has a closed form (Wang and Vastola 2311.10892). Of any other law only
/// the difference to the Gaussian of the same mean and covariance, `delta = D_G - D_q`, is
/// integrated, and the Gaussian's flow is applied exactly: with `y = (Sigma + sigma^2)^(-1/2) (x -
/// mu)`, `dy/dln sigma = (Sigma + sigma^2)^(-1/2) delta`, by the classical Runge-Kutta rule of
/// order 4 in steps of at most an eighth in ln sigma (Lawson, SIAM J. Numer. Anal. 4, 1967). At
/// high noise delta falls like `sigma^-2` or faster, so little is left to integrate; for a mixture
/// of one component nothing is.
///
/// Cost of the flow of a mixture: four denoisings a step, eight steps for each factor of e.
///
/// @param law q
/// @param frame the Gaussian whose flow is taken exactly; any is right, one near q is accurate
public record Surrogate(Distribution law, Gaussian frame) {
  private static final double LONGEST_STEP = 0.125;

  public Surrogate {
    if (!law.shape().equals(frame.shape())) {
      throw new IllegalArgumentException(
          "a law on shape "
              + law.shape()
              + " cannot be integrated about a Gaussian on "
              + frame.shape()
              + "; give its matching Gaussian");
    }
  }

  /// The law, about the Gaussian of its mean and covariance.
  public Surrogate(Distribution law) {
    this(law, law.matchingGaussian());
  }

  /// `D_q(x; sigma)`.
  public Batch denoise(Batch x, double sigma) {
    return law.denoise(x, sigma);
  }

  /// The probability-flow ODE of q from noise level `from` to `to`, in either direction; exact for
  /// a Gaussian, for other laws both levels must be positive. From a level to itself it is the
  /// identity.
  public Batch flow(Batch x, double from, double to) {
    return flow(x, from, to, LONGEST_STEP);
  }

  /// The flow in steps of at most `longest` in ln sigma.
  Batch flow(Batch x, double from, double to, double longest) {
    if (from == to) {
      return x;
    }
    if (law instanceof Gaussian gaussian) {
      return gaussian.flow(x, from, to);
    }
    double length = Math.log(to / from);
    if (!Double.isFinite(length)) {
      throw new IllegalArgumentException(
          "the flow of this law is integrated in ln sigma and needs positive levels, got "
              + from
              + " and "
              + to
              + "; for clean samples draw from the law itself");
    }
    int steps = (int) Math.ceil(Math.abs(length) / longest);
    Batch state = x;
    double a = from;
    for (int i = 1; i <= steps; i++) {
      double b = i == steps ? to : from * Math.exp(length * i / steps);
      state = step(state, a, b);
      a = b;
    }
    return state;
  }

  /// The same in the coordinates of a process with its own time, `x_t = s(t) (x0 + sigma(t) n)`:
  /// variance-preserving, discrete or straight-line.
  public Batch flow(Schedule schedule, Batch x, double fromTime, double toTime) {
    return flow(
            x.times(1 / schedule.scale(fromTime)), schedule.sigma(fromTime), schedule.sigma(toTime))
        .times(schedule.scale(toTime));
  }

  /// Exact samples of q plus noise of level sigma, made from white noise `z`. For a Gaussian, and
  /// for a mixture once its component is drawn, the square root of the noisy covariance times z;
  /// otherwise a clean sample plus sigma z.
  public Batch noisy(Batch z, Noise noise, double sigma) {
    return switch (law) {
      case Gaussian gaussian -> gaussian.noisy(z, sigma);
      case GaussianMixture mixture -> mixture.noisy(z, noise, sigma);
      default -> law.sample(noise).plus(z, sigma);
    };
  }

  /// One Runge-Kutta step, its increments carried along by the flow of the frame. That flow is
  /// affine, so what it makes of `x + h/6 k1` is a mean of what it makes of x and of `x + h/2 k1`.
  private Batch step(Batch x, double a, double b) {
    double h = Math.log(b / a);
    double m = Math.sqrt(a * b);
    Batch k1 = excess(x, a);
    Batch still = frame.flow(x, a, m);
    Batch x2 = frame.flow(x.plus(k1, h / 2), a, m);
    Batch k2 = excess(x2, m);
    Batch k3 = excess(still.plus(k2, h / 2), m);
    Batch k4 = excess(frame.flow(still.plus(k3, h), m, b), b);
    Batch middle = Batch.combine(2 / 3.0, still, 1 / 3.0, x2);
    Batch moved = Batch.combine(1, middle, h / 3, k2, h / 3, k3);
    return frame.flow(moved, m, b).plus(k4, h / 6);
  }

  /// delta, the part of the slope that the frame does not have.
  private Batch excess(Batch x, double sigma) {
    return frame.denoise(x, sigma).minus(law.denoise(x, sigma));
  }
}
