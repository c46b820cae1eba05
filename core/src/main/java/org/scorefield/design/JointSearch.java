package org.scorefield.design;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;

/// Where to jump to and which grid to take from there, chosen together. A jump to a low level
/// leaves more of the evaluations to each stretch below it, but at low levels data are not
/// Gaussian: with few evaluations the best level is low, with many it is high, until the jump's own
/// error is what is left.
///
/// @param solver the solver, given the Gaussian of the data if it wants it
/// @param evaluations of the model a sample, at most
/// @param sigmaMax level of the white noise
/// @param sigmaMin of the grids of rho = 7 that are compared with
/// @param mode of the jump
/// @param tuning of the grid from the level chosen
/// @param samples for each comparison on a mixture
public record JointSearch(
    Function<Gaussian, Solver> solver,
    int evaluations,
    double sigmaMax,
    double sigmaMin,
    Start.Teleport.Mode mode,
    ProxyTuning tuning,
    int samples) {

  /// Levels fall by this factor from one to the next.
  private static final double FALL = Math.sqrt(2);

  /// Lowest level tried, in units of the scale of the data.
  private static final double LOWEST = 1;

  /// The usual search, with an ODE jump: seeds keep their images.
  public JointSearch(
      Function<Gaussian, Solver> solver, int evaluations, double sigmaMax, double sigmaMin) {
    this(solver, evaluations, sigmaMax, sigmaMin, Start.Teleport.Mode.ODE, new ProxyTuning(), 128);
  }

  /// The levels that are tried: sigma_max, which is no jump, and down by square roots of 2 to the
  /// scale of the data.
  public List<Double> levels(Gaussian gaussian) {
    List<Double> levels = new ArrayList<>();
    for (double sigma = sigmaMax;
        levels.isEmpty() || (sigma >= LOWEST * gaussian.scale() && sigma > 4 * sigmaMin);
        sigma /= FALL) {
      levels.add(sigma);
    }
    return levels;
  }

  /// In closed form: the error of the jump is given, that of the run is the one predicted on the
  /// Gaussian, and they add up in squares.
  ///
  /// @param jump error of a jump to a level, relative to the spread of the data and 0 at sigma_max:
  ///   a measured one, or `sqrt(KL(sigma)/d)` from its divergence in nats, a rule of thumb
  public Outcome<JointDesign> on(
      Gaussian gaussian, DoubleUnaryOperator jump, BooleanSupplier cancelled) {
    List<JointDesign.Trial> trials = new ArrayList<>();
    for (double sigma : levels(gaussian)) {
      switch (search(gaussian, sigma).on(gaussian, cancelled)) {
        case Outcome.Completed<GridDesign>(GridDesign tail, int _) -> {
          double run =
              tail.chosen()
                  .predicted()
                  .trajectory()
                  .orElse(tail.chosen().predicted().wasserstein());
          double error = Math.hypot(run, jump.applyAsDouble(sigma));
          trials.add(new JointDesign.Trial(sigma, tail.chosen().name(), error));
        }
        case Outcome<GridDesign> ended -> {
          return ended.then(_ -> new Outcome.Cancelled<>(0));
        }
      }
    }
    double best = least(trials).sigma();
    return search(gaussian, best)
        .on(gaussian, cancelled)
        .then(done -> new Outcome.Completed<>(new JointDesign(best, done.result(), trials), 0));
  }

  /// By real runs on a law that stands in for the model, jump and all, against the exact flow from
  /// the white noise. The grid from the level chosen is then searched in full.
  ///
  /// @param law usually a mixture fitted to the data
  public Outcome<JointDesign> on(
      Gaussian gaussian, Distribution law, NoiseKey key, BooleanSupplier cancelled) {
    if (solver.apply(gaussian).stochastic()) {
      throw new IllegalArgumentException(
          "the solver '"
              + solver.apply(gaussian).name()
              + "' draws noise and follows no trajectory that a jump could keep; give the error of"
              + " the jump instead of a law");
    }
    MixtureProxy proxy =
        new MixtureProxy(law, sigmaMax, new Noise(key.child("levels"), 0, samples));
    List<JointDesign.Trial> trials = new ArrayList<>();
    for (double sigma : levels(gaussian)) {
      GridSearch search = search(gaussian, sigma);
      Plan plan = Plan.of(search, gaussian);
      List<NamedGrid> grids = plan.grids(cancelled);
      if (cancelled.getAsBoolean()) {
        return new Outcome.Cancelled<>(0);
      }
      trials.add(
          least(
              grids.stream()
                  .map(named -> trial(proxy, plan.solver(), search.origin(), named))
                  .toList()));
    }
    double best = least(trials).sigma();
    return search(gaussian, best)
        .on(gaussian, law, key.child("grid"), cancelled)
        .then(done -> new Outcome.Completed<>(new JointDesign(best, done.result(), trials), 0));
  }

  private static JointDesign.Trial trial(
      MixtureProxy proxy, Solver run, Origin origin, NamedGrid named) {
    MixtureProxy.Distance error = proxy.error(new Sampler(named.grid(), run, origin.start()));
    return new JointDesign.Trial(origin.sigma(), named.name(), error.mean().value());
  }

  private static JointDesign.Trial least(List<JointDesign.Trial> trials) {
    return trials.stream().min(Comparator.comparingDouble(JointDesign.Trial::error)).orElseThrow();
  }

  private GridSearch search(Gaussian gaussian, double sigma) {
    Origin origin =
        sigma == sigmaMax
            ? Origin.prior(sigmaMax)
            : Origin.teleport(gaussian, sigmaMax, sigma, mode);
    return new GridSearch(solver, evaluations, origin, sigmaMin).tuned(tuning).comparing(samples);
  }
}
