package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.scorefield.accelerate.Acceleration;
import org.scorefield.accelerate.ModelSearch;
import org.scorefield.accelerate.Task;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.Split;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.design.Goal;
import org.scorefield.design.PeerContest;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.wiring.LevelRange;

/// Runs an {@link AccelerateExperiment}: the search for each number of evaluations, the choice of
/// the peers' grids, the comparison, and one file for each sampler.
final class AccelerateRun {
  /// Directions of the Gaussian of the data.
  private static final int RANK = 512;

  /// A set of fewer samples says nothing of a distribution.
  private static final int LEAST_SET = 8;

  /// Of fewer rows no part is kept back.
  private static final int ENOUGH_ROWS = 1000;

  /// Most rows that are kept back.
  private static final int MOST_JUDGING = 2048;

  private final AccelerateExperiment experiment;
  private final RunDirectory directory;
  private final Progress progress;
  private final Provenance provenance;
  private final NoiseKey key;
  private final MeteredModel model;
  private final LevelRange range;
  private final int threads = Runtime.getRuntime().availableProcessors();
  private final long started = System.nanoTime();

  private AccelerateRun(
      AccelerateExperiment experiment, RunDirectory directory, Progress progress) {
    this.experiment = experiment;
    this.directory = directory;
    this.progress = progress;
    this.provenance = Provenance.now(experiment.seed());
    this.key = NoiseKey.of(experiment.seed()).child("accelerate");
    this.model =
        new MeteredModel(
            experiment.model().denoiser(), KnownLevels.of(experiment.model().denoiser()));
    this.range =
        LevelRange.of(
            experiment.model().denoiser(),
            experiment.model().card().noiseScale(),
            experiment.sigmaMax(),
            experiment.sigmaMin());
  }

  static Outcome<AccelerateResult> run(
      AccelerateExperiment experiment, RunDirectory directory, Progress progress) {
    return new AccelerateRun(experiment, directory, progress).run();
  }

  private Outcome<AccelerateResult> run() {
    AcceleratePlan plan = affordable();
    long left = experiment.budget().orElse(Long.MAX_VALUE) - cost(plan);
    ModelSpeed speed =
        ModelSpeed.of(experiment.model().denoiser(), range, threads, key.child("speed"), left);
    AccelerateCosts costs = new AccelerateCosts(planned(plan), model, speed);
    progress.say(costs.announcement());
    return data(plan)
        .then(rows -> {
          costs.spent(OwnSamples.PART);
          return found(plan, rows.result(), costs);
        });
  }

  private Outcome<Dataset> data(AcceleratePlan plan) {
    return experiment.data().isPresent()
        ? new Outcome.Completed<>(experiment.data().get(), 0)
        : new OwnSamples(experiment.model(), fine(plan), plan.own(), threads)
            .draw(model, key.child("own samples"), progress);
  }

  private Outcome<AccelerateResult> found(
      AcceleratePlan plan, Dataset rows, AccelerateCosts costs) {
    Parts parts = parts(rows);
    progress.begin("mean and covariance of " + rows.name(), 0);
    Gaussian gaussian =
        LowRank.fit(parts.choosing(), Math.min(rows.shape().size(), RANK), key.child("gaussian"));
    AccelerateYardsticks choosing = yardsticks(parts.choosing(), gaussian);
    AccelerateYardsticks judging =
        parts.judging().equals(parts.choosing()) ? choosing : yardsticks(parts.judging(), gaussian);
    PeerContest contest = contest(plan, judging);
    return searched(plan, gaussian, choosing)
        .then(found -> {
          costs.spent(AccelerateCosts.SEARCH);
          return peers(contest, found.result())
              .then(peers -> {
                costs.spent(AccelerateCosts.SCREENING);
                return compared(contest, found.result(), peers.result(), costs, rows, gaussian);
              });
        });
  }

  /// Rows that samplers are chosen with and start from, and others that judge them.
  private record Parts(Dataset choosing, Dataset judging) {}

  /// Rows that the search has seen flatter what it found; where there are few, they have to serve
  /// for both.
  private Parts parts(Dataset rows) {
    if (rows.size() < ENOUGH_ROWS) {
      return new Parts(rows, rows);
    }
    int judging = Math.min(MOST_JUDGING, rows.size() / 2);
    Split split = Split.of(rows, judging, key.child("judging rows"));
    return new Parts(split.train(), split.heldOut());
  }

  private AccelerateYardsticks yardsticks(Dataset rows, Gaussian gaussian) {
    return AccelerateYardsticks.of(
        rows, gaussian, experiment.features(), key.child("yardsticks"), progress);
  }

  /// All of the peers on grids chosen by runs, or those that the search found to be the best.
  private Outcome<List<PeerContest.Seeded>> peers(
      PeerContest contest, Map<Integer, Acceleration> found) {
    return experiment.allPeers()
        ? contest.screen(experiment.evaluations(), Stages.of(progress))
        : new Outcome.Completed<>(AccelerateEntrants.best(found, range), 0);
  }

  /// One search for each number of evaluations, with the same noise, so that what one asks of the
  /// model others have for nothing.
  private Outcome<NavigableMap<Integer, Acceleration>> searched(
      AcceleratePlan plan, Gaussian gaussian, AccelerateYardsticks yardsticks) {
    NavigableMap<Integer, Acceleration> found = new TreeMap<>();
    for (int n : experiment.evaluations()) {
      Outcome<Acceleration> one =
          search(plan, gaussian, n, Optional.of(yardsticks))
              .run(model, key.child("search"), Stages.of(progress));
      if (!(one instanceof Outcome.Completed<Acceleration>(Acceleration acceleration, int _))) {
        return one.then(_ -> new Outcome.Cancelled<>(0));
      }
      found.put(n, acceleration);
    }
    return new Outcome.Completed<>(found, 0);
  }

  private Outcome<AccelerateResult> compared(
      PeerContest contest,
      Map<Integer, Acceleration> found,
      List<PeerContest.Seeded> finalists,
      AccelerateCosts costs,
      Dataset rows,
      Gaussian gaussian) {
    AccelerateGallery gallery = new AccelerateGallery();
    return contest
        .compare(
            finalists,
            List.of(AccelerateEntrants.own(found)),
            entrants().budgets(),
            Stages.of(progress),
            gallery)
        .then(comparison -> {
          costs.spent(AccelerateCosts.COMPARISON);
          return new Outcome.Completed<>(
              new AccelerateFindings(
                      experiment, range, contest.goal(), comparison.result(), finalists, provenance)
                  .result(
                      found,
                      gaussian,
                      rows,
                      costs,
                      gallery,
                      directory,
                      (System.nanoTime() - started) / 1e9),
              0);
        });
  }

  private AccelerateEntrants entrants() {
    return new AccelerateEntrants(experiment.evaluations(), experiment.allPeers());
  }

  private ModelSearch search(
      AcceleratePlan plan,
      Gaussian gaussian,
      int evaluations,
      Optional<AccelerateYardsticks> yardsticks) {
    Task task = new Task(gaussian, range, evaluations, experiment.aim());
    return new ModelSearch(
        task,
        plan.effort(),
        yardsticks.map(AccelerateYardsticks::decider),
        Optional.empty(),
        threads);
  }

  private Sampler fine(AcceleratePlan plan) {
    return PeerContest.reference(range, plan.fine());
  }

  private PeerContest contest(AcceleratePlan plan, AccelerateYardsticks yardsticks) {
    return new PeerContest(
        model,
        range,
        fine(plan),
        plan.finals().samples() < LEAST_SET ? List.of() : yardsticks.all(),
        new Goal(experiment.aim(), yardsticks.deciding()),
        plan.screening(),
        plan.finals(),
        threads,
        key.child("contest"));
  }

  /// What each part asks of the model at most, by part.
  private Map<String, Long> planned(AcceleratePlan plan) {
    Map<String, Long> parts = new LinkedHashMap<>();
    if (plan.own() > 0) {
      parts.put(
          OwnSamples.PART,
          new OwnSamples(experiment.model(), fine(plan), plan.own(), threads).cost());
    }
    Gaussian any =
        Gaussian.isotropic(model.shape(), Vector.generate(model.shape().size(), _ -> 0), 1);
    parts.put(
        AccelerateCosts.SEARCH,
        experiment.evaluations().stream()
            .mapToLong(n -> search(plan, any, n, Optional.empty()).cost())
            .sum());
    PeerContest contest = contest(plan, AccelerateYardsticks.NONE);
    if (experiment.allPeers()) {
      parts.put(AccelerateCosts.SCREENING, contest.screeningEvaluations(experiment.evaluations()));
    }
    parts.put(
        AccelerateCosts.COMPARISON,
        contest.finalEvaluations(
            entrants().solvers(), List.of(entrants().own(range)), entrants().budgets()));
    return parts;
  }

  private long cost(AcceleratePlan plan) {
    return planned(plan).values().stream().mapToLong(Long::longValue).sum();
  }

  /// The usual plan, or the largest share of it that keeps within the budget.
  private AcceleratePlan affordable() {
    List<AcceleratePlan> plans = AcceleratePlan.falling(experiment);
    if (experiment.budget().isEmpty()) {
      return plans.getFirst();
    }
    long budget = experiment.budget().getAsLong();
    List<Long> costs = new ArrayList<>();
    for (AcceleratePlan plan : plans) {
      long cost = ModelSpeed.least(threads) + cost(plan);
      if (cost <= budget) {
        return plan;
      }
      costs.add(cost);
    }
    throw new IllegalArgumentException(
        "the least that can be done takes %,d evaluations of the model, the budget is %,d; allow as many, or ask for fewer numbers of evaluations"
            .formatted(costs.getLast(), budget));
  }
}
