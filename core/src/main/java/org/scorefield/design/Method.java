package org.scorefield.design;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Deis;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Dpmpp3M;
import org.scorefield.sampling.solver.GaussianExponential;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.sampling.solver.UniPc;
import org.scorefield.schedule.TimeGrid;

/// What a {@link SamplerSearch} may step with. Which solver that is, in the end, may depend on the
/// data.
public sealed interface Method {

  /// What is chosen from if nothing is said.
  List<Method> ALL =
      List.of(
          new Standard(new Heun()),
          new Standard(new Dpmpp2M()),
          new Standard(new Dpmpp3M()),
          new Standard(new UniPc(3)),
          new Standard(new Ipndm(3)),
          new Standard(new Ipndm(4)),
          new Standard(new Deis(3)),
          new Standard(new Deis(4)),
          new GaussianPart(2, true),
          new Learning());

  /// Short, as it is asked for.
  String name();

  /// Whether it can work with so many evaluations, and has an exact solution to stay near.
  default boolean fits(int evaluations) {
    return evaluations >= 2;
  }

  /// @throws IllegalArgumentException that says why it does not fit
  default void requireFit(int evaluations) {
    if (!fits(evaluations)) {
      throw new IllegalArgumentException(
          "the method '" + name() + "' needs at least 2 evaluations, got " + evaluations);
    }
  }

  /// A solver that needs to know nothing of the data.
  record Standard(Solver solver) implements Method {
    @Override
    public String name() {
      return solver.name();
    }

    @Override
    public boolean fits(int evaluations) {
      return !solver.stochastic()
          && solver.evaluations(TimeGrid.of(10, 1, 0)).isPresent()
          && StepCount.evaluations(solver, 2) <= evaluations;
    }

    @Override
    public void requireFit(int evaluations) {
      StepCount.within(solver, evaluations);
      if (solver.stochastic()) {
        throw new IllegalArgumentException(
            "the solver '"
                + name()
                + "' draws noise, and has no exact solution to stay near; choose one of "
                + ALL.stream().map(Method::name).toList());
      }
    }
  }

  /// A {@link GaussianExponential} with the Gaussian of the data, trusted as far down as it is the
  /// better linear part ({@link org.scorefield.linear.LinearPart}).
  ///
  /// @param terms 1 to 3
  /// @param corrected whether a step is done again with the output after it
  record GaussianPart(int terms, boolean corrected) implements Method {
    @Override
    public String name() {
      return "gaussian-exp-" + terms + (corrected ? "-pc" : "");
    }
  }

  /// Weights, grid and start learned together on a surrogate ({@link SolverLearning}).
  record Learning() implements Method {
    @Override
    public String name() {
      return "learned";
    }
  }

  /// The method of that name.
  ///
  /// @throws IllegalArgumentException if there is none, with the nearest solver's name
  static Method parse(String name) {
    return own(name).orElseGet(() -> new Standard(Solvers.parse(name)));
  }

  private static Optional<Method> own(String name) {
    List<GaussianPart> gaussian =
        IntStream.rangeClosed(1, 3)
            .boxed()
            .flatMap(
                terms -> Stream.of(new GaussianPart(terms, false), new GaussianPart(terms, true)))
            .toList();
    return Stream.<Method>concat(Stream.of(new Learning()), gaussian.stream())
        .filter(method -> method.name().equals(name))
        .findFirst();
  }
}
