package org.scorefield.design;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Dpmpp2M;

/// Which solver, which grid, which start: chosen together for a number of evaluations, from the
/// Gaussian of the data and two laws fitted to them, with no call of a model. One of the laws
/// judges, the *proxy*; what has many numbers to fit, a learned sampler and the level down to which
/// a Gaussian is trusted, is fitted to the other, the *surrogate*, so that the judge sees it as a
/// model would.
///
/// 1. *Learning*, on the surrogate ({@link SolverLearning}).
/// 2. *Screening.* Every method from every start (white noise, and the {@link Landings} of a jump,
///    there also with a history if the method is of order 3 or more) on three common grids.
/// 3. *Grids.* For the best two pairs of method and start, all {@link GridOffers}.
/// 4. *Choice.* The best of each method, the grids, the learned sampler and the {@link Peers} on
///    fresh noise; the best few once more, on more samples, since a few that end in another part of
///    the data decide a mean square. The best by the {@link Aim} is chosen: by distribution, the
///    one nearest to the exact flow of all that are not worse than the best beyond chance.
/// 5. *Acceptance.* The finalists once more, on noise that no choice was made with. What was chosen
///    is accepted only if it is there no worse than rho = 7 from white noise and than the best peer
///    of the fourth round.
///
/// Deterministic for a key.
///
/// @param gaussian of the data, or of the model if it is known
/// @param proxy a law that stands in for the model and judges: usually a mixture fitted to the data
/// @param surrogate another fit, by other settings or to other rows
/// @param evaluations of the model a sample, at most
/// @param methods to choose from
/// @param aim what for
/// @param sigmaMax level of the white noise
/// @param sigmaMin last positive level of the common grids
/// @param threads batches drawn at a time
public record SamplerSearch(
    Gaussian gaussian,
    Distribution proxy,
    GaussianMixture surrogate,
    int evaluations,
    List<Method> methods,
    Aim aim,
    double sigmaMax,
    double sigmaMin,
    int threads) {

  private static final int PAIRS = 2;

  public SamplerSearch {
    methods = List.copyOf(methods);
    int allowed = evaluations;
    if (methods.stream().noneMatch(method -> method.fits(allowed))) {
      methods.forEach(method -> method.requireFit(allowed));
      throw new IllegalArgumentException("a search needs at least one method to choose from");
    }
  }

  /// Runs the search.
  ///
  /// @return the choice, or cancelled
  public Outcome<SamplerChoice> run(NoiseKey key, StageWatch watch) {
    Optional<Trial> learned = routes().learned(key, watch);
    List<Trial> screened =
        routes().all(key, watch).stream()
            .flatMap(route -> offers().common(route).stream().map(grid -> new Trial(route, grid)))
            .toList();
    return contest()
        .ranked("screening", screened, 96, 2, key.child("screening"), watch)
        .then(ranked ->
            grids(bestRoutes(ranked.result()), key.child("grids"), watch)
                .then(designed ->
                    decide(
                        entries(learned, bestByMethod(ranked.result()), designed.result()),
                        key,
                        watch)));
  }

  private Contest contest() {
    return new Contest(proxy, evaluations, aim, sigmaMax, sigmaMin, threads);
  }

  private GridOffers offers() {
    return new GridOffers(proxy, evaluations, sigmaMin);
  }

  private RouteOffers routes() {
    return new RouteOffers(gaussian, proxy, surrogate, evaluations, methods, aim, sigmaMax);
  }

  private static List<Route> bestRoutes(List<Trial> ranked) {
    return ranked.stream().map(Trial::route).distinct().limit(PAIRS).toList();
  }

  private static List<Trial> bestByMethod(List<Trial> ranked) {
    Map<Method, Trial> best = new LinkedHashMap<>();
    ranked.forEach(trial -> best.putIfAbsent(trial.route().method(), trial));
    return List.copyOf(best.values());
  }

  private Outcome<List<Trial>> grids(List<Route> routes, NoiseKey key, StageWatch watch) {
    watch.begin("searching grids", routes.size());
    List<Trial> trials = new ArrayList<>();
    for (Route route : routes) {
      Outcome<List<NamedGrid>> found = offers().all(route, key, watch);
      if (!(found instanceof Outcome.Completed<List<NamedGrid>>(List<NamedGrid> grids, int _))) {
        return found.then(_ -> new Outcome.Cancelled<>(0));
      }
      grids.forEach(grid -> trials.add(new Trial(route, grid)));
      watch.advance();
    }
    return new Outcome.Completed<>(trials, 0);
  }

  /// The standard samplers, and every other one once.
  private Entries entries(Optional<Trial> learned, List<Trial> best, List<Trial> designed) {
    List<Trial> peers =
        Peers.SOLVERS.stream()
            .filter(solver -> new Method.Standard(solver).fits(evaluations))
            .flatMap(this::standard)
            .toList();
    Trial usual = standard(usualSolver()).findFirst().orElseThrow();
    List<Trial> all =
        Entries.once(
            Stream.of(
                    Stream.of(usual),
                    peers.stream(),
                    learned.stream(),
                    best.stream(),
                    designed.stream())
                .flatMap(trials -> trials));
    return new Entries(usual, peers, learned, best, all);
  }

  /// The solver asked for, if it is one for itself; if not, the one in widest use.
  private Solver usualSolver() {
    return asked().orElseGet(Dpmpp2M::new);
  }

  private Optional<Solver> asked() {
    return methods.size() == 1 && methods.getFirst() instanceof Method.Standard(Solver solver)
        ? Optional.of(solver)
        : Optional.empty();
  }

  /// From white noise on the grids in wide use, rho = 7 first.
  private Stream<Trial> standard(Solver solver) {
    Route route = Route.straight(new Method.Standard(solver), solver, gaussian, sigmaMax);
    return offers().common(route).subList(0, 2).stream().map(grid -> new Trial(route, grid));
  }

  private Outcome<SamplerChoice> decide(Entries entries, NoiseKey key, StageWatch watch) {
    Contest contest = contest();
    return contest
        .ranked("choosing", entries.all(), 96, 4, key.child("choice"), watch)
        .then(ranked ->
            contest
                .ranked(
                    "choosing among the best",
                    entries.best(ranked.result(), methods),
                    256,
                    6,
                    key.child("close choice"),
                    watch)
                .then(close -> {
                  Trial picked =
                      close.result().isEmpty() ? entries.usual() : close.result().getFirst();
                  return judge(entries, picked, ranked.result(), key, watch);
                }));
  }

  /// @param ranked all that took part in the choice, best first
  private Outcome<SamplerChoice> judge(
      Entries entries, Trial picked, List<Trial> ranked, NoiseKey key, StageWatch watch) {
    Trial peer =
        ranked.stream().filter(entries.peers()::contains).findFirst().orElse(entries.usual());
    List<Trial> finalists = entries.finalists(picked, peer, ranked);
    return contest()
        .run("judging the choice", finalists, 192, 6, key.child("report"), watch)
        .then(report ->
            new Outcome.Completed<>(
                verdict(picked, peer, entries.usual(), finalists, report.result()), 0));
  }

  private SamplerChoice verdict(
      Trial picked, Trial peer, Trial usual, List<Trial> finalists, Comparison report) {
    Contest contest = contest();
    Comparison.Standing wanted = contest.standing(picked, report);
    boolean accepted =
        contest.accepts(wanted, contest.standing(usual, report))
            && (asked().isPresent() || contest.accepts(wanted, contest.standing(peer, report)));
    Trial fallback = asked().isPresent() ? usual : peer;
    List<SamplerChoice.Candidate> candidates =
        contest.ranked(finalists, report).stream()
            .map(trial -> trial.candidate(contest.standing(trial, report)))
            .toList();
    return new SamplerChoice(
        aim,
        picked.candidate(wanted),
        fallback.candidate(contest.standing(fallback, report)),
        usual.candidate(contest.standing(usual, report)),
        peer.candidate(contest.standing(peer, report)),
        accepted,
        candidates,
        report.floor(Contest.METRIC));
  }
}
