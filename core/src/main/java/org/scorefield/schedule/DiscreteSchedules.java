package org.scorefield.schedule;

import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.scorefield.array.Vector;

/// The tables that networks in discrete time are trained with.
public final class DiscreteSchedules {
  private DiscreteSchedules() {}

  /// Rates uniform from `first` to `last` (Ho et al. 2006.11239: 1000 timesteps, 1e-4 to 0.02).
  public static DiscreteSchedule linear(int timesteps, double first, double last) {
    return ofBetas("ddpm-linear", timesteps, ramp(timesteps, first, last));
  }

  /// Rates whose square roots are uniform, `beta_k = (sqrt(first) + k/(T-1) (sqrt(last) -
  /// sqrt(first)))^2` (Rombach et al. 2112.10752: 1000 timesteps, 0.00085 to 0.012).
  public static DiscreteSchedule scaledLinear(int timesteps, double first, double last) {
    IntToDoubleFunction root = ramp(timesteps, Math.sqrt(first), Math.sqrt(last));
    return ofBetas(
        "ddpm-scaled-linear",
        timesteps,
        i -> {
          double r = root.applyAsDouble(i);
          return r * r;
        });
  }

  /// The cosine table of Nichol and Dhariwal (2102.09672) with their offset 0.008 and rates cut at
  /// 0.999 (also called squaredcos_cap_v2).
  public static DiscreteSchedule cosine(int timesteps) {
    return cosine(timesteps, 0.008, 0, 0.999);
  }

  /// The cosine table: `beta_k = 1 - f((k+1)/T)/f(k/T)`, `f(t) = cos((t + offset)/(1 + offset)
  /// pi/2)^2`, with the rates cut to `[lowest, highest]`.
  public static DiscreteSchedule cosine(
      int timesteps, double offset, double lowest, double highest) {
    if (!(offset >= 0) || !(lowest >= 0 && lowest < highest && highest < 1)) {
      throw new IllegalArgumentException(
          "a cosine table needs an offset >= 0 and 0 <= lowest < highest < 1, got offset "
              + offset
              + " and rates cut to ["
              + lowest
              + ", "
              + highest
              + "]");
    }
    DoubleUnaryOperator signal =
        t -> {
          double cosine = Math.cos((t + offset) / (1 + offset) * Math.PI / 2);
          return cosine * cosine;
        };
    return ofBetas(
        "ddpm-cosine",
        timesteps,
        i -> {
          double before = signal.applyAsDouble(i / (double) timesteps);
          double after = signal.applyAsDouble((i + 1) / (double) timesteps);
          return Math.clamp(1 - after / before, lowest, highest);
        });
  }

  /// Rates along a logistic curve, `beta_k = first + (last - first) logistic(-6 + 12 k/(T-1))` (the
  /// sigmoid table of GeoDiff, Xu et al. 2203.02923).
  public static DiscreteSchedule sigmoid(int timesteps, double first, double last) {
    IntToDoubleFunction argument = ramp(timesteps, -6, 6);
    return ofBetas(
        "ddpm-sigmoid",
        timesteps,
        i -> first + (last - first) / (1 + Math.exp(-argument.applyAsDouble(i))));
  }

  private static IntToDoubleFunction ramp(int timesteps, double first, double last) {
    return i -> first + i / (timesteps - 1.0) * (last - first);
  }

  private static DiscreteSchedule ofBetas(String name, int timesteps, IntToDoubleFunction beta) {
    if (timesteps < 2) {
      throw new IllegalArgumentException("a table needs at least 2 timesteps, got " + timesteps);
    }
    return DiscreteSchedule.ofBetas(name, Vector.generate(timesteps, beta));
  }
}
