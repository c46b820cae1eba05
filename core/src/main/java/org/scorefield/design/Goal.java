package org.scorefield.design;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.Students;

/// An aim, and the number that it is judged by.
///
/// @param aim what a sampler is chosen for
/// @param metric by which sets are compared, one where smaller is better
public record Goal(Aim aim, String metric) {

  /// Whether sets have to be measured.
  public boolean needsSets() {
    return aim == Aim.DISTRIBUTION;
  }

  /// The number to be small.
  public Estimate estimate(Comparison.Standing standing) {
    return switch (aim) {
      case FIDELITY -> standing.error();
      case DISTRIBUTION -> standing.metric(metric);
    };
  }

  double value(Comparison.Standing standing) {
    return estimate(standing).value();
  }

  /// One against another: of errors the ratio, of metrics the difference, paired over the seeds,
  /// with its 95 % interval by Student's law; that of a ratio is symmetric in its logarithm.
  public Versus versus(Comparison.Standing one, Comparison.Standing other) {
    double reach = Students.twoSided95(one.squares().size() - 1);
    return switch (aim) {
      case FIDELITY -> Versus.ratio(one.errorOver(other), reach);
      case DISTRIBUTION -> Versus.difference(one.metricLess(other, metric), reach);
    };
  }

  /// A paired comparison.
  ///
  /// @param estimate ratio or difference
  /// @param even the value at which neither is better
  /// @param low lower end of the 95 % interval
  /// @param high upper end
  public record Versus(Estimate estimate, double even, double low, double high) {
    static Versus difference(Estimate estimate, double reach) {
      double half = reach * estimate.standardError();
      return new Versus(estimate, 0, estimate.value() - half, estimate.value() + half);
    }

    static Versus ratio(Estimate estimate, double reach) {
      double factor = Math.exp(reach * estimate.standardError() / estimate.value());
      return new Versus(estimate, 1, estimate.value() / factor, estimate.value() * factor);
    }

    public boolean better() {
      return high < even;
    }

    public boolean worse() {
      return low > even;
    }
  }

  /// How many evaluations the best of some samplers need for a value: between two numbers that were
  /// run, by the straight line in logarithms of both. Empty if none of those that were run
  /// suffices.
  ///
  /// @param names of the samplers
  public OptionalDouble needed(Comparison found, List<String> names, double value) {
    double before = Double.NaN;
    int at = 0;
    for (int n :
        found.entries().stream().map(Comparison.Entry::budget).distinct().sorted().toList()) {
      Optional<Double> best = best(found, names, n).map(e -> value(e.standing().orElseThrow()));
      if (best.isEmpty()) {
        continue;
      }
      double here = best.get();
      if (here <= value) {
        return OptionalDouble.of(
            before > value && here > 0
                ? Math.exp(
                    Math.log(at)
                        + Math.log((double) n / at)
                            * Math.log(before / value)
                            / Math.log(before / here))
                : n);
      }
      before = here;
      at = n;
    }
    return OptionalDouble.empty();
  }

  /// The best of some samplers with so many evaluations, of those that did not diverge.
  public Optional<Comparison.Entry> best(Comparison found, List<String> names, int evaluations) {
    return found.entries().stream()
        .filter(e -> e.budget() == evaluations && names.contains(e.sampler()))
        .filter(e -> e.standing().isPresent())
        .min(Comparator.comparingDouble(e -> value(e.standing().orElseThrow())));
  }
}
