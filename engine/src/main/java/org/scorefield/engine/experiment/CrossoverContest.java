package org.scorefield.engine.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.scorefield.analytic.Gaussian;
import org.scorefield.budget.CurveLoss;
import org.scorefield.budget.Decision;
import org.scorefield.budget.EpsilonLoss;
import org.scorefield.budget.GridProgram;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.PathCost;
import org.scorefield.budget.Scheme;
import org.scorefield.budget.Schemes;
import org.scorefield.budget.StepCost;
import org.scorefield.denoise.Denoiser;
import org.scorefield.experiment.CrossoverResult;
import org.scorefield.experiment.CrossoverResult.Contest;
import org.scorefield.experiment.CrossoverResult.Duel;
import org.scorefield.experiment.CrossoverResult.Other;
import org.scorefield.experiment.CrossoverResult.Premise;
import org.scorefield.experiment.CrossoverResult.Score;
import org.scorefield.experiment.CrossoverResult.Trial;
import org.scorefield.metric.Estimate;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.GaussianSde;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.schedule.TotalVarianceGrid;
import org.scorefield.wiring.LevelRange;

/// All samplers of a {@link CrossoverExperiment} with one network: what its held-out loss predicts
/// for each, and what each does.
///
/// @param range levels of all of them
/// @param steps numbers of steps
/// @param errors what is measured
/// @param data mean and covariance of the rows that are learned
record CrossoverContest(
    LevelRange range, List<Integer> steps, RealisedErrors errors, Gaussian data) {

  /// Samplers that are no schemes: {@link #others}.
  private static final int OTHERS = 6;

  /// Step noises that grids are optimised for.
  private static final List<NoiseChoice> OPTIMISED =
      List.of(NoiseChoice.FROZEN_SCORE, NoiseChoice.BEST);

  /// A grid by name.
  private record NamedGrid(String name, TimeGrid grid) {}

  /// A grid with a step noise, and what it did.
  private record Run(
      String grid, NoiseChoice noise, Scheme scheme, RealisedErrors.Errors realised) {}

  /// How many samplers one network is given to.
  int samplers() {
    return steps.size()
        * ((Schemes.RULES.size() + OPTIMISED.size()) * NoiseChoice.values().length + OTHERS);
  }

  /// What is predicted and what happens.
  ///
  /// @param done told after each sampler
  List<Contest> of(Denoiser network, StageLosses.Curves curves, Consumer<String> done) {
    return steps.stream().map(n -> contest(n, network, curves, done)).toList();
  }

  private Contest contest(
      int n, Denoiser network, StageLosses.Curves curves, Consumer<String> done) {
    EpsilonLoss loss = new CurveLoss(curves.optimise());
    List<Run> runs = new ArrayList<>();
    for (NamedGrid named : grids(n, loss)) {
      for (NoiseChoice noise : NoiseChoice.values()) {
        Scheme scheme = noise.on(named.name(), named.grid(), loss);
        RealisedErrors.Errors realised = errors.of(scheme, network);
        runs.add(new Run(named.name(), noise, scheme, realised));
        done.accept(n + " steps, " + scheme.name());
      }
    }
    Run baseline = run(runs, Schemes.EDM.name(), CrossoverResult.PLAIN);
    List<Trial> trials =
        runs.stream()
            .map(run ->
                new Trial(
                    run.grid(),
                    run.noise(),
                    PathCost.difference(run.scheme(), baseline.scheme(), curves.judge()),
                    run.realised().means()))
            .toList();
    return new Contest(
        n,
        trials,
        pairs(runs, curves, (_, _) -> true),
        pairs(runs, curves, (a, b) -> a.noise() == b.noise()),
        duels(runs, curves),
        curves.truth().map(truth -> premise(baseline.scheme(), truth)),
        others(n, network, done));
  }

  /// The published rules, and the best grids for the plain scheme and for the best noise.
  private List<NamedGrid> grids(int n, EpsilonLoss loss) {
    List<NamedGrid> grids = new ArrayList<>();
    for (Schemes.NamedRule rule : Schemes.RULES) {
      grids.add(
          new NamedGrid(rule.name(), rule.rule().toMin(n, range.sigmaMax(), range.sigmaMin())));
    }
    for (NoiseChoice noise : OPTIMISED) {
      GridProgram program =
          GridProgram.between(range.sigmaMax(), range.sigmaMin(), loss, StepCost.of(noise), n);
      grids.add(new NamedGrid(CrossoverResult.optimised(noise), program.grid(n)));
    }
    return grids;
  }

  private static Run run(List<Run> runs, String grid, NoiseChoice noise) {
    return runs.stream()
        .filter(r -> r.grid().equals(grid) && r.noise() == noise)
        .findFirst()
        .orElseThrow();
  }

  /// How often the loss names the better one of two samplers.
  ///
  /// @param counts which pairs count
  private static Score pairs(
      List<Run> runs, StageLosses.Curves curves, BiPredicate<Run, Run> counts) {
    Score score = new Score(0, 0, 0);
    for (int i = 0; i < runs.size(); i++) {
      Run a = runs.get(i);
      for (Run b : runs.subList(0, i)) {
        if (counts.test(a, b)) {
          score =
              score.with(
                  Decision.between(a.scheme(), b.scheme(), curves.judge()).verdict(),
                  Decision.Verdict.of(a.realised().minus(b.realised()).getFirst()));
        }
      }
    }
    return score;
  }

  private static List<Duel> duels(List<Run> runs, StageLosses.Curves curves) {
    List<Duel> duels = new ArrayList<>();
    for (NoiseChoice noise : NoiseChoice.values()) {
      Run edm = run(runs, Schemes.EDM.name(), noise);
      Run song = run(runs, Schemes.SONG.name(), noise);
      duels.add(
          new Duel(
              noise,
              PathCost.difference(edm.scheme(), song.scheme(), curves.judge()),
              edm.realised().minus(song.realised())));
    }
    return duels;
  }

  /// The parts of the path divergence of a scheme with eta = D. It is affine in the loss, so what
  /// the excess costs above no loss at all is what the score's error costs.
  private static Premise premise(Scheme plain, StageLosses.Truth truth) {
    Estimate excess = PathCost.of(plain, truth.excess());
    double none = PathCost.of(plain, new Nothing(truth.excess().dimension()));
    return new Premise(
        new Estimate(excess.value() - none, excess.standardError(), excess.n()),
        PathCost.discretisation(plain, truth.exact()));
  }

  /// A loss of 0.
  private record Nothing(int dimension) implements EpsilonLoss {
    @Override
    public double at(double sigma) {
      return 0;
    }
  }

  private List<Other> others(int n, Denoiser network, Consumer<String> done) {
    List<Other> others = new ArrayList<>();
    List<Schemes.NamedRule> rules = List.of(Schemes.EDM, Schemes.SONG);
    for (Schemes.NamedRule named : rules) {
      others.add(other("Euler ODE, " + named.name(), new Euler(), named.rule(), n, network, done));
    }
    for (Schemes.NamedRule named : rules) {
      String name = "Heun ODE, %s, %d steps".formatted(named.name(), n / 2);
      others.add(other(name, new Heun(), named.rule(), n / 2, network, done));
    }
    Solver shaped = new GaussianSde(data);
    GridRule optimal = new TotalVarianceGrid(data.scale());
    others.add(other("noise of the Gaussian, rho 7", shaped, Schemes.EDM.rule(), n, network, done));
    others.add(other("noise of the Gaussian, total variance", shaped, optimal, n, network, done));
    return others;
  }

  private Other other(
      String name, Solver solver, GridRule rule, int n, Denoiser network, Consumer<String> done) {
    TimeGrid grid = rule.toMin(n, range.sigmaMax(), range.sigmaMin());
    Other other =
        new Other(
            name, errors.of(new Sampler(grid, solver, new Start.Prior()), name, network).means());
    done.accept(n + " steps, " + name);
    return other;
  }
}
