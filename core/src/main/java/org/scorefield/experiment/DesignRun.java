package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.design.Aim;
import org.scorefield.design.SamplerChoice;
import org.scorefield.design.SamplerSearch;
import org.scorefield.design.StepCount;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

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

  /// What is known of the data.
  ///
  /// @param gaussian a model of kind gaussian where it was fitted here
  /// @param proxy a law that stands in for the model
  /// @param how where they come from, for people
  private record Statistics(
      Optional<Model> fitted, Gaussian gaussian, Distribution proxy, String how) {}

  private Outcome<DesignResult> run() {
    Statistics known = statistics();
    double scale = known.gaussian().scale() > 0 ? known.gaussian().scale() : 1;
    double top = scale * SampleExperiment.SIGMA_MAX_PER_SCALE;
    double bottom = scale * SampleExperiment.SIGMA_MIN_PER_SCALE;
    SamplerSearch search =
        new SamplerSearch(
            known.gaussian(),
            known.proxy(),
            experiment.evaluations(),
            experiment.solver().map(List::of).orElse(SamplerSearch.SOLVERS),
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
          List<DesignResult.Prediction> predictions =
              curves.of(experiment.solver(), choice.result().chosen().solver(), progress);
          return progress.cancelled()
              ? new Outcome.Cancelled<>(0)
              : new Outcome.Completed<>(
                  result(known, choice.result(), predictions, top, bottom), 0);
        });
  }

  private Statistics statistics() {
    if (experiment.data().isEmpty()) {
      Model model = experiment.model().orElseThrow();
      Distribution law = model.law();
      return new Statistics(
          Optional.empty(),
          law.matchingGaussian(),
          law,
          "the model's own law (" + model.card().kind() + ")");
    }
    Dataset data = experiment.data().get();
    Model gaussian = fit(new FitExperiment.GaussianKind(Optional.empty()), data);
    int components = Math.clamp(data.size() / 50, 1, QuickstartExperiment.COMPONENTS);
    int rank = Math.min(QuickstartExperiment.RANK, data.shape().size());
    Model mixture =
        fit(new FitExperiment.MixtureKind(components, new CovarianceKind.LowRank(rank)), data);
    return new Statistics(
        Optional.of(gaussian),
        gaussian.law().matchingGaussian(),
        mixture.law(),
        "mean and covariance of the data, and a mixture of %d components of rank %d as proxy"
            .formatted(components, rank));
  }

  private Model fit(FitExperiment.Kind kind, Dataset data) {
    return FitRun.run(new FitExperiment(kind, data, Optional.empty(), experiment.seed()), progress)
        .model();
  }

  private DesignResult result(
      Statistics known,
      SamplerChoice choice,
      List<DesignResult.Prediction> predictions,
      double top,
      double bottom) {
    SamplerSpec spec = spec(known, choice, top);
    SamplerFile.write(directory.file("sampler.json"), spec);
    int steps = StepCount.within(choice.chosen().solver(), experiment.evaluations());
    TimeGrid usual = new RhoGrid(7).toZero(steps, top, bottom);
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
    return new DesignResult(record, choice, spec, usual, spectrum, predictions);
  }

  private SamplerSpec spec(Statistics known, SamplerChoice choice, double top) {
    SamplerChoice.Candidate chosen = choice.chosen();
    SamplerSpec.Opening opening =
        chosen
            .jump()
            .<SamplerSpec.Opening>map(jump ->
                new SamplerSpec.Opening.Teleport(
                    known
                        .fitted()
                        .<SamplerSpec.By>map(SamplerSpec.By.Fitted::new)
                        .orElseGet(() -> new SamplerSpec.By.Matching(OptionalInt.empty())),
                    top,
                    experiment.aim() == Aim.FIDELITY
                        ? Start.Teleport.Mode.ODE
                        : Start.Teleport.Mode.EXACT,
                    Vector.of(),
                    "best of the landings within .01, .05 and .2 nats on the proxy; KL %s"
                        .formatted(jump.kl().value())))
            .orElseGet(SamplerSpec.Opening.WhiteNoise::new);
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

  private Map<String, String> settings(Statistics known, SamplerChoice choice) {
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
    settings.put("solver asked for", experiment.solver().map(Solver::name).orElse("auto"));
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
