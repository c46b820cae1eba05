package org.scorefield.budget;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.scorefield.array.Vector;
import org.scorefield.metric.RankCorrelation;

/// Whether a predicted error puts samplers in the order of the error that they really make. Nothing
/// else is asked of a prediction that is there to choose by: a path divergence is far above the
/// error of the samples, and may choose well all the same.
///
/// @param samplers at least 2, of one number of steps and one model
public record Agreement(List<Sampler> samplers) {

  /// A grid with a step noise.
  ///
  /// @param predicted error; smaller is better, a constant that all share is nothing
  /// @param realised error, likewise
  public record Sampler(String grid, String noise, double predicted, double realised) {}

  public Agreement {
    samplers = List.copyOf(samplers);
    if (samplers.size() < 2) {
      throw new IllegalArgumentException(
          "an order needs at least 2 samplers, got %d".formatted(samplers.size()));
    }
  }

  /// Of the order of all.
  public RankCorrelation correlation() {
    return RankCorrelation.of(values(Sampler::predicted), values(Sampler::realised));
  }

  /// Among some of them: among the grids at one step noise, say, as the step noise can be what most
  /// of the order is about.
  public Agreement among(Predicate<Sampler> some) {
    return new Agreement(samplers.stream().filter(some).toList());
  }

  /// The one that the prediction takes; of equals the first.
  public Sampler chosen() {
    return least(Sampler::predicted);
  }

  /// The one that is best; of equals the first.
  public Sampler best() {
    return least(Sampler::realised);
  }

  /// The realised place of the one that the prediction takes, from 1.
  public int place() {
    double own = chosen().realised();
    return 1 + (int) samplers.stream().filter(s -> s.realised() < own).count();
  }

  private Sampler least(ToDoubleFunction<Sampler> error) {
    return samplers.stream().min(Comparator.comparingDouble(error)).orElseThrow();
  }

  private Vector values(ToDoubleFunction<Sampler> error) {
    return Vector.generate(samplers.size(), i -> error.applyAsDouble(samplers.get(i)));
  }
}
