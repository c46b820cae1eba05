package org.scorefield.design;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.TimeGrid;

/// A way to draw samples that has a name and scales: for any number of evaluations of the model,
/// the sampler it would use.
///
/// @param name what to call it in tables
/// @param within the sampler for at most so many evaluations a sample; empty if there is none
public record NamedSampler(String name, IntFunction<Optional<Sampler>> within) {

  public NamedSampler {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a sampler in a comparison needs a name, got a blank one");
    }
  }

  /// The sampler that makes the most of `evaluations`, if it can work with so few.
  public Optional<Sampler> within(int evaluations) {
    return within.apply(evaluations);
  }

  /// A solver on the levels of a rule, from white noise at `sigmaMax` by way of `sigmaMin` to 0.
  public static NamedSampler of(Solver solver, GridRule rule, double sigmaMax, double sigmaMin) {
    return of(
        solver.name() + " " + rule.name(), solver, rule, sigmaMin, new Start.Prior(), sigmaMax);
  }

  /// A solver on the levels of a rule, from a start of any kind at level `first`.
  public static NamedSampler of(
      String name, Solver solver, GridRule rule, double sigmaMin, Start start, double first) {
    return new NamedSampler(
        name,
        evaluations ->
            grid(solver, evaluations, steps -> rule.toZero(steps, first, sigmaMin))
                .map(grid -> new Sampler(grid, solver, start)));
  }

  /// The sampler itself, whatever is asked for, where it needs no more than that.
  public static NamedSampler fixed(String name, Sampler sampler) {
    return new NamedSampler(
        name,
        evaluations -> {
          OptionalInt needed = sampler.solver().evaluations(sampler.grid());
          return needed.isPresent() && needed.getAsInt() <= evaluations
              ? Optional.of(sampler)
              : Optional.empty();
        });
  }

  /// Of the grids with 1, 2, 3 ... steps, the one of most steps on which `solver` needs at most
  /// `evaluations`: N steps for most solvers, `(N + 1) / 2` for Heun's method. Empty if one step is
  /// too much, or if the solver decides as it goes.
  public static Optional<TimeGrid> grid(
      Solver solver, int evaluations, IntFunction<TimeGrid> withSteps) {
    return IntStream.iterate(evaluations, steps -> steps >= 1, steps -> steps - 1)
        .mapToObj(withSteps)
        .filter(grid -> solver.evaluations(grid).orElse(Integer.MAX_VALUE) <= evaluations)
        .findFirst();
  }
}
