package org.scorefield.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Vector;
import org.scorefield.linear.LinearPart;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.GaussianExponential;
import org.scorefield.sampling.solver.Tabulated;

/// What a {@link SamplerSearch} steps with and where it starts. What has to be fitted is fitted to
/// the surrogate.
///
/// @param gaussian of the data
/// @param proxy the law that judges; prices the jumps
/// @param surrogate the law to learn on
/// @param evaluations of the model a sample, at most
/// @param methods to choose from
/// @param aim what for
/// @param sigmaMax level of the white noise
record RouteOffers(
    Gaussian gaussian,
    Distribution proxy,
    GaussianMixture surrogate,
    int evaluations,
    List<Method> methods,
    Aim aim,
    double sigmaMax) {

  /// A history pays for methods that need it to reach their order.
  private static final int REMEMBERING_ORDER = 3;

  private static final int LEARNING_SAMPLES = 128;
  private static final int LEARNING_LEVELS = 25;
  private static final int SHARE_LEVELS = 24;
  private static final int SHARE_SAMPLES = 256;

  private Landings landings() {
    return new Landings(gaussian, proxy, sigmaMax);
  }

  /// The learned sampler; none if it is not asked for, or the surrogate's own solutions diverge.
  Optional<Trial> learned(NoiseKey key, StageWatch watch) {
    if (!methods.contains(new Method.Learning())) {
      return Optional.empty();
    }
    SolverLearning learning =
        new SolverLearning(SolverLearning.FIT, sigmaMax, LEARNING_SAMPLES, LEARNING_LEVELS);
    return learning.learn(surrogate, evaluations, key.child("learning"), watch)
            instanceof Outcome.Completed<Learned>(Learned found, int _)
        ? Optional.of(learned(found.solver(), key))
        : Optional.empty();
  }

  private Trial learned(Tabulated found, NoiseKey key) {
    Solver solver = new Transfer(gaussian, 1).solver(found);
    double first = found.grid().first();
    Method method = new Method.Learning();
    Route route =
        first == sigmaMax
            ? Route.straight(method, solver, gaussian, sigmaMax)
            : Route.jumping(
                method,
                solver,
                gaussian,
                landings().at(first, key),
                sigmaMax,
                Start.Teleport.Mode.ODE);
    return new Trial(route, new NamedGrid("own grid", found.grid()));
  }

  /// From white noise and from each landing.
  List<Route> all(NoiseKey key, StageWatch watch) {
    List<SamplerChoice.Jump> jumps = landings().all(key, watch);
    List<Route> routes = new ArrayList<>();
    for (Method method : methods) {
      if (!method.fits(evaluations) || method instanceof Method.Learning) {
        continue;
      }
      Solver solver = solver(method, key);
      routes.add(Route.straight(method, solver, gaussian, sigmaMax));
      for (SamplerChoice.Jump jump : jumps) {
        Route jumping = Route.jumping(method, solver, gaussian, jump, sigmaMax, mode());
        routes.add(jumping);
        if (method instanceof Method.Standard
            && !OneStep.is(solver)
            && solver.order() >= REMEMBERING_ORDER) {
          routes.add(jumping.remembering());
        }
      }
    }
    return routes;
  }

  private Start.Teleport.Mode mode() {
    return aim == Aim.FIDELITY ? Start.Teleport.Mode.ODE : Start.Teleport.Mode.EXACT;
  }

  private Solver solver(Method method, NoiseKey key) {
    return switch (method) {
      case Method.Standard(Solver solver) -> solver;
      case Method.GaussianPart(int terms, boolean corrected) ->
          new GaussianExponential(gaussian, terms, corrected, trustedAbove(key));
      case Method.Learning _ ->
          throw new IllegalArgumentException("a learned sampler is no solver for other grids");
    };
  }

  /// Down to where the Gaussian is the better linear part of the surrogate.
  private double trustedAbove(NoiseKey key) {
    double low = surrogate.scale() / 50;
    Vector levels =
        Vector.generate(
            SHARE_LEVELS, i -> low * Math.pow(sigmaMax / low, i / (SHARE_LEVELS - 1.0)));
    return LinearPart.of(surrogate, levels, new Noise(key.child("share"), 0, SHARE_SAMPLES))
        .above();
  }
}
