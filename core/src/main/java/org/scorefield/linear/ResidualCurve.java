package org.scorefield.linear;

import java.util.List;
import java.util.OptionalDouble;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;

/// How far a surrogate's denoiser is from the true one at each noise level,
///
/// `Delta(sigma) = E |D*(x; sigma) - D_q(x; sigma)|^2`, x = x0 + sigma n of the data,
///
/// summed over components, in squared units of the data. From it follows what replacing the data's
/// noisy law p by the surrogate's q costs, for *any* two laws (I-MMSE; Guo, Shamai and Verdu 2005,
/// Verdu 2010 for the mismatched form):
///
/// `KL(p_sigma | q_sigma) = integral_sigma^inf Delta(s) s^-3 ds = integral_{ln sigma}^inf (Delta /
/// s^2) d ln s`.
///
/// The probability-flow ODE is a bijection, so the same divergence, in nats, is the cost of a
/// closed-form start at sigma at the final samples.
///
/// **The rule.** Between levels the logarithm of the integrand is a parabola in ln s through both
/// its ends, with the curvature that the neighbouring levels show; the integral is that of the
/// straight line (logarithmic mean times the distance, exact for powers of s) times `1 - c h^2 /
/// 12` for the curvature c. Where an end is not above its standard error, the integrand itself is
/// taken as a straight line in ln s. Above the highest level it goes on as the power of the last
/// two, which is held between `s^-2` (any two laws of finite variance decay at least so fast) and
/// `s^-6` (skewed data against the Gaussian of their mean and covariance): see {@link #tail}. Below
/// the lowest level there is nothing: asking there is an error.
///
/// **Standard errors** of integrals add those of the levels as if they were perfectly correlated,
/// which holds whatever their correlation is and is near the truth where all levels were measured
/// with common random numbers. Cost of a query: linear in the number of levels.
///
/// @param sigmas levels, strictly increasing, at least 2, all positive
/// @param residuals Delta at each; values may be negative where a difference of losses or a noise
///   floor made them so
public record ResidualCurve(Vector sigmas, List<Estimate> residuals) {
  private static final double SLOWEST_DECAY = 2;
  private static final double FASTEST_DECAY = 6;

  public ResidualCurve {
    residuals = List.copyOf(residuals);
    if (sigmas.size() < 2 || sigmas.size() != residuals.size()) {
      throw new IllegalArgumentException(
          "a curve needs at least 2 noise levels and one value for each, got "
              + sigmas.size()
              + " levels and "
              + residuals.size()
              + " values");
    }
    for (int i = 0; i < sigmas.size(); i++) {
      double sigma = sigmas.get(i);
      if (!(sigma > (i == 0 ? 0 : sigmas.get(i - 1))) || !Double.isFinite(sigma)) {
        throw new IllegalArgumentException(
            "noise levels of a curve must be positive, finite and increase strictly, got "
                + sigmas);
      }
      if (!Double.isFinite(residuals.get(i).value())) {
        throw new IllegalArgumentException(
            "the residual at sigma = " + sigma + " is " + residuals.get(i).value());
      }
    }
  }

  /// The curve of a table of unexplained shares of the score, `r = E|s - s_q|^2 / E|s|^2`, and
  /// score energies `S = E|s|^2`: `Delta = sigma^4 r S`, without standard errors.
  public static ResidualCurve ofShares(Vector sigmas, Vector shares, Vector energies) {
    return new ResidualCurve(
        sigmas,
        java.util.stream.IntStream.range(0, sigmas.size())
            .mapToObj(i ->
                new Estimate(Math.pow(sigmas.get(i), 4) * shares.get(i) * energies.get(i), 0, 0))
            .toList());
  }

  /// The curve without a network's relative rounding noise. At the highest level nearly all of the
  /// unexplained share `r = Delta / (sigma^4 S)` is noise of the network's arithmetic; that share
  /// is taken off at every level, and what is left is at least 0. Right only if the highest level
  /// is far above the data's scale, as 160 standard deviations are.
  ///
  /// @param energies S = E|s|^2 at each level
  public ResidualCurve lessFloor(Vector energies) {
    int top = sigmas.size() - 1;
    double floor = residuals.get(top).value() / unit(top, energies);
    return new ResidualCurve(
        sigmas,
        java.util.stream.IntStream.rangeClosed(0, top)
            .mapToObj(i -> {
              Estimate e = residuals.get(i);
              double left = Math.max(0, e.value() - floor * unit(i, energies));
              return new Estimate(left, e.standardError(), e.n());
            })
            .toList());
  }

  private double unit(int i, Vector energies) {
    return Math.pow(sigmas.get(i), 4) * energies.get(i);
  }

  /// Lowest level with a value.
  public double lowest() {
    return sigmas.first();
  }

  /// Highest level with a value.
  public double highest() {
    return sigmas.last();
  }

  /// `integral_sigma^inf Delta(s) s^-3 ds` in nats.
  ///
  /// @throws IllegalArgumentException if sigma is below the lowest level
  public Estimate kl(double sigma) {
    return sigma >= highest() ? above(sigma) : sum(integrate(sigma, highest(), costs()), tail());
  }

  /// The part of every {@link #kl} that lies above the highest level and was not measured. The
  /// standard error is that of the last value; that of the slope is not in it.
  public Estimate tail() {
    return above(highest());
  }

  private Estimate above(double sigma) {
    Estimate[] costs = costs();
    int top = costs.length - 1;
    double last = costs[top].value();
    double before = costs[top - 1].value();
    double span = Math.log(sigmas.get(top) / sigmas.get(top - 1));
    double decay =
        last > 0 && before > 0
            ? Math.clamp(Math.log(before / last) / span, SLOWEST_DECAY, FASTEST_DECAY)
            : SLOWEST_DECAY;
    double share = Math.pow(sigma / highest(), -decay) / decay;
    return new Estimate(
        Math.max(0, last) * share, costs[top].standardError() * share, costs[top].n());
  }

  /// What a seed's trajectory is off by where a surrogate has carried it from sigmaMax to sigma, to
  /// first order and root mean square over seeds: at most
  ///
  /// `integral_sigma^sigmaMax sqrt(Delta(s)) / s ds`,
  ///
  /// in the units of the data, summed over components. The rest of the flow may stretch it.
  ///
  /// @param sigmaMax not above the highest level
  /// @throws IllegalArgumentException if sigma is below the lowest level or sigmaMax above the
  ///   highest
  public Estimate seedError(double sigma, double sigmaMax) {
    if (!(sigmaMax <= highest() && sigma <= sigmaMax)) {
      throw new IllegalArgumentException(
          "the seed error is known from sigma_max down to sigma, with sigma_max at most "
              + highest()
              + "; got sigma = "
              + sigma
              + " and sigma_max = "
              + sigmaMax);
    }
    Estimate[] roots = new Estimate[residuals.size()];
    for (int i = 0; i < roots.length; i++) {
      Estimate e = residuals.get(i);
      double root = Math.sqrt(Math.max(0, e.value()));
      double error = Math.min(e.standardError() / (2 * root), Math.sqrt(e.standardError()));
      roots[i] = new Estimate(root, Double.isNaN(error) ? 0 : error, e.n());
    }
    return integrate(sigma, sigmaMax, roots);
  }

  /// Where the divergence passes `nats` on the way down: the noise level of that cost, or the
  /// lowest level if even that costs less. Empty if the highest level already costs more.
  public OptionalDouble sigmaAt(double nats) {
    if (kl(highest()).value() > nats) {
      return OptionalDouble.empty();
    }
    if (kl(lowest()).value() <= nats) {
      return OptionalDouble.of(lowest());
    }
    double low = Math.log(lowest());
    double high = Math.log(highest());
    while (high - low > 1e-10) {
      double middle = (low + high) / 2;
      if (kl(Math.exp(middle)).value() > nats) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return OptionalDouble.of(Math.exp(high));
  }

  /// `Delta / sigma^2` at each level: the integrand over ln sigma.
  private Estimate[] costs() {
    Estimate[] costs = new Estimate[residuals.size()];
    for (int i = 0; i < costs.length; i++) {
      double variance = sigmas.get(i) * sigmas.get(i);
      Estimate e = residuals.get(i);
      costs[i] = new Estimate(e.value() / variance, e.standardError() / variance, e.n());
    }
    return costs;
  }

  /// The integral over ln s between two levels within the curve.
  private Estimate integrate(double from, double to, Estimate[] values) {
    if (!(from >= lowest())) {
      throw new IllegalArgumentException(
          "nothing was measured below sigma = "
              + lowest()
              + ", so nothing is known at sigma = "
              + from
              + "; measure lower levels");
    }
    return new LogIntegral(sigmas, values).between(from, to);
  }

  private static Estimate sum(Estimate a, Estimate b) {
    return new Estimate(
        a.value() + b.value(), a.standardError() + b.standardError(), Math.min(a.n(), b.n()));
  }
}
