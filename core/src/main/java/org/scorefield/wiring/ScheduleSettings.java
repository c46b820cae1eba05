package org.scorefield.wiring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.scorefield.array.Vector;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.schedule.DiscreteSchedules;
import org.scorefield.schedule.Edm;
import org.scorefield.schedule.RectifiedFlow;
import org.scorefield.schedule.Schedule;
import org.scorefield.schedule.VpCosine;
import org.scorefield.schedule.VpLinear;

/// The process a network was trained on, as its settings say it. What stands without a value is as
/// usual for the kind; what does not belong to the kind is refused.
///
/// @param kind which process
/// @param timesteps T, of the kinds in discrete time
/// @param betaStart first rate; of continuous time at t = 0
/// @param betaEnd last rate; of continuous time at t = 1
/// @param offset s of the cosine
/// @param lowestBeta rates of the cosine table are at least this
/// @param highestBeta and at most this
/// @param sigmas the levels of a table, rising
/// @param betas the rates of a table
/// @param alphasCumprod the squared signal coefficients of a table, falling
/// @param zeroTerminalSnr whether a table was stretched to end in pure noise (2305.08891)
public record ScheduleSettings(
    Kind kind,
    OptionalInt timesteps,
    OptionalDouble betaStart,
    OptionalDouble betaEnd,
    OptionalDouble offset,
    OptionalDouble lowestBeta,
    OptionalDouble highestBeta,
    Optional<List<Double>> sigmas,
    Optional<List<Double>> betas,
    Optional<List<Double>> alphasCumprod,
    Optional<Boolean> zeroTerminalSnr) {

  /// A family of processes, with the keys that it has.
  public enum Kind {
    /// Discrete time, rates uniform from `beta_start` to `beta_end` (usual: 1000, 1e-4, 0.02).
    LINEAR("timesteps", "beta_start", "beta_end", "zero_terminal_snr"),
    /// Discrete time, their roots uniform (usual: 1000, 0.00085, 0.012).
    SCALED_LINEAR("timesteps", "beta_start", "beta_end", "zero_terminal_snr"),
    /// Discrete time, a cosine (usual: 1000, offset 0.008, rates from 0 to 0.999).
    COSINE("timesteps", "offset", "lowest_beta", "highest_beta", "zero_terminal_snr"),
    /// Discrete time, rates along a logistic curve (usual: 1000, 1e-4, 0.02).
    SIGMOID("timesteps", "beta_start", "beta_end", "zero_terminal_snr"),
    /// Discrete time, one of `sigmas`, `betas` and `alphas_cumprod` given in full.
    TABLE("sigmas", "betas", "alphas_cumprod", "zero_terminal_snr"),
    /// Variance-preserving in continuous time, 0 to 1, linear rate (usual: 0.1 to 20).
    VP_LINEAR("beta_start", "beta_end"),
    /// The same with a cosine (usual: offset 0.008).
    VP_COSINE("offset"),
    /// `x = x0 + sigma n` (2206.00364); also variance-exploding networks.
    EDM(),
    /// Straight lines, `(1 - t) x0 + t n`.
    FLOW();

    private final List<String> keys;

    Kind(String... keys) {
      this.keys = List.of(keys);
    }

    private String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private static final int USUAL_TIMESTEPS = 1000;

  public ScheduleSettings {
    sigmas = sigmas.map(List::copyOf);
    betas = betas.map(List::copyOf);
    alphasCumprod = alphasCumprod.map(List::copyOf);
    List<String> given = new ArrayList<>();
    add(given, timesteps.isPresent(), "timesteps");
    add(given, betaStart.isPresent(), "beta_start");
    add(given, betaEnd.isPresent(), "beta_end");
    add(given, offset.isPresent(), "offset");
    add(given, lowestBeta.isPresent(), "lowest_beta");
    add(given, highestBeta.isPresent(), "highest_beta");
    add(given, sigmas.isPresent(), "sigmas");
    add(given, betas.isPresent(), "betas");
    add(given, alphasCumprod.isPresent(), "alphas_cumprod");
    add(given, zeroTerminalSnr.isPresent(), "zero_terminal_snr");
    for (String key : given) {
      if (!kind.keys.contains(key)) {
        throw new IllegalArgumentException(
            "a schedule of kind %s has no '%s', only %s"
                .formatted(kind.text(), key, kind.keys.isEmpty() ? "its kind" : kind.keys));
      }
    }
    if (kind == Kind.TABLE
        && given.stream().filter(k -> !k.equals("zero_terminal_snr")).count() != 1) {
      throw new IllegalArgumentException(
          "a schedule of kind table is given by one of sigmas, betas and alphas_cumprod, got "
              + given);
    }
  }

  private static void add(List<String> to, boolean is, String key) {
    if (is) {
      to.add(key);
    }
  }

  /// A kind as it usually is.
  public static ScheduleSettings of(Kind kind) {
    return new ScheduleSettings(
        kind,
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// A table of levels.
  public static ScheduleSettings table(Vector sigmas) {
    return new ScheduleSettings(
        Kind.TABLE,
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.of(Arrays.stream(sigmas.toArray()).boxed().toList()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// The schedule.
  ///
  /// @throws IllegalArgumentException if the numbers make none
  public Schedule schedule() {
    return switch (kind) {
      case LINEAR -> ended(DiscreteSchedules.linear(length(), start(1e-4), end(0.02)));
      case SCALED_LINEAR ->
          ended(DiscreteSchedules.scaledLinear(length(), start(0.00085), end(0.012)));
      case COSINE ->
          ended(
              DiscreteSchedules.cosine(
                  length(), offset.orElse(0.008), lowestBeta.orElse(0), highestBeta.orElse(0.999)));
      case SIGMOID -> ended(DiscreteSchedules.sigmoid(length(), start(1e-4), end(0.02)));
      case TABLE -> ended(table());
      case VP_LINEAR -> new VpLinear(start(0.1), end(20) - start(0.1));
      case VP_COSINE ->
          offset.isPresent() ? new VpCosine(offset.getAsDouble(), 0.9946) : new VpCosine();
      case EDM -> new Edm();
      case FLOW -> new RectifiedFlow();
    };
  }

  /// Scale of the process at a level.
  double scale(double sigma) {
    return switch (kind) {
      case EDM -> 1;
      case FLOW -> 1 / (1 + sigma);
      default -> 1 / Math.hypot(1, sigma);
    };
  }

  private DiscreteSchedule table() {
    if (sigmas.isPresent()) {
      return new DiscreteSchedule(
          "table", vector(sigmas.get()), DiscreteSchedule.Interpolation.LOGARITHMIC);
    }
    return betas.isPresent()
        ? DiscreteSchedule.ofBetas("table", vector(betas.get()))
        : DiscreteSchedule.ofAlphasCumprod("table", vector(alphasCumprod.orElseThrow()));
  }

  private static Vector vector(List<Double> values) {
    return Vector.generate(values.size(), values::get);
  }

  private DiscreteSchedule ended(DiscreteSchedule schedule) {
    return zeroTerminalSnr.orElse(false) ? schedule.withZeroTerminalSnr() : schedule;
  }

  private int length() {
    return timesteps.orElse(USUAL_TIMESTEPS);
  }

  private double start(double usual) {
    return betaStart.orElse(usual);
  }

  private double end(double usual) {
    return betaEnd.orElse(usual);
  }
}
