package org.scorefield.study;

import java.util.Arrays;
import java.util.Locale;
import org.scorefield.metric.Estimate;

/// How a loss converges: by a single exponential, as the bound of Wang, He and Tao (2406.12839,
/// theorem 1) has it, or by a slower law. Three laws are fitted to one trace; the exponential is
/// kept unless another explains the trace better by more than {@link #DECISIVE} in the Bayesian
/// information criterion, which charges it for its further parameter.
///
/// Full gradient descent is a sum of exponentials, one for each mode of the problem. Low noise
/// levels have small gradients (their weight is `beta sigma^2`), so their modes are slow, and the
/// sum looks stretched or like a power: then the fitted rate of the exponential is that of no mode.
///
/// @param exponential fit of one rate
/// @param stretched fit of a spread of rates
/// @param power fit of rates down to 0
/// @param n number of recorded values
public record Convergence(DecayFit exponential, DecayFit stretched, DecayFit power, int n) {
  /// A difference of the criterion that counts as decisive (Kass and Raftery 1995: odds of 150).
  public static final double DECISIVE = 10;

  /// Fewest values: one more than the parameters of the richest law, and one for luck.
  private static final int FEWEST = 6;

  /// Squared residuals below this share of the variance are rounding or the end of the search, and
  /// say nothing; nor does a variance below its square beside the squares of the values.
  private static final double ROUNDING = 1e-12;

  /// @param trace at least 6 values; those with a standard error are weighted by it if all have one
  public static Convergence of(Trace trace) {
    if (trace.size() < FEWEST) {
      throw new IllegalArgumentException(
          "a law of decay is fitted to at least %d values, got %d; record more often"
              .formatted(FEWEST, trace.size()));
    }
    return new Convergence(
        fit(Decay.EXPONENTIAL, trace),
        fit(Decay.STRETCHED, trace),
        fit(Decay.POWER, trace),
        trace.size());
  }

  private static DecayFit fit(Decay decay, Trace trace) {
    int n = trace.size();
    boolean known = trace.hasErrors();
    double[] steps = trace.steps().shared();
    double[] values = new double[n];
    double[] weights = new double[n];
    Arrays.setAll(values, trace::value);
    Arrays.setAll(weights, i -> known ? Math.pow(trace.values().get(i).standardError(), -2) : 1);
    DecaySearch.Candidate best = new DecaySearch(decay, steps, values, weights).best();
    double variance = variance(values, weights);
    boolean varies = variance > ROUNDING * ROUNDING * squares(values, weights, 0);
    double squares = Math.max(best.squares(), ROUNDING * variance);
    int parameters = decay.hasExponent() ? 4 : 3;
    double misfit = squares / (n - parameters);
    double noise = known ? Math.max(1, misfit) : misfit;
    double[] errors = DecayErrors.of(decay, best, steps, weights, noise);
    double likelihood = known ? squares : n * Math.log(squares / n);
    return new DecayFit(
        decay,
        new Estimate(best.floor(), errors[0], n),
        new Estimate(best.amplitude(), errors[1], n),
        new Estimate(best.rate(), errors[2], n),
        new Estimate(best.exponent(), errors[3], n),
        varies ? 1 - best.squares() / variance : 0,
        likelihood + parameters * Math.log(n));
  }

  private static double variance(double[] values, double[] weights) {
    double total = Arrays.stream(weights).sum();
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      mean += weights[i] * values[i] / total;
    }
    return squares(values, weights, mean);
  }

  private static double squares(double[] values, double[] weights, double centre) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * (values[i] - centre) * (values[i] - centre);
    }
    return sum;
  }

  /// The law that explains the trace best, the exponential unless another does so decisively.
  public DecayFit best() {
    DecayFit other = power.criterion() < stretched.criterion() ? power : stretched;
    return exponential.criterion() - other.criterion() > DECISIVE ? other : exponential;
  }

  /// Whether a single exponential describes the trace.
  public boolean isExponential() {
    return best().decay() == Decay.EXPONENTIAL;
  }

  /// What to say of it in a report.
  public String sentence() {
    DecayFit best = best();
    String law =
        switch (best.decay()) {
          case EXPONENTIAL ->
              text(
                  "the loss falls exponentially, at a rate of %.3g +- %.1g a step",
                  best.rate().value(), best.rate().standardError());
          case STRETCHED ->
              text(
                  "the decay is not a single exponential: exp(-(k/%.3g)^%.3g) describes it",
                  1 / best.rate().value(), best.exponent().value());
          case POWER ->
              text(
                  "the decay is not a single exponential: (1 + k/%.3g)^-%.3g describes it",
                  1 / best.rate().value(), best.exponent().value());
        };
    return law
        + text(
            ", to a floor of %.4g +- %.1g (R2: exponential %.4f, stretched %.4f, power %.4f)",
            best.floor().value(),
            best.floor().standardError(),
            exponential.rSquared(),
            stretched.rSquared(),
            power.rSquared());
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
