package org.scorefield.design;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.linear.PredictedError;
import org.scorefield.linear.Spectrum;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.NoisyKl;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Deis;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Dpmpp3M;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.sampling.solver.UniPc;
import org.scorefield.schedule.AlignYourStepsGrid;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TangentGrid;
import org.scorefield.schedule.TimeGrid;

/// Which solver, which grid, which start: chosen together for a number of evaluations, from the
/// Gaussian of the data and a proxy, with no call of a model.
///
/// In three rounds, each with noise of its own:
///
/// 1. *Screening.* Every solver from every start (white noise, and closed-form jumps that cost at
///    most .01, .05 and .2 nats) on three common grids, on the proxy.
/// 2. *Grids.* For the best pairs of solver and start, a {@link GridSearch} beside the common
///    grids, the tangent law and the lists of Align Your Steps.
/// 3. *Choice and acceptance.* All of them on fresh noise; the best by the {@link Aim} is chosen
///    (by distribution: the one nearest to the exact flow of all that are not worse than the best
///    beyond chance), then measured once more on noise that no choice was made with, and accepted
///    only if it is there no worse than rho = 7 from white noise with the same solver.
///
/// Deterministic for a key.
///
/// @param gaussian of the data
/// @param proxy a law that stands in for the model: usually a mixture fitted to the data
/// @param evaluations of the model a sample, at most
/// @param solvers to choose from
/// @param aim what for
/// @param sigmaMax level of the white noise
/// @param sigmaMin last positive level of the common grids
/// @param threads batches drawn at a time
public record SamplerSearch(
    Gaussian gaussian,
    Distribution proxy,
    int evaluations,
    List<Solver> solvers,
    Aim aim,
    double sigmaMax,
    double sigmaMin,
    int threads) {

  /// What is chosen from if nothing is said.
  public static final List<Solver> SOLVERS =
      List.of(
          new Heun(),
          new Dpmpp2M(),
          new Dpmpp3M(),
          new UniPc(3),
          new Ipndm(3),
          new Ipndm(4),
          new Deis(3));

  private static final List<Double> TARGETS = List.of(.01, .05, .2);
  private static final String METRIC = "sliced-w2";

  /// The name that a grid search gives to the grid of rho = 7.
  private static final String USUAL = "rho 7";

  /// Standard errors within which two sets count as equally good.
  private static final double TIE = 2;

  private static final int LANDINGS = 48;
  private static final int KL_SAMPLES = 4000;
  private static final int REFERENCE_STEPS = 96;
  private static final int PAIRS = 2;

  public SamplerSearch {
    solvers = List.copyOf(solvers);
    int allowed = evaluations;
    if (solvers.stream().noneMatch(solver -> fits(solver, allowed))) {
      solvers.forEach(solver -> {
        StepCount.within(solver, allowed);
        throw new IllegalArgumentException(
            "the solver '"
                + solver.name()
                + "' draws noise, and has no exact solution to stay near; choose one of "
                + SOLVERS.stream().map(Solver::name).toList());
      });
      throw new IllegalArgumentException("a search needs at least one solver to choose from");
    }
  }

  private static boolean fits(Solver solver, int evaluations) {
    return !solver.stochastic() && StepCount.evaluations(solver, 2) <= evaluations;
  }

  /// One solver from one start on one grid.
  private record Trial(
      Solver solver,
      String gridName,
      TimeGrid grid,
      Optional<SamplerChoice.Jump> jump,
      Origin origin) {

    String name() {
      return SamplerSearch.name(solver, gridName, jump);
    }

    NamedSampler named() {
      return NamedSampler.fixed(name(), new Sampler(grid, solver, origin.start()));
    }
  }

  static String name(Solver solver, String gridName, Optional<SamplerChoice.Jump> jump) {
    String from = jump.map(j -> String.format(Locale.ROOT, ", jump to %.3g", j.sigma())).orElse("");
    return solver.name() + ", " + gridName + from;
  }

  /// Runs the search.
  ///
  /// @return the choice, or cancelled
  public Outcome<SamplerChoice> run(NoiseKey key, StageWatch watch) {
    List<Optional<SamplerChoice.Jump>> starts = starts(key, watch);
    List<Trial> screened = screening(starts);
    return compare("screening", screened, 96, 3, key.child("screening"), watch)
        .then(first -> {
          List<Trial> pairs = best(screened, first.result());
          return designed(pairs, key.child("grids"), watch)
              .then(trials -> decide(trials.result(), key, watch));
        });
  }

  /// White noise, and the jumps that meet each target; none twice.
  private List<Optional<SamplerChoice.Jump>> starts(NoiseKey key, StageWatch watch) {
    watch.begin("where a closed-form start may land", LANDINGS);
    TimeGrid levels = new LogUniformGrid().toZero(LANDINGS, sigmaMax, proxy.scale() / 2);
    Map<Double, SamplerChoice.Jump> jumps = new TreeMap<>();
    double lowest = 0;
    for (int i = 1; i < levels.steps() && lowest <= TARGETS.getLast(); i++) {
      double sigma = levels.sigma(i);
      Estimate kl =
          new NoisyKl(KL_SAMPLES).measure(proxy, gaussian, sigma, new Noise(key.child("kl"), 0, 1));
      lowest = kl.value() + 2 * kl.standardError();
      for (double target : TARGETS) {
        if (lowest <= target) {
          jumps.put(target, new SamplerChoice.Jump(sigma, kl, target));
        }
      }
      watch.advance();
    }
    List<Optional<SamplerChoice.Jump>> starts = new ArrayList<>(List.of(Optional.empty()));
    jumps.values().stream()
        .filter(jump -> starts.stream().noneMatch(s -> at(s) == jump.sigma()))
        .forEach(jump -> starts.add(Optional.of(jump)));
    return starts;
  }

  private static double at(Optional<SamplerChoice.Jump> start) {
    return start.map(SamplerChoice.Jump::sigma).orElse(Double.NaN);
  }

  private List<Trial> screening(List<Optional<SamplerChoice.Jump>> starts) {
    List<Trial> trials = new ArrayList<>();
    for (Solver solver : solvers) {
      if (fits(solver, evaluations)) {
        for (Optional<SamplerChoice.Jump> start : starts) {
          commonGrids(solver, origin(start))
              .forEach(grid -> trials.add(trial(solver, grid, start)));
        }
      }
    }
    return trials;
  }

  private Trial trial(Solver solver, NamedGrid grid, Optional<SamplerChoice.Jump> start) {
    return new Trial(solver, grid.name(), grid.grid(), start, origin(start));
  }

  private Origin origin(Optional<SamplerChoice.Jump> start) {
    Start.Teleport.Mode mode =
        aim == Aim.FIDELITY ? Start.Teleport.Mode.ODE : Start.Teleport.Mode.EXACT;
    return start
        .map(jump -> Origin.teleport(gaussian, sigmaMax, jump.sigma(), mode))
        .orElseGet(() -> Origin.prior(sigmaMax));
  }

  private List<NamedGrid> commonGrids(Solver solver, Origin origin) {
    int steps = StepCount.within(solver, evaluations);
    double top = origin.sigma();
    return List.of(
        new NamedGrid(USUAL, new RhoGrid(7).toZero(steps, top, sigmaMin)),
        NamedGrid.of(new LogUniformGrid(), steps, top, sigmaMin),
        lean("rho 5 lean", new RhoGrid(5), steps, top));
  }

  /// A grid that spends nothing below a twentieth of the scale of the data.
  private NamedGrid lean(String name, GridRule rule, int steps, double top) {
    double last = Math.max(sigmaMin, proxy.scale() / 20);
    return new NamedGrid(name, rule.toZero(steps, top, last));
  }

  /// The best pairs of solver and start, each once.
  private List<Trial> best(List<Trial> trials, Comparison found) {
    List<Trial> left = new ArrayList<>(completed(trials, found));
    List<Trial> kept = new ArrayList<>();
    while (kept.size() < PAIRS && !left.isEmpty()) {
      Trial next = pick(left, found);
      kept.add(next);
      left.removeIf(t -> t.solver().equals(next.solver()) && t.jump().equals(next.jump()));
    }
    return kept;
  }

  private List<Trial> completed(List<Trial> trials, Comparison found) {
    return trials.stream()
        .filter(
            t -> found.of(t.name(), evaluations).flatMap(Comparison.Entry::standing).isPresent())
        .toList();
  }

  /// The best by the aim. By distribution many are as good as exact samples as far as can be told:
  /// of all that are not worse than the best by two standard errors of the pair, the one nearest to
  /// the exact flow.
  private Trial pick(List<Trial> trials, Comparison found) {
    Comparator<Trial> byError = Comparator.comparingDouble(t -> standing(t, found).error().value());
    if (aim == Aim.FIDELITY) {
      return trials.stream().min(byError).orElseThrow();
    }
    Comparison.Standing least =
        trials.stream()
            .map(t -> standing(t, found))
            .min(Comparator.comparingDouble(s -> s.metric(METRIC).value()))
            .orElseThrow();
    return trials.stream()
        .filter(t -> !worse(standing(t, found), least))
        .min(byError)
        .orElseThrow();
  }

  private Comparison.Standing standing(Trial trial, Comparison found) {
    return found.standing(trial.name(), evaluations);
  }

  /// Whether a set is worse than another beyond chance.
  private static boolean worse(Comparison.Standing one, Comparison.Standing other) {
    Estimate less = one.metricLess(other, METRIC);
    return less.value() > TIE * less.standardError();
  }

  /// Whether to accept a design in the place of the usual sampler: by fidelity, if its error is no
  /// larger; by distribution, if its set is not worse beyond chance, and better beyond chance or
  /// nearer to the exact flow.
  private boolean accepts(Comparison.Standing design, Comparison.Standing usual) {
    boolean nearer = design.error().value() <= usual.error().value();
    return aim == Aim.FIDELITY ? nearer : !worse(design, usual) && (worse(usual, design) || nearer);
  }

  private Outcome<List<Trial>> designed(List<Trial> pairs, NoiseKey key, StageWatch watch) {
    watch.begin("searching grids", pairs.size());
    Map<String, Trial> trials = new LinkedHashMap<>();
    for (Trial pair : pairs) {
      Trial usual =
          trial(
              pair.solver(),
              commonGrids(pair.solver(), Origin.prior(sigmaMax)).getFirst(),
              Optional.empty());
      trials.putIfAbsent(usual.name(), usual);
      GridSearch search =
          new GridSearch(pair.solver(), evaluations, pair.origin(), sigmaMin)
              .beside(baselines(pair));
      switch (search.on(gaussian, proxy, key, watch::cancelled)) {
        case Outcome.Completed<GridDesign> done ->
            done.result()
                .candidates()
                .forEach(c -> {
                  Trial trial =
                      trial(pair.solver(), new NamedGrid(c.name(), c.grid()), pair.jump());
                  trials.putIfAbsent(trial.name(), trial);
                });
        case Outcome.Cancelled<GridDesign>(int step) -> {
          return new Outcome.Cancelled<>(step);
        }
        case Outcome.Diverged<GridDesign>(int step, double sigma, long sample) -> {
          return new Outcome.Diverged<>(step, sigma, sample);
        }
      }
      watch.advance();
    }
    return new Outcome.Completed<>(List.copyOf(trials.values()), 0);
  }

  private List<NamedGrid> baselines(Trial pair) {
    int steps = StepCount.within(pair.solver(), evaluations);
    double top = pair.origin().sigma();
    List<NamedGrid> grids = new ArrayList<>();
    grids.add(NamedGrid.of(new LogUniformGrid(), steps, top, sigmaMin));
    grids.add(lean("rho 5 lean", new RhoGrid(5), steps, top));
    grids.add(lean("tangent law", new TangentGrid(proxy.scale()), steps, top));
    for (AlignYourStepsGrid.Network network : AlignYourStepsGrid.Network.values()) {
      grids.add(
          lean("Align Your Steps " + network.label(), new AlignYourStepsGrid(network), steps, top));
    }
    return grids;
  }

  private Outcome<SamplerChoice> decide(List<Trial> trials, NoiseKey key, StageWatch watch) {
    return compare("choosing", trials, 192, 4, key.child("choice"), watch)
        .then(choice ->
            compare("judging the choice", trials, 192, 6, key.child("report"), watch)
                .then(report ->
                    new Outcome.Completed<>(verdict(trials, choice.result(), report.result()), 0)));
  }

  private SamplerChoice verdict(List<Trial> trials, Comparison choice, Comparison report) {
    List<SamplerChoice.Candidate> candidates =
        completed(trials, report).stream().map(t -> candidate(t, standing(t, report))).toList();
    Trial picked = pick(completed(completed(trials, report), choice), choice);
    SamplerChoice.Candidate wanted = candidate(picked, standing(picked, report));
    SamplerChoice.Candidate usual =
        candidates.stream()
            .filter(c ->
                c.jump().isEmpty()
                    && c.gridName().equals(USUAL)
                    && c.solver().equals(wanted.solver()))
            .findFirst()
            .orElseThrow();
    boolean accepted = accepts(wanted.standing(), usual.standing());
    return new SamplerChoice(
        aim,
        accepted ? wanted : usual,
        usual,
        accepted,
        words(wanted, usual, accepted),
        candidates,
        report.floor(METRIC));
  }

  private SamplerChoice.Candidate candidate(Trial t, Comparison.Standing standing) {
    Optional<PredictedError> predicted =
        t.solver().stochastic()
            ? Optional.empty()
            : Optional.of(
                GaussianProblem.of(
                        _ -> t.solver(), Spectrum.of(gaussian).binned(), t.origin().law())
                    .error(t.grid()));
    return new SamplerChoice.Candidate(
        t.solver(), t.gridName(), t.grid(), t.jump(), t.origin(), predicted, standing);
  }

  private String words(
      SamplerChoice.Candidate wanted, SamplerChoice.Candidate usual, boolean accepted) {
    if (wanted.name().equals(usual.name())) {
      return "no other solver, grid or start was better than %s".formatted(usual.name());
    }
    Estimate less = wanted.standing().metricLess(usual.standing(), METRIC);
    Estimate ratio = wanted.standing().errorOver(usual.standing());
    String set =
        Math.abs(less.value()) <= TIE * less.standardError()
            ? "a set as good as far as can be told (sliced W2 differs by %.2g ± %.1g)"
            : less.value() < 0
                ? "sliced W2 smaller by %.2g ± %.1g"
                : "sliced W2 larger by %.2g ± %.1g";
    String figures =
        String.format(
            Locale.ROOT,
            set
                + ", error to the seed %.2f ± %.2f times as large as with %s, on samples that no"
                + " choice was made with",
            Math.abs(less.value()),
            less.standardError(),
            ratio.value(),
            ratio.standardError(),
            usual.name());
    return accepted
        ? "%s accepted: %s".formatted(wanted.name(), figures)
        : "fallen back to the usual grid: %s looked best, but gives %s"
            .formatted(wanted.name(), figures);
  }

  private Outcome<Comparison> compare(
      String stage, List<Trial> trials, int samples, int seeds, NoiseKey key, StageWatch watch) {
    watch.begin(stage, trials.size());
    Sampler reference =
        new Sampler(
            new RhoGrid(7).toZero(REFERENCE_STEPS, sigmaMax, sigmaMin),
            new UniPc(3),
            new Start.Prior());
    return new SolverComparison(
            proxy, reference, Optional.of(new Yardstick.Exact(proxy)), samples, seeds, threads, key)
        .run(
            trials.stream().map(Trial::named).toList(), List.of(evaluations), watch.ofComparison());
  }
}
