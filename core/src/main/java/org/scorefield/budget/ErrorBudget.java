package org.scorefield.budget;

import java.util.List;
import java.util.Optional;
import org.scorefield.metric.Estimate;

/// How much of an error each cause has, beside the error that was measured.
///
/// @param measure what is added up, with its unit: "path divergence, nats"
/// @param rule how the parts relate to the measured error
/// @param parts the causes, in the order of a run
/// @param measured the error itself, found without the parts; empty where nobody can know it
public record ErrorBudget(
    String measure, Rule rule, List<Part> parts, Optional<Estimate> measured) {

  /// How the sum of the parts relates to what is measured.
  public enum Rule {
    /// It is the error.
    IDENTITY,
    /// It is at least the error, and may be far above it.
    BOUND
  }

  /// One cause.
  ///
  /// @param name "start", "discretisation", "score", ...
  /// @param value its part; negative where it cancels others
  public record Part(String name, Estimate value) {
    /// A part that chance has no part in.
    public static Part exact(String name, double value) {
      return new Part(name, new Estimate(value, 0, 1));
    }
  }

  public ErrorBudget {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a budget of '" + measure + "' needs at least one part");
    }
  }

  /// The sum of the parts; its standard error holds for parts measured independently.
  public Estimate sum() {
    double value = 0;
    double squares = 0;
    long n = Long.MAX_VALUE;
    for (Part part : parts) {
      value += part.value().value();
      squares += part.value().standardError() * part.value().standardError();
      n = Math.min(n, part.value().n());
    }
    return new Estimate(value, Math.sqrt(squares), n);
  }

  /// What was measured minus the sum of the parts: chance, for an identity; at most chance, for a
  /// bound. Empty if nothing was measured.
  public Optional<Estimate> unexplained() {
    Estimate sum = sum();
    return measured.map(m ->
        new Estimate(
            m.value() - sum.value(),
            Math.hypot(m.standardError(), sum.standardError()),
            Math.min(m.n(), sum.n())));
  }

  /// Whether the measured error agrees with the rule, up to a share of the sum or to standard
  /// errors of what is unexplained. True if nothing was measured.
  ///
  /// @param share of the sum that may stay unexplained, >= 0
  /// @param standardErrors that count as chance, >= 0
  public boolean holds(double share, double standardErrors) {
    if (!(share >= 0) || !(standardErrors >= 0)) {
      throw new IllegalArgumentException(
          "a tolerance is not negative, got %s and %s".formatted(share, standardErrors));
    }
    return unexplained()
        .map(u -> {
          double allowed =
              Math.max(
                  share * Math.abs(sum().value()),
                  u.standardError() > 0 ? standardErrors * u.standardError() : 0);
          return rule == Rule.IDENTITY ? Math.abs(u.value()) <= allowed : u.value() <= allowed;
        })
        .orElse(true);
  }

  /// The largest part.
  public Part dominant() {
    return parts.stream()
        .max((a, b) -> Double.compare(a.value().value(), b.value().value()))
        .orElseThrow();
  }
}
