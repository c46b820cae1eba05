package org.scorefield.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.scorefield.accelerate.Acceleration;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.design.Comparison;
import org.scorefield.design.Goal;
import org.scorefield.design.PeerContest;
import org.scorefield.experiment.AccelerateResult.Count;
import org.scorefield.metric.Estimate;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.SeededHistory;
import org.scorefield.wiring.LevelRange;

/// What a finished comparison says: verdicts, sampler files, the record.
///
/// @param experiment what was asked
/// @param range levels of the model
/// @param goal what was compared
/// @param comparison what came out
/// @param finalists peers that took part
/// @param provenance of the run
record AccelerateFindings(
    AccelerateExperiment experiment,
    LevelRange range,
    Goal goal,
    Comparison comparison,
    List<PeerContest.Seeded> finalists,
    Provenance provenance) {

  AccelerateResult result(
      Map<Integer, Acceleration> found,
      Gaussian gaussian,
      Dataset rows,
      AccelerateCosts costs,
      AccelerateGallery gallery,
      RunDirectory directory,
      double seconds) {
    Model law = law(gaussian);
    List<Count> counts = new ArrayList<>();
    Map<Path, SamplerSpec> files = new LinkedHashMap<>();
    found.forEach((n, acceleration) -> {
      Count count = count(n, acceleration, law);
      files.put(directory.file(count.file()), count.spec());
      counts.add(count);
    });
    SamplerFile.write(files);
    int shown = gallery.all().values().stream().mapToInt(Batch::count).max().orElse(0);
    Optional<Batch> real =
        experiment.data().map(data -> data.rows(0, Math.min(shown, data.size())));
    AccelerateResult draft =
        new AccelerateResult(
            record(Map.of(), rows, costs, directory, seconds),
            experiment.model().card(),
            goal,
            range,
            comparison,
            finalists,
            counts,
            costs.all(),
            gallery.all(),
            real);
    Map<String, String> verdicts = new LinkedHashMap<>();
    List<String> words = draft.verdicts();
    for (int i = 0; i < words.size(); i++) {
      verdicts.put("verdict, " + counts.get(i).evaluations() + " evaluations", words.get(i));
      verdicts.put(
          "noise levels, " + counts.get(i).evaluations() + " evaluations",
          counts.get(i).spec().grid().sigmas().toString());
    }
    return draft.withRecord(record(verdicts, rows, costs, directory, seconds));
  }

  private Count count(int n, Acceleration found, Model law) {
    List<String> names = finalists.stream().map(PeerContest.Seeded::name).toList();
    Optional<Comparison.Entry> peer = goal.best(comparison, names, n);
    Optional<Comparison.Standing> own =
        comparison.of(AccelerateResult.OWN, n).flatMap(Comparison.Entry::standing);
    Optional<Goal.Versus> versus =
        own.flatMap(o -> peer.map(p -> goal.versus(o, p.standing().orElseThrow())));
    OptionalDouble needs =
        own.map(o -> goal.needed(comparison, names, goal.estimate(o).value()))
            .orElse(OptionalDouble.empty());
    boolean won = versus.map(Goal.Versus::better).orElse(own.isPresent());
    Sampler sampler =
        won ? found.wanted().sampler() : peer.flatMap(this::sampler).orElseThrow(this::nothing);
    Comparison.Standing standing =
        won ? own.orElseThrow() : peer.orElseThrow().standing().orElseThrow();
    return new Count(
        n,
        found,
        peer,
        versus,
        needs,
        spec(n, sampler, standing, law),
        "sampler-%d.json".formatted(n));
  }

  private IllegalArgumentException nothing() {
    return new IllegalArgumentException(
        "every sampler diverged; look at the model's output by noise level");
  }

  private Optional<Sampler> sampler(Comparison.Entry peer) {
    return finalists.stream()
        .filter(seeded -> seeded.name().equals(peer.sampler()))
        .findFirst()
        .flatMap(seeded -> seeded.peer(peer.budget()))
        .flatMap(standard -> standard.on(range).within(peer.budget()));
  }

  private SamplerSpec spec(int n, Sampler sampler, Comparison.Standing standing, Model law) {
    Solver solver = sampler.solver();
    Vector seeds = Vector.of();
    if (solver instanceof SeededHistory(Solver inner, var _, Vector levels)) {
      solver = inner;
      seeds = levels;
    }
    SamplerSpec.Opening opening =
        sampler.start() instanceof Start.Teleport(var _, double sigmaMax, Start.Teleport.Mode mode)
            ? new SamplerSpec.Opening.Teleport(
                new SamplerSpec.By.Fitted(law), sigmaMax, mode, seeds, "found on the model")
            : new SamplerSpec.Opening.WhiteNoise();
    List<RunRecord.Result> measured = new ArrayList<>();
    add("on the model", standing, measured);
    return new SamplerSpec(
        solver,
        sampler.grid(),
        opening,
        experiment.model().card().noiseScale(),
        new SamplerSpec.Aim(
            "accelerate for " + experiment.aim().name().toLowerCase(Locale.ROOT),
            OptionalInt.of(n)),
        measured,
        provenance);
  }

  /// The Gaussian of the data as a model of its own.
  private Model law(Gaussian gaussian) {
    ModelCard card = experiment.model().card();
    return new Model(
        gaussian,
        new ModelCard(
            "gaussian",
            gaussian.shape(),
            card.units(),
            gaussian.scale(),
            experiment.data().map(Dataset::name).orElse("samples of the model"),
            experiment.data().map(data -> ContentHash.of(data).hex()).orElse(""),
            experiment.data().map(Dataset::size).orElse(0),
            experiment.seed(),
            "%d principal directions".formatted(gaussian.rank())));
  }

  private RunRecord record(
      Map<String, String> verdicts,
      Dataset rows,
      AccelerateCosts costs,
      RunDirectory directory,
      double seconds) {
    return new RunRecord(
        "accelerate",
        settings(verdicts, rows, costs),
        RunRecord.COMPLETED,
        Optional.empty(),
        seconds,
        results(),
        directory.files(),
        provenance);
  }

  private Map<String, String> settings(
      Map<String, String> verdicts, Dataset rows, AccelerateCosts costs) {
    Map<String, String> settings = new LinkedHashMap<>();
    ModelCard card = experiment.model().card();
    settings.put("model", card.described());
    settings.put("model's origin", card.fit());
    settings.put(
        "data",
        experiment
            .data()
            .map(data -> data.name() + ", " + data.units())
            .orElse("none; %d samples of the model stand in for them".formatted(rows.size())));
    experiment.data().ifPresent(data -> settings.put("data sha256", ContentHash.of(data).hex()));
    experiment
        .features()
        .ifPresent(map -> {
          settings.put("features", map.name());
          settings.put("features sha256", map.sha256());
        });
    settings.put("aim", experiment.aim().name().toLowerCase(Locale.ROOT));
    settings.put(
        "judged by",
        goal.needsSets() ? goal.metric() : "distance to the fine solution of the seed");
    settings.put("evaluations", experiment.evaluations().toString());
    settings.put("sigma_max", String.valueOf(range.sigmaMax()));
    settings.put("sigma_min", String.valueOf(range.sigmaMin()));
    settings.put(
        "peers",
        finalists.stream().map(PeerContest.Seeded::name).collect(Collectors.joining(", ")));
    for (AccelerateResult.Cost cost : costs.all()) {
      settings.put(
          "evaluations of the model, " + cost.part(),
          "%d, at most %d".formatted(cost.spent(), cost.planned()));
    }
    settings.putAll(verdicts);
    return settings;
  }

  private List<RunRecord.Result> results() {
    List<RunRecord.Result> results = new ArrayList<>();
    for (Comparison.Entry entry : comparison.entries()) {
      entry
          .standing()
          .ifPresent(standing ->
              add("%s, %d evaluations".formatted(named(entry), entry.budget()), standing, results));
    }
    results.add(
        new RunRecord.Result("fine solution with half its steps", "error", comparison.reference()));
    comparison
        .floor()
        .forEach((metric, value) ->
            results.add(new RunRecord.Result(RunRecord.REAL_VS_REAL, metric, value)));
    return results;
  }

  private String named(Comparison.Entry entry) {
    return finalists.stream()
        .filter(seeded -> seeded.name().equals(entry.sampler()))
        .flatMap(seeded -> seeded.peer(entry.budget()).stream())
        .map(peer -> peer.solver().name() + " on " + peer.rule().name())
        .findFirst()
        .orElse(entry.sampler());
  }

  private static void add(
      String subject, Comparison.Standing standing, List<RunRecord.Result> results) {
    results.add(new RunRecord.Result(subject, "error", standing.error()));
    standing
        .metrics()
        .forEach((name, value) -> results.add(new RunRecord.Result(subject, name, value)));
    results.add(
        new RunRecord.Result(subject, "evaluations", new Estimate(standing.evaluations(), 0, 1)));
  }
}
