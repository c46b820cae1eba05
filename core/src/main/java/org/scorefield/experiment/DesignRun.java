package org.scorefield.experiment;

import org.scorefield.wiring.LevelRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.array.Vector;
import org.scorefield.data.ContentHash;
import org.scorefield.design.Method;
import org.scorefield.design.SamplerChoice;
import org.scorefield.design.SamplerSearch;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Start;

/// Runs a {@link DesignExperiment}.
final class DesignRun {
  private final DesignExperiment experiment;
  private final RunDirectory directory;
  private final Progress progress;
  private final Provenance provenance;
  private final long started = System.nanoTime();

  private DesignRun(DesignExperiment experiment, RunDirectory directory, Progress progress) {
    this.experiment = experiment;
    this.directory = directory;
    this.progress = progress;
    this.provenance = Provenance.now(experiment.seed());
  }

  /// The result, or a record that says why there is none.
  static Outcome<DesignResult> run(
      DesignExperiment experiment, RunDirectory directory, Progress progress) {
    return new DesignRun(experiment, directory, progress).run();
  }

  private Outcome<DesignResult> run() {
    DesignStatistics known = DesignStatistics.of(experiment, progress);
    double scale = known.gaussian().scale() > 0 ? known.gaussian().scale() : 1;
    double top = scale * LevelRange.SIGMA_MAX_PER_SCALE;
    double bottom = scale * LevelRange.SIGMA_MIN_PER_SCALE;
    SamplerSearch search =
        new SamplerSearch(
            known.gaussian(),
            known.proxy(),
            known.surrogate(),
            experiment.evaluations(),
            experiment.methods(),
            experiment.aim(),
            top,
            bottom,
            Runtime.getRuntime().availableProcessors());
    NoiseKey key = NoiseKey.of(experiment.seed()).child("design");
    return search
        .run(key, Stages.of(progress))
        .then(choice -> {
          PredictedCurves curves = new PredictedCurves(known.gaussian(), top, bottom);
          progress.begin("predicting errors by evaluations", 0);
          List<DesignResult.Prediction> predictions = curves.of(choice.result(), progress);
          return progress.cancelled()
              ? new Outcome.Cancelled<>(0)
              : new Outcome.Completed<>(result(known, choice.result(), predictions), 0);
        });
  }

  private DesignResult result(
      DesignStatistics known, SamplerChoice choice, List<DesignResult.Prediction> predictions) {
    SamplerSpec spec = spec(known, choice);
    SamplerFile.write(directory.file("sampler.json"), spec);
    RunRecord record =
        new RunRecord(
            "design",
            settings(known, choice),
            RunRecord.COMPLETED,
            Optional.of(choice.chosen().standing().evaluations()),
            (System.nanoTime() - started) / 1e9,
            results(choice),
            directory.files(),
            provenance);
    Vector spectrum =
        Vector.adopt(
            known.gaussian().variances().stream()
                .boxed()
                .sorted(java.util.Comparator.reverseOrder())
                .mapToDouble(Double::doubleValue)
                .toArray());
    return new DesignResult(record, choice, spec, spectrum, predictions);
  }

  private SamplerSpec spec(DesignStatistics known, SamplerChoice choice) {
    SamplerChoice.Candidate chosen = choice.chosen();
    SamplerSpec.Opening opening =
        switch (chosen.sampler().start()) {
          case Start.Teleport(var _, double sigmaMax, Start.Teleport.Mode mode) ->
              new SamplerSpec.Opening.Teleport(
                  known.by(), sigmaMax, mode, chosen.seeds(), landing(chosen));
          case Start _ -> new SamplerSpec.Opening.WhiteNoise();
        };
    List<RunRecord.Result> predicted = new ArrayList<>();
    addResults("proxy", chosen, predicted);
    return new SamplerSpec(
        chosen.solver(),
        chosen.grid(),
        opening,
        known.gaussian().scale(),
        new SamplerSpec.Aim(
            "design for " + experiment.aim().name().toLowerCase(Locale.ROOT),
            OptionalInt.of(experiment.evaluations())),
        predicted,
        provenance);
  }

  private static String landing(SamplerChoice.Candidate chosen) {
    return chosen
        .jump()
        .map(jump -> "best of several landings on the proxy; KL %s".formatted(jump.kl().value()))
        .orElse("from the top");
  }

  private Map<String, String> settings(DesignStatistics known, SamplerChoice choice) {
    Map<String, String> settings = new LinkedHashMap<>();
    experiment
        .data()
        .ifPresent(data -> {
          settings.put("data", data.name() + ", " + data.units());
          settings.put("data sha256", ContentHash.of(data).hex());
        });
    experiment.model().ifPresent(m -> settings.put("model", m.card().kind()));
    settings.put("statistics", known.how());
    settings.put("evaluations allowed", String.valueOf(experiment.evaluations()));
    settings.put("solver asked for", experiment.asked().map(Method::name).orElse("auto"));
    settings.put("aim", experiment.aim().name().toLowerCase(Locale.ROOT));
    settings.put("chosen", choice.chosen().name());
    settings.put("accepted", String.valueOf(choice.accepted()));
    settings.put("verdict", choice.verdict());
    settings.put("noise levels", choice.chosen().grid().sigmas().toString());
    return settings;
  }

  private static List<RunRecord.Result> results(SamplerChoice choice) {
    List<RunRecord.Result> results = new ArrayList<>();
    for (SamplerChoice.Candidate candidate : choice.candidates()) {
      addResults(candidate.name(), candidate, results);
    }
    results.add(new RunRecord.Result("exact samples", "sliced-w2", choice.floor()));
    return results;
  }

  private static void addResults(
      String subject, SamplerChoice.Candidate candidate, List<RunRecord.Result> results) {
    results.add(new RunRecord.Result(subject, "error", candidate.standing().error()));
    candidate
        .standing()
        .metrics()
        .forEach((name, estimate) -> results.add(new RunRecord.Result(subject, name, estimate)));
    candidate
        .predicted()
        .ifPresent(p -> {
          p.trajectory()
              .ifPresent(e ->
                  results.add(
                      new RunRecord.Result(subject, "predicted error", new Estimate(e, 0, 1))));
          results.add(
              new RunRecord.Result(subject, "predicted w2", new Estimate(p.wasserstein(), 0, 1)));
        });
    candidate
        .jump()
        .ifPresent(
            jump -> results.add(new RunRecord.Result(subject, "kl of the start", jump.kl())));
  }
}
