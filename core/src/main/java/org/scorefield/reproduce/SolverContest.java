package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.data.Dataset;
import org.scorefield.design.CoefficientFit;
import org.scorefield.design.Comparison;
import org.scorefield.design.Learned;
import org.scorefield.design.NamedSampler;
import org.scorefield.design.Peers;
import org.scorefield.design.SolverComparison;
import org.scorefield.design.SolverLearning;
import org.scorefield.design.StageWatch;
import org.scorefield.design.Yardstick;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.GaussianExponential;
import org.scorefield.schedule.LogUniformGrid;

/// One model, one surrogate, and every sampler with every number of evaluations.
///
/// @param name what tells it from others
/// @param modelRows that the model is fitted to
/// @param surrogateRows that what is known of it is fitted to
/// @param sameRows whether these are the same rows
/// @param scope how much to run
record SolverContest(
    String name,
    Dataset modelRows,
    Dataset surrogateRows,
    boolean sameRows,
    SolversByEvaluations.Scope scope) {
  static final double TOP = 80;
  static final double BOTTOM = 0.002;

  /// The last level of samplers that jump, in units of the scale of the data.
  private static final double TAIL = 0.2;

  /// Where they land, in units of the largest deviation: 5 for the digits at 1/2.
  private static final double LANDING = 3.2;

  static final String JUMP_GEXP = "jump, gaussian-exp-2-pc";
  static final String JUMP_2M = "jump, dpmpp-2m";
  static final String LEARNED = "learned";
  static final String LEARNED_START = "learned, start from the model's moments";

  /// The names of ours.
  List<String> ours() {
    return sameRows
        ? List.of(LEARNED, JUMP_GEXP, JUMP_2M)
        : List.of(LEARNED, LEARNED_START, JUMP_GEXP, JUMP_2M);
  }

  /// What comes of it; empty if the watch cancelled.
  Optional<ContestFindings> run(NoiseKey root, StageWatch watch) {
    NoiseKey key = root.child(name);
    watch.begin("fitting mixtures, " + name, 2);
    GaussianMixture model =
        FittedMixture.of(modelRows, scope.model(), scope.modelKind(), key.child("model"));
    watch.advance();
    GaussianMixture surrogate =
        FittedMixture.of(
            surrogateRows, scope.surrogate(), scope.surrogateKind(), key.child("surrogate"));
    watch.advance();
    Map<Integer, Learned> learned = learn(surrogate, key.child("learning"), watch);
    if (watch.cancelled()) {
      return Optional.empty();
    }
    List<NamedSampler> samplers = samplers(model, surrogate, learned);
    List<Integer> budgets =
        Stream.concat(scope.evaluations().stream(), scope.further().stream()).toList();
    watch.begin(
        "sampling, " + name,
        samplers.size() * (long) scope.evaluations().size() + 2L * scope.further().size());
    SolverComparison comparison =
        new SolverComparison(
            model,
            SolverComparison.reference(TOP, BOTTOM),
            Optional.of(new Yardstick.Exact(model)),
            scope.samples(),
            scope.seeds(),
            Runtime.getRuntime().availableProcessors(),
            key.child("comparison"));
    return switch (comparison.run(samplers, budgets, watch.ofComparison())) {
      case Outcome.Completed<Comparison> done ->
          Optional.of(new ContestFindings(this, done.result()));
      case Outcome.Diverged<Comparison> d -> throw new IllegalStateException(d.message());
      case Outcome.Cancelled<Comparison> _ -> Optional.empty();
    };
  }

  private Map<Integer, Learned> learn(GaussianMixture surrogate, NoiseKey key, StageWatch watch) {
    watch.begin("learning samplers, " + name, scope.evaluations().size());
    SolverLearning learning =
        new SolverLearning(new CoefficientFit(new Dpmpp2M(), 4, 1e-4), TOP, scope.learning(), 25);
    StageWatch quiet = cancelledBy(watch);
    Map<Integer, Learned> learned = new HashMap<>();
    for (int evaluations : scope.evaluations()) {
      if (watch.cancelled()) {
        break;
      }
      if (learning.learn(surrogate, evaluations, key, quiet)
          instanceof Outcome.Completed<Learned>(Learned sampler, int _)) {
        learned.put(evaluations, sampler);
      }
      watch.advance();
    }
    return learned;
  }

  /// Stops with another, and tells it nothing.
  private static StageWatch cancelledBy(StageWatch watch) {
    return new StageWatch() {
      @Override
      public void begin(String stage, long total) {}

      @Override
      public void advance() {}

      @Override
      public boolean cancelled() {
        return watch.cancelled();
      }
    };
  }

  private List<NamedSampler> samplers(
      GaussianMixture model, GaussianMixture surrogate, Map<Integer, Learned> learned) {
    Gaussian gaussian = surrogate.matchingGaussian();
    List<NamedSampler> samplers = new ArrayList<>();
    samplers.add(
        new NamedSampler(LEARNED, n -> Optional.ofNullable(learned.get(n)).map(Learned::learned)));
    if (!sameRows) {
      Start own = new Start.Teleport(model.matchingGaussian(), TOP, Start.Teleport.Mode.ODE);
      samplers.add(
          new NamedSampler(
              LEARNED_START,
              n ->
                  Optional.ofNullable(learned.get(n))
                      .map(l -> new Sampler(l.solver().grid(), l.solver(), own))));
    }
    samplers.add(jump(JUMP_GEXP, new GaussianExponential(gaussian, 2, true, 0), gaussian));
    samplers.add(jump(JUMP_2M, new Dpmpp2M(), gaussian));
    for (NamedSampler peer : Peers.all(TOP, BOTTOM)) {
      samplers.add(peer.name().startsWith(new Dpmpp2M().name() + " ") ? peer : usual(peer));
    }
    return samplers;
  }

  private NamedSampler jump(String called, Solver solver, Gaussian gaussian) {
    double landing =
        Math.min(
            TOP / 2,
            LANDING * Math.sqrt(gaussian.variances().stream().max().orElse(gaussian.residual())));
    return usual(
        NamedSampler.of(
            called,
            solver,
            new LogUniformGrid(),
            TAIL * gaussian.scale(),
            new Start.Teleport(gaussian, TOP, Start.Teleport.Mode.ODE),
            landing));
  }

  /// A sampler that is tried with the usual numbers of evaluations only.
  private NamedSampler usual(NamedSampler sampler) {
    return new NamedSampler(
        sampler.name(),
        n -> scope.evaluations().contains(n) ? sampler.within(n) : Optional.empty());
  }
}
