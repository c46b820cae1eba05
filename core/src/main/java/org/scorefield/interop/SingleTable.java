package org.scorefield.interop;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.scorefield.array.Vector;
import org.scorefield.data.DataException;
import org.scorefield.schedule.DiscreteSchedule;

/// The table of a scheduler in discrete time, in the single precision it is computed in there:
/// rates and `1 - beta` are rounded, their product is taken in double precision and rounded at each
/// timestep. Where abar is near 1 this moves sigma by up to 1e-4 of itself, and networks were
/// trained and are sampled on it.
final class SingleTable {
  /// What stands for abar = 0 at the last timestep of a table of zero signal-to-noise ratio: the
  /// smallest number of half precision, sigma = 4096.
  private static final double NEXT_TO_NO_SIGNAL = 0x1p-24;

  /// The same where the library keeps the 0 itself: sigma = 1e6.
  private static final double NO_SIGNAL = 1e-12;

  private static final List<String> RULES = List.of("linear", "scaled_linear", "squaredcos_cap_v2");
  private static final List<String> MORE_RULES =
      List.of("linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid");

  private SingleTable() {}

  static DiscreteSchedule of(Options options, double usualStart, double usualEnd) {
    float[] betas = betas(options, usualStart, usualEnd);
    double[] signal = signal(betas);
    if (options.flag("rescale_betas_zero_snr")) {
      signal = rescaled(signal, options.name().startsWith("DD") ? NO_SIGNAL : NEXT_TO_NO_SIGNAL);
    }
    for (int k = 0; k < signal.length; k++) {
      if (!(signal[k] > 0 && signal[k] < (k == 0 ? 1 : signal[k - 1]))) {
        throw options.refusal(
            "the rates make a table that does not fall strictly at timestep " + k,
            "every beta must lie between 0 and 1 and be large enough for single precision");
      }
    }
    return DiscreteSchedule.ofAlphasCumprod(options.name(), Vector.adopt(signal));
  }

  private static float[] betas(Options options, double usualStart, double usualEnd) {
    return options
        .numbers("trained_betas")
        .map(given -> floats(given.size(), given::get))
        .orElseGet(() -> {
          int count = options.whole("num_train_timesteps", 1000);
          requireLength(options, count);
          float first = (float) options.number("beta_start", usualStart);
          float last = (float) options.number("beta_end", usualEnd);
          String rule =
              options.oneOf(
                  "beta_schedule", options.name().startsWith("DDPM") ? MORE_RULES : RULES);
          return switch (rule) {
            case "linear" -> floats(count, ramp(count, first, last));
            case "scaled_linear" -> {
              float[] roots =
                  floats(
                      count,
                      ramp(
                          count,
                          (float) Math.sqrt(options.number("beta_start", usualStart)),
                          (float) Math.sqrt(options.number("beta_end", usualEnd))));
              yield floats(count, k -> roots[k] * roots[k]);
            }
            case "sigmoid" -> {
              IntToDoubleFunction argument = ramp(count, -6, 6);
              yield floats(
                  count, k -> first + (last - first) / (1 + Math.exp(-argument.applyAsDouble(k))));
            }
            default ->
                floats(
                    count,
                    k ->
                        Math.min(
                            0.999, 1 - cosine((k + 1.0) / count) / cosine(k / (double) count)));
          };
        });
  }

  private static double cosine(double t) {
    double root = Math.cos((t + 0.008) / 1.008 * Math.PI / 2);
    return root * root;
  }

  private static double[] signal(float[] betas) {
    double[] signal = new double[betas.length];
    double product = 1;
    for (int k = 0; k < betas.length; k++) {
      product *= 1 - betas[k];
      signal[k] = (float) product;
    }
    return signal;
  }

  /// Lin et al. 2305.08891, algorithm 1, with a last level that is finite.
  private static double[] rescaled(double[] signal, double least) {
    int last = signal.length - 1;
    double first = Math.sqrt(signal[0]);
    double end = Math.sqrt(signal[last]);
    double[] rescaled = new double[signal.length];
    for (int k = 0; k < last; k++) {
      double root = (Math.sqrt(signal[k]) - end) * first / (first - end);
      rescaled[k] = (float) (root * root);
    }
    rescaled[last] = least;
    return rescaled;
  }

  private static void requireLength(Options options, int count) throws DataException {
    if (count < 2 || count > 1_000_000) {
      throw options.refusal(
          "'num_train_timesteps' is " + count, "a table has 2 to 1000000 timesteps, usually 1000");
    }
  }

  private static IntToDoubleFunction ramp(int count, double first, double last) {
    return k -> first + k / (count - 1.0) * (last - first);
  }

  private static float[] floats(int count, IntToDoubleFunction value) {
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = (float) value.applyAsDouble(k);
    }
    return values;
  }
}
